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
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
import dev.certbridge.conformance.wire.AllowLists.ContractOutcomes;
import dev.certbridge.conformance.wire.SpendCall.CallOutcome;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a spend after it was sent, it was sent once. */
class SpendOnceTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Long enough for the head of a response on a busy machine: all cases that stall wait for it at the same time. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static SlowCases<String> stalled;

    /** Loads every class first, then begins the cases that wait for their deadline while the others run. */
    @BeforeAll
    static void begin() {
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (FaultProxy server = FaultProxy.toWrites(ProxyStep.hangUp());
                    GeneratedClient session = GeneratedClient.open(reseller, server)) {
                session.read();
            }
        }
        stalled = new SlowCases<>(40);
        everySpendAndFault(true)
                .map(Arguments::get)
                .forEach(row -> stalled.begin(
                        List.of(row).toString(),
                        () -> sentOnce((SpendCall) row[0], (Warmth) row[1], (NetworkFailure) row[2])));
    }

    @AfterAll
    static void end() {
        stalled.close();
    }

    @Test
    void the_contracts_have_exactly_these_spends() {
        assertThat(SpendCall.all())
                .extracting(SpendCall::toString)
                .containsExactlyInAnyOrder(
                        "regfish createCertificate",
                        "regfish reissueCertificate",
                        "regfish completeCertificate",
                        "realtime createCertificate",
                        "realtime createCertificate quote",
                        "realtime renewCertificateLegacy",
                        "realtime renewCertificateLegacy quote",
                        "realtime requestCertificate",
                        "realtime requestCertificate quote",
                        "realtime renewCertificate",
                        "realtime renewCertificate quote",
                        "realtime reissueCertificate",
                        "realtime reissueCertificate quote",
                        "realtime revokeCertificate",
                        "realtime createAcmeSubscription",
                        "realtime createAcmeSubscription quote",
                        "realtime updateAcmeSubscription",
                        "realtime updateAcmeSubscription quote",
                        "realtime renewAcmeSubscription",
                        "realtime renewAcmeSubscription quote");
    }

    @Test
    void an_operation_that_the_contract_marks_as_a_spend_takes_a_permit() {
        Map<String, List<String>> marked = GeneratedClient.CLIENTS.keySet().stream()
                .collect(Collectors.toMap(
                        reseller -> reseller,
                        reseller -> new ContractOutcomes(reseller)
                                .spends().stream().sorted().toList()));

        Map<String, List<String>> found = SpendCall.all().stream()
                .collect(Collectors.groupingBy(
                        SpendCall::reseller,
                        Collectors.mapping(
                                call -> call.operation().getName(),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        names -> names.stream()
                                                .distinct()
                                                .sorted()
                                                .toList()))));

        assertThat(found).isEqualTo(marked);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("everySpendAndFault")
    void a_spend_is_sent_once(SpendCall call, Warmth warmth, NetworkFailure fault) {
        stalled.end(List.of(call, warmth, fault).toString(), () -> sentOnce(call, warmth, fault));
    }

    private static void sentOnce(SpendCall call, Warmth warmth, NetworkFailure fault) {
        FaultProxy server = FaultProxy.toWrites(fault.act());
        SpendPermit spend = SpendPermit.once();
        CallOutcome outcome;
        try (server;
                GeneratedClient session = GeneratedClient.open(
                        call.reseller(),
                        server.options(it -> it.timeLimits(LONG, LONG, fault.stalls() ? LIMIT : LONG)))) {
            for (int i = 0; i < warmth.reads(); i++) {
                session.read();
            }
            outcome = CallOutcome.of(() -> readable(session.spend(call, spend)));
        }

        assertThat(server.writes())
                .as("orders read whole: %s, %s, %s", call, warmth, fault)
                .hasSize(1);
        assertThat(server.began()).as("requests begun").isEqualTo(1 + warmth.reads());
        assertThat(server.writes().get(0).connection())
                .as("a spend never goes over a connection that a read used")
                .isEqualTo(1 + Math.min(1, warmth.reads()));
        assertThat(outcome.name()).isEqualTo(fault.outcome(call));
        assertThat(spend.response().map(ApiResponse::status)).isEqualTo(fault.status());
        assertReported(outcome.failure().orElseThrow(), fault);
    }

    private static void assertReported(ResellerException failure, NetworkFailure fault) {
        if (failure instanceof OutcomeUnknownException unknown) {
            assertThat(unknown.accepted()).isEqualTo(fault.accepted());
        } else {
            assertThat(((RejectedException) failure).status())
                    .isEqualTo(fault.status().orElseThrow());
        }
        assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
    }

    private static Object readable(ApiResponse answer) {
        return answer.as(Map.class);
    }

    private static Stream<Arguments> everySpendAndFault() {
        return Stream.concat(everySpendAndFault(false), everySpendAndFault(true));
    }

    private static Stream<Arguments> everySpendAndFault(boolean stalls) {
        return SpendCall.all().stream()
                .flatMap(call -> Stream.of(Warmth.values())
                        .flatMap(warmth -> NetworkFailure.all().stream()
                                .filter(fault -> fault.stalls() == stalls)
                                .map(fault -> Arguments.of(call, warmth, fault))));
    }

    /** The state of the client: warm if it has an open connection. */
    enum Warmth {
        COLD,
        WARM;

        int reads() {
            return this == WARM ? 2 : 0;
        }
    }

    /** A fault of the network after a server has read a spend. */
    record NetworkFailure(String name, ProxyStep act, Optional<Integer> status, Optional<String> type, boolean stalls) {

        static List<NetworkFailure> all() {
            return Stream.of(refusals(), statuses(), brokenConnections(), brokenAnswers())
                    .flatMap(faults -> faults)
                    .toList();
        }

        /** The outcome that its caller must see. */
        String outcome(SpendCall call) {
            return type.map(said -> AllowLists.of(call)
                            .outcome(status.orElseThrow(), call.atRegfish() ? "success:false" : said))
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
            return new NetworkFailure(
                    name, refuse(status, type, headers), Optional.of(status), Optional.of(type), false);
        }

        private static ProxyStep refuse(int status, String type, String... headers) {
            return json(status, "{\"success\":false,\"type\":\"" + type + "\",\"message\":\"no\"}", headers);
        }

        private static NetworkFailure redirect(int status) {
            ProxyStep toItself = exchange -> refuse(
                            status,
                            "Moved",
                            "Location: http://"
                                    + exchange.request().header("host").orElseThrow()
                                    + exchange.request().target())
                    .on(exchange);
            return new NetworkFailure(
                    status + " to itself", toItself, Optional.of(status), Optional.of("Moved"), false);
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
}
