package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;
import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.order;
import static dev.certbridge.conformance.pact.RealtimeCalls.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Spending;
import org.junit.jupiter.api.Test;

/** What ordering at Realtime Register relies on: look for an equal order, quote, acknowledge, read back the charge. */
@RealtimeConsumer
class RealtimeOrdersPactTest {

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact quoting(PactBuilder pact) {
        return question().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "quoting")
    void a_quote_is_a_total_and_its_lines(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            assertThat(realtime.quote(RealtimeCalls.request()).total()).contains(Money.of("EUR", "25.00"));
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact ordering(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        question().in(pact);
        order("an order whose price is acknowledged")
                .body(body -> {
                    RealtimeCalls.order(body);
                    RealtimeBodies.acknowledged(body, RealtimeCalls.PRODUCT, "REQUEST");
                })
                .accepted(RealtimeCalls.PROCESS)
                .holds(RealtimeBodies::validations)
                .in(pact);
        return RealtimeCalls.charged().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "ordering")
    void an_order_within_its_limit_gives_its_id_and_the_record_to_publish(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            Order order =
                    realtime.order(Intent.of("shop-4711/1"), RealtimeCalls.request(), Spending.upTo("EUR", "25.00"));
            assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
            assertThat(order.validations()).hasSize(1);
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact equalOrder(PactBuilder pact) {
        return processes("the processes for a name with an open order")
                .given(RealtimeStates.RUNNING)
                .query("identifier", fromProviderState("${identifier}", PactFixtures.NAME))
                .alsoAtOte()
                .answers(200, page(RealtimeOrdersPactTest::open))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "equalOrder")
    void an_equal_open_order_is_seen_among_the_processes(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            assertThatThrownBy(() ->
                            realtime.order(Intent.of("shop-4711/1"), RealtimeCalls.request(), Spending.unquoted()))
                    .isInstanceOf(PossibleDuplicateException.class);
        }
    }

    private static Expectation question() {
        return order("a question for the price")
                .query("quote", "true")
                .body(RealtimeCalls::order)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, "REQUEST"));
    }

    /** What every process of any account tells. */
    private static void open(LambdaDslObject process) {
        process.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringMatcher("status", "[A-Z_]+", "RUNNING")
                .stringType("identifier", PactFixtures.NAME);
    }
}
