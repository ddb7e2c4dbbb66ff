package dev.certbridge.conformance.money;

import dev.certbridge.conformance.proxy.ProxiedResponse;
import dev.certbridge.conformance.proxy.ProxyStep;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A fault of the network for one write on its way to the reseller or back. */
record NetworkFault(String name, int times, ProxyStep step) {

    /** Passes the write on. */
    static final NetworkFault NONE = new NetworkFault("none", 1, ProxyStep.pass());

    /** Ends at the deadline of the client. */
    static final NetworkFault SILENCE = after("silence", (exchange, response) -> exchange.awaitHangUp());

    /** The connection is refused, which a proxy does before it reads a request. */
    static final NetworkFault REFUSED = new NetworkFault("refused connection", 0, ProxyStep.hangUp());

    /** Passes a response back, or does something else with it. */
    private interface Back {
        void pass(ProxyStep.Exchange exchange, ProxiedResponse response) throws IOException;
    }

    static List<NetworkFault> all() {
        return Stream.of(
                        Stream.of(NONE, SILENCE, REFUSED),
                        lost(),
                        replaced(),
                        oddlyAccepted(),
                        beforeBooking(),
                        replayed())
                .flatMap(faults -> faults)
                .toList();
    }

    /** Returns the faults that may meet one request of many, and do not end at a deadline. */
    static List<NetworkFault> quick() {
        return all().stream()
                .filter(fault -> fault != SILENCE && fault != REFUSED)
                .toList();
    }

    /** Returns the faults that bring one request to the reseller at most once. */
    static List<NetworkFault> withoutReplays() {
        return quick().stream().filter(fault -> fault.times < 2).toList();
    }

    static NetworkFault named(String name) {
        return all().stream()
                .filter(fault -> fault.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<NetworkFault> lost() {
        return Stream.of(
                after("drop", (exchange, response) -> {}),
                after("reset", (exchange, response) -> exchange.reset()),
                after(
                        "headers cut off",
                        (exchange, response) -> exchange.write("HTTP/1.1 " + response.status() + " Said\r\nX-Pro")),
                after("body cut off", (exchange, response) -> {
                    exchange.write(response.head(response.body().length + 500));
                    exchange.write(Arrays.copyOf(response.body(), response.body().length / 2));
                }),
                after("garbage", (exchange, response) -> exchange.write("\u0001\u0002 this is no HTTP\r\n\r\n")),
                after("nothing behind 204", (exchange, response) -> exchange.write("HTTP/1.1 204 Nothing\r\n\r\n")));
    }

    /** The reseller booked, and a proxy responded with something else. */
    private static Stream<NetworkFault> replaced() {
        return Stream.of(
                instead("html 200", ProxiedResponse.html(200)),
                instead("html 202", ProxiedResponse.html(202)),
                instead("200 that says no", ProxiedResponse.json(200, "{\"success\":false,\"message\":\"no\"}")),
                instead("500", ProxiedResponse.json(500, "{\"message\":\"no\"}")),
                instead("502", ProxiedResponse.html(502)),
                instead("503 to try again at once", ProxiedResponse.html(503, "Retry-After: 0")),
                instead("408", ProxiedResponse.html(408)),
                instead("409", ProxiedResponse.json(409, "{\"message\":\"exists\"}")),
                instead("400 ProcessError", said(400, "ProcessError")),
                instead("400 ObjectExists", said(400, "ObjectExists")),
                instead("400 ObjectStatusProhibitsOperation", said(400, "ObjectStatusProhibitsOperation")),
                redirect(302),
                redirect(307));
    }

    /** Accepted, in a way that the contract does not document. */
    private static Stream<NetworkFault> oddlyAccepted() {
        return Stream.of(
                changed("201", response -> response.withStatus(201)),
                changed("200", response -> response.withStatus(200)),
                changed("no JSON", response -> response.withBody("<html>accepted</html>")),
                changed("half a JSON", response -> response.withBody("{\"commonName\":")),
                changed(
                        "no id anywhere",
                        response -> response.without("x-process-id").withBody("{}")),
                changed(
                        "half a JSON without an id",
                        response -> response.without("x-process-id").withBody("{\"comm")),
                changed(
                        "id in Location only",
                        response -> response.id()
                                .map(id -> response.without("x-process-id")
                                        .withBody("{}")
                                        .with("Location: " + path(response, id)))
                                .orElse(response)),
                changed(
                        "id in the body only",
                        response -> response.id()
                                .map(id -> response.without("x-process-id")
                                        .withBody("{\"processId\":\"" + id
                                                + "\",\"success\":true,\"response\":{\"id\":\"" + id + "\"}}"))
                                .orElse(response)));
    }

    private static Stream<NetworkFault> beforeBooking() {
        return Stream.of(
                before("dropped before booking", ProxyStep.hangUp()),
                refused(401, "", "WWW-Authenticate: Basic realm=\"x\""),
                refused(403, ""),
                refused(429, "", "Retry-After: 0"),
                refused(400, "ValidationError"),
                refused(400, "InsufficientCreditException"),
                refused(400, "BillableAcknowledgmentNeededException"),
                before("503 before booking", ProxiedResponse.html(503, "Retry-After: 0")));
    }

    /** A proxy sends one request twice. */
    private static Stream<NetworkFault> replayed() {
        return Stream.of(
                twice("replayed, the first answer", (exchange, response) -> response.on(exchange)),
                twice("replayed, no answer", (exchange, response) -> {}),
                twice(
                        "replayed, response that it exists",
                        (exchange, response) -> said(400, "ObjectExists").on(exchange)),
                new NetworkFault("replayed, the second answer", 2, exchange -> {
                    exchange.forward();
                    exchange.forward().on(exchange);
                    return false;
                }));
    }

    private static NetworkFault after(String name, Back back) {
        return new NetworkFault(name, 1, exchange -> {
            back.pass(exchange, exchange.forward());
            return false;
        });
    }

    private static NetworkFault instead(String name, ProxiedResponse other) {
        return after(name, (exchange, response) -> other.on(exchange));
    }

    private static NetworkFault changed(String name, UnaryOperator<ProxiedResponse> change) {
        return after(name, (exchange, response) -> change.apply(response).on(exchange));
    }

    private static NetworkFault redirect(int status) {
        return after(
                status + " to itself",
                (exchange, response) -> ProxiedResponse.html(
                                status, "Location: " + exchange.request().target())
                        .on(exchange));
    }

    private static NetworkFault before(String name, ProxyStep step) {
        return new NetworkFault(name, 0, step);
    }

    private static NetworkFault refused(int status, String type, String... headers) {
        String name = (status + " " + type + " " + String.join(" ", headers)).strip();
        String body = "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}";
        return before(name + " before booking", ProxiedResponse.json(status, body, headers));
    }

    private static NetworkFault twice(String name, Back back) {
        return new NetworkFault(name, 2, exchange -> {
            ProxiedResponse response = exchange.forward();
            exchange.forward();
            back.pass(exchange, response);
            return false;
        });
    }

    /** Returns an error without {@code success:false}, which at regfish would be a certain refusal. */
    private static ProxiedResponse said(int status, String type) {
        return ProxiedResponse.json(status, "{\"type\":\"" + type + "\",\"message\":\"no\"}");
    }

    private static String path(ProxiedResponse response, String id) {
        boolean process =
                response.headers().stream().anyMatch(line -> line.toLowerCase().startsWith("x-process-id"));
        return (process ? "/v2/processes/" : "/tls/certificate/") + id;
    }

    @Override
    public String toString() {
        return name;
    }
}
