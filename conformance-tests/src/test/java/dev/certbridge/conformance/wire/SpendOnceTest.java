package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a spend after it was sent, it was sent once. */
class SpendOnceTest {

    private static final Duration SOON = Duration.ofMillis(400);

    /** Loads every class first, so that a short deadline measures the wire. */
    @BeforeAll
    static void warmUp() throws Exception {
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (FaultProxy server = FaultProxy.toWrites(ProxyStep.hangUp());
                    GeneratedClient session = GeneratedClient.open(reseller, server)) {
                session.read();
            }
        }
    }

    @Test
    void the_contracts_have_these_spends_and_a_new_one_is_added_here_on_purpose() {
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
    void what_the_contracts_mark_as_a_spend_takes_a_spend() {
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
        sentOnce(call, warmth, fault);
    }

    /** Runs the cases at the same time, because they only wait for their deadline. */
    @ParameterizedTest
    @MethodSource("spends")
    void a_spend_that_is_left_hanging_is_sent_once(SpendCall call) {
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Void>> hanging = Stream.of(Warmth.values())
                    .flatMap(warmth -> NetworkFailure.all().stream()
                            .filter(NetworkFailure::stalls)
                            .map(fault -> CompletableFuture.runAsync(() -> sentOnce(call, warmth, fault), callers)))
                    .toList();
            assertThat(hanging)
                    .hasSize(10)
                    .allSatisfy(one -> assertThatCode(one::join).doesNotThrowAnyException());
        } finally {
            callers.shutdownNow();
        }
    }

    private static void sentOnce(SpendCall call, Warmth warmth, NetworkFailure fault) {
        FaultProxy server = FaultProxy.toWrites(fault.act());
        SpendPermit spend = SpendPermit.once();
        CallOutcome outcome;
        try (server;
                GeneratedClient session = GeneratedClient.open(
                        call.reseller(), fault.stalls() ? server.options(SOON) : server.options())) {
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

    private static List<SpendCall> spends() {
        return SpendCall.all();
    }

    private static Stream<Arguments> everySpendAndFault() {
        return SpendCall.all().stream()
                .flatMap(call -> Stream.of(Warmth.values())
                        .flatMap(warmth -> NetworkFailure.all().stream()
                                .filter(fault -> !fault.stalls())
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
}
