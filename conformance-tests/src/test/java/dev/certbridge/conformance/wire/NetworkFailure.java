package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.html;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static dev.certbridge.conformance.proxy.ProxyStep.reset;
import static dev.certbridge.conformance.proxy.ProxyStep.silence;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static dev.certbridge.conformance.proxy.ProxyStep.trickle;

import dev.certbridge.conformance.proxy.ProxyStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fault of the network after a server has read a spend.
 *
 * @param name a name for messages
 * @param act the step of the server
 * @param status the status that the client reads, if any
 * @param type the error type in the body, if it is a readable refusal
 * @param stalls true if only the deadline ends the call
 */
record NetworkFailure(String name, ProxyStep act, Optional<Integer> status, Optional<String> type, boolean stalls) {

    static List<NetworkFailure> all() {
        return Stream.of(refusals(), statuses(), brokenConnections(), brokenAnswers())
                .flatMap(faults -> faults)
                .toList();
    }

    /** The outcome that its caller must see. */
    String outcome(SpendCall call) {
        return type.map(said ->
                        AllowLists.of(call).outcome(status.orElseThrow(), call.atRegfish() ? "success:false" : said))
                .orElse("OutcomeUnknown");
    }

    /** True when a 2xx was seen. */
    boolean accepted() {
        return status.filter(seen -> seen / 100 == 2).isPresent();
    }

    private static Stream<NetworkFailure> refusals() {
        return Stream.of(
                refusal("BillableAcknowledgmentNeededException"),
                refusal("InsufficientCreditException"),
                refusal("ConstraintViolationException"),
                refusal("InvalidCSRException"),
                refusal("InvalidMessage"),
                refusal("NoContractException"),
                refusal("UnrecognizedPropertyException"),
                refusal("ValidationError"),
                refusal("ObjectDoesNotExist"),
                refusal("ObjectExists"),
                refusal("ObjectStatusProhibitsOperation"),
                refusal("ProcessError"),
                refusal("NeverHeardOf"));
    }

    private static Stream<NetworkFailure> statuses() {
        return Stream.of(
                status(401),
                status(401, "WWW-Authenticate: Basic realm=\"x\""),
                status(403),
                status(404),
                status(408),
                status(409),
                status(429),
                status(429, "Retry-After: 0"),
                status(500),
                status(502),
                status(503),
                status(503, "Retry-After: 0"),
                redirect(301),
                redirect(302),
                redirect(303),
                redirect(307),
                redirect(308),
                status(426, "Upgrade: h2c", "Connection: Upgrade"));
    }

    private static Stream<NetworkFailure> brokenConnections() {
        return Stream.of(
                lost("drop after read", hangUp()),
                lost("reset after read", reset()),
                lost("100-continue, then drop", raw("HTTP/1.1 100 Continue\r\n\r\n")),
                stalling("silence", silence(), Optional.empty()),
                stalling("100-continue, then silence", stall("HTTP/1.1 100 Continue\r\n\r\n"), Optional.empty()),
                stalling("trickling head", trickle("HTTP/1.1 200 OK\r\nX-Slow: "), Optional.of(200)),
                stalling("trickling status line", trickle("HTTP/1.1 2"), Optional.empty()),
                stalling("trickling body", trickle(head(202, 100_000)), Optional.of(202)));
    }

    private static Stream<NetworkFailure> brokenAnswers() {
        return Stream.of(
                unusable("truncated 200", 200, raw(head(200, 500) + "{\"success\":true,")),
                unusable("truncated 202", 202, raw(head(202, 500) + "{\"processId\":")),
                unusable(
                        "chunked 200 cut off",
                        200,
                        raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"success")),
                unusable("html behind 200", 200, html(200)),
                unusable("html behind 202", 202, html(202)),
                unusable("nothing behind 204", 204, raw("HTTP/1.1 204 Nothing\r\n\r\n")),
                lost("garbage", raw("\u0001\u0002 this is no HTTP\r\n\r\n")),
                lost("garbage status", raw("HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n")),
                lost("nothing but a line break", raw("\r\n")));
    }

    private static NetworkFailure refusal(String type) {
        return new NetworkFailure("400 " + type, refuse(400, type), Optional.of(400), Optional.of(type), false);
    }

    private static NetworkFailure status(int status, String... headers) {
        String type = "ObjectDoesNotExist";
        String name = status + " " + String.join(", ", headers);
        return new NetworkFailure(name, refuse(status, type, headers), Optional.of(status), Optional.of(type), false);
    }

    private static ProxyStep refuse(int status, String type, String... headers) {
        return json(status, "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}", headers);
    }

    private static NetworkFailure redirect(int status) {
        ProxyStep toItself = exchange -> refuse(
                        status,
                        "Moved",
                        "Location: http://" + exchange.request().header("host").orElseThrow()
                                + exchange.request().target())
                .on(exchange);
        return new NetworkFailure(status + " to itself", toItself, Optional.of(status), Optional.of("Moved"), false);
    }

    private static NetworkFailure lost(String name, ProxyStep act) {
        return new NetworkFailure(name, act, Optional.empty(), Optional.empty(), false);
    }

    private static NetworkFailure stalling(String name, ProxyStep act, Optional<Integer> status) {
        return new NetworkFailure(name, act, status, Optional.empty(), true);
    }

    private static NetworkFailure unusable(String name, int status, ProxyStep act) {
        return new NetworkFailure(name, act, Optional.of(status), Optional.empty(), false);
    }

    @Override
    public String toString() {
        return name.strip();
    }
}
