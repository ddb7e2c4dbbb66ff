package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Spend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Money rule 1: whatever happens to a spend after it was sent, it was sent once. */
class SpendOnceTest {

    private static final Duration SOON = Duration.ofMillis(250);

    /** Loads every class first, so that a short deadline measures the wire. */
    @BeforeAll
    static void warmUp() throws Exception {
        for (String reseller : Session.CLIENTS.keySet()) {
            try (RawServer server = RawServer.toPosts(Act.drop());
                    Session session = Session.open(reseller, server.options())) {
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
                        "realtime createCertificate",
                        "realtime createCertificate quote",
                        "realtime requestCertificate",
                        "realtime requestCertificate quote");
    }

    @Test
    void what_the_contracts_mark_as_a_spend_takes_a_spend() {
        Map<String, List<String>> marked = Session.CLIENTS.keySet().stream()
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
    void a_spend_is_sent_once(SpendCall call, Warmth warmth, Fault fault) throws Exception {
        RawServer server = RawServer.toPosts(fault.act());
        Spend spend = Spend.once();
        Outcome outcome;
        try (server;
                Session session =
                        Session.open(call.reseller(), fault.stalls() ? server.options(SOON) : server.options())) {
            for (int i = 0; i < warmth.reads(); i++) {
                session.read();
            }
            outcome = Outcome.of(() -> readable(session.spend(call, spend)));
        }

        assertThat(server.requests("POST")).as("orders read whole").hasSize(1);
        assertThat(server.began()).as("requests begun").isEqualTo(1 + warmth.reads());
        assertThat(server.requests("POST").get(0).connection())
                .as("a spend never goes over a connection that a read used")
                .isEqualTo(1 + Math.min(1, warmth.reads()));
        assertThat(outcome.name()).isEqualTo(call.atRegfish() ? fault.regfish() : fault.realtime());
        assertThat(spend.seen().map(Answer::status)).isEqualTo(fault.status());
        told(outcome.failure().orElseThrow(), fault);
    }

    private static void told(ResellerException failure, Fault fault) {
        if (failure instanceof OutcomeUnknownException unknown) {
            assertThat(unknown.accepted()).isEqualTo(fault.accepted());
        } else {
            assertThat(((RejectedException) failure).status())
                    .isEqualTo(fault.status().orElseThrow());
        }
        assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
    }

    private static Object readable(Answer answer) {
        return answer.as(Map.class);
    }

    private static Stream<Arguments> everySpendAndFault() {
        return SpendCall.all().stream()
                .flatMap(call -> Stream.of(Warmth.values())
                        .flatMap(warmth -> Fault.all().stream().map(fault -> Arguments.of(call, warmth, fault))));
    }

    /** Whether the client has read over a connection that is still open. */
    enum Warmth {
        COLD,
        WARM;

        int reads() {
            return this == WARM ? 2 : 0;
        }
    }
}
