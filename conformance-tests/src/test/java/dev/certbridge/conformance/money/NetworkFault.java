package dev.certbridge.conformance.money;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may happen to one write on its way to the reseller or back.
 *
 * @param name for people
 * @param times how often the reseller gets it
 * @param act what the door does; true when the connection may carry another request
 */
record NetworkFault(String name, int times, Act act) {

    /** What the door does. */
    @FunctionalInterface
    interface Act {
        boolean on(ProxiedRequest visit) throws IOException;
    }

    /** Nothing happens. */
    static final NetworkFault NONE = new NetworkFault("none", 1, visit -> {
        visit.answer(visit.forward());
        return true;
    });

    /** Only the deadline ends it. */
    static final NetworkFault SILENCE = after("silence", (visit, told) -> visit.untilHungUp());

    /** The connection is not even taken; only the door itself can do that. */
    static final NetworkFault REFUSED = new NetworkFault("refused connection", 0, visit -> false);

    private interface Back {
        void pass(ProxiedRequest visit, StubResponseRecord told) throws IOException;
    }

    private interface Change {
        StubResponseRecord of(StubResponseRecord told);
    }

    static List<NetworkFault> all() {
        return Stream.of(
                        Stream.of(NONE, SILENCE, REFUSED),
                        lost(),
                        spoiled(),
                        oddlyAccepted(),
                        beforeBooking(),
                        replayed())
                .flatMap(mishaps -> mishaps)
                .toList();
    }

    /** Those that one request of many may meet, and that the deadline need not end. */
    static List<NetworkFault> quick() {
        return all().stream()
                .filter(mishap -> mishap != SILENCE && mishap != REFUSED)
                .toList();
    }

    /** Those that bring one request to the reseller at most once. */
    static List<NetworkFault> withoutReplays() {
        return quick().stream().filter(mishap -> mishap.times < 2).toList();
    }

    static NetworkFault named(String name) {
        return all().stream()
                .filter(mishap -> mishap.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<NetworkFault> lost() {
        return Stream.of(
                after("drop", (visit, told) -> {}),
                after("reset", (visit, told) -> visit.reset()),
                after("headers cut off", (visit, told) -> visit.write("HTTP/1.1 " + told.status() + " Said\r\nX-Pro")),
                after("body cut off", (visit, told) -> {
                    visit.write(told.head(told.body().length + 500));
                    visit.client().getOutputStream().write(told.body(), 0, told.body().length / 2);
                }),
                after("garbage", (visit, told) -> visit.write("\u0001\u0002 this is no HTTP\r\n\r\n")),
                after("nothing behind 204", (visit, told) -> visit.write("HTTP/1.1 204 Nothing\r\n\r\n")));
    }

    /** The reseller booked, and something on the way said otherwise. */
    private static Stream<NetworkFault> spoiled() {
        return Stream.of(
                instead("html 200", StubResponseRecord.html(200)),
                instead("html 202", StubResponseRecord.html(202)),
                instead("200 that says no", StubResponseRecord.json(200, "{\"success\":false,\"message\":\"no\"}")),
                instead("500", StubResponseRecord.json(500, "{\"message\":\"no\"}")),
                instead("502", StubResponseRecord.html(502)),
                instead("503 to try again at once", StubResponseRecord.html(503, "Retry-After: 0")),
                instead("408", StubResponseRecord.html(408)),
                instead("409", StubResponseRecord.json(409, "{\"message\":\"exists\"}")),
                instead("400 ProcessError", said(400, "ProcessError")),
                instead("400 ObjectExists", said(400, "ObjectExists")),
                instead("400 ObjectStatusProhibitsOperation", said(400, "ObjectStatusProhibitsOperation")),
                redirect(302),
                redirect(307));
    }

    /** Accepted, in words that the contract does not have. */
    private static Stream<NetworkFault> oddlyAccepted() {
        return Stream.of(
                changed("201", told -> told.withStatus(201)),
                changed("200", told -> told.withStatus(200)),
                changed("no JSON", told -> told.withBody("<html>accepted</html>")),
                changed("half a JSON", told -> told.withBody("{\"commonName\":")),
                changed("no id anywhere", told -> told.without("x-process-id").withBody("{}")),
                changed(
                        "half a JSON without an id",
                        told -> told.without("x-process-id").withBody("{\"comm")),
                changed(
                        "id in Location only",
                        told -> told.id()
                                .map(id -> told.without("x-process-id")
                                        .withBody("{}")
                                        .with("Location: " + path(told, id)))
                                .orElse(told)),
                changed(
                        "id in the body only",
                        told -> told.id()
                                .map(id -> told.without("x-process-id")
                                        .withBody("{\"processId\":\"" + id
                                                + "\",\"success\":true,\"response\":{\"id\":\"" + id + "\"}}"))
                                .orElse(told)));
    }

    private static Stream<NetworkFault> beforeBooking() {
        return Stream.of(
                before("dropped before booking", visit -> false),
                refused(401, "", "WWW-Authenticate: Basic realm=\"x\""),
                refused(403, ""),
                refused(429, "", "Retry-After: 0"),
                refused(400, "ValidationError"),
                refused(400, "InsufficientCreditException"),
                refused(400, "BillableAcknowledgmentNeededException"),
                before("503 before booking", visit -> {
                    visit.answer(StubResponseRecord.html(503, "Retry-After: 0"));
                    return true;
                }));
    }

    /** Something on the way sends our one request twice. */
    private static Stream<NetworkFault> replayed() {
        return Stream.of(
                twice("replayed, the first answer", (visit, told) -> visit.answer(told)),
                twice("replayed, no answer", (visit, told) -> {}),
                twice("replayed, told that it exists", (visit, told) -> visit.answer(said(400, "ObjectExists"))),
                new NetworkFault("replayed, the second answer", 2, visit -> {
                    visit.forward();
                    visit.answer(visit.forward());
                    return false;
                }));
    }

    private static NetworkFault after(String name, Back back) {
        return new NetworkFault(name, 1, visit -> {
            back.pass(visit, visit.forward());
            return false;
        });
    }

    private static NetworkFault instead(String name, StubResponseRecord other) {
        return after(name, (visit, told) -> visit.answer(other));
    }

    private static NetworkFault changed(String name, Change change) {
        return after(name, (visit, told) -> visit.answer(change.of(told)));
    }

    private static NetworkFault redirect(int status) {
        return after(
                status + " to itself",
                (visit, told) -> visit.answer(StubResponseRecord.html(
                        status, "Location: " + visit.sent().target())));
    }

    private static NetworkFault before(String name, Act act) {
        return new NetworkFault(name, 0, act);
    }

    private static NetworkFault refused(int status, String type, String... headers) {
        String name = (status + " " + type + " " + String.join(" ", headers)).strip();
        return before(name + " before booking", visit -> {
            visit.answer(StubResponseRecord.json(
                    status, "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}", headers));
            return true;
        });
    }

    private static NetworkFault twice(String name, Back back) {
        return new NetworkFault(name, 2, visit -> {
            StubResponseRecord told = visit.forward();
            visit.forward();
            back.pass(visit, told);
            return false;
        });
    }

    /** Without {@code success:false}, which at regfish would be the reseller's own certain no. */
    private static StubResponseRecord said(int status, String type) {
        return StubResponseRecord.json(status, "{\"type\":\"" + type + "\",\"message\":\"no\"}");
    }

    private static String path(StubResponseRecord told, String id) {
        boolean process =
                told.headers().stream().anyMatch(line -> line.toLowerCase().startsWith("x-process-id"));
        return (process ? "/v2/processes/" : "/tls/certificate/") + id;
    }

    @Override
    public String toString() {
        return name;
    }
}
