package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.regexp;
import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.listing;
import static dev.certbridge.conformance.pact.RealtimeCalls.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Spending;
import org.junit.jupiter.api.Test;

/** What finding an order at Realtime Register whose answer was lost relies on. */
@RealtimeConsumer
class RealtimeReconcilePactTest {

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact byProcess(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        RealtimeCalls.failingOrder().in(pact);
        return since("the processes since an order")
                .given(RealtimeStates.RUNNING)
                .answers(200, page(RealtimeBodies::process))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "byProcess")
    void a_process_tells_the_csr_that_proves_whose_order_it_is(MockServer server) {
        assertThat(lostAndLookedFor(server))
                .isInstanceOfSatisfying(
                        Reconciliation.Placed.class,
                        placed -> assertThat(placed.id().providerId()).isEqualTo(RealtimeCalls.PROCESS));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact byCertificate(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        RealtimeCalls.failingOrder().in(pact);
        since("the processes since an order, when there are none")
                .given(RealtimeStates.NO_ORDERS)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body))
                .in(pact);
        processes("the processes, when there are none")
                .given(RealtimeStates.NO_ORDERS)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body))
                .in(pact);
        return listing("listCertificates", RealtimeCalls.CERTIFICATES, "the certificates for a name")
                .given(RealtimeStates.ISSUED)
                .query("domainName", PactFixtures.NAME)
                .answers(200, page(RealtimeBodies::certificate))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "byCertificate")
    void a_certificate_tells_its_key_when_no_process_is_listed(MockServer server) {
        assertThat(lostAndLookedFor(server)).isInstanceOf(Reconciliation.Placed.class);
    }

    private static Expectation since(String description) {
        return processes(description)
                .query("createdDate:gte", regexp(RealtimeCalls.TIME_PATTERN, "2026-01-01T00:00:00Z"));
    }

    private static Reconciliation lostAndLookedFor(MockServer server) {
        OrderBook book = OrderBooks.inMemory();
        try (CertificateReseller realtime =
                Realtime.connect(PactSide.KEY, RealtimeCalls.CUSTOMER, book, RealtimeCalls.options(server))) {
            assertThatThrownBy(() ->
                            realtime.order(Intent.of("shop-4711/1"), RealtimeCalls.request(), Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
            return realtime.orders().reconcile(book.unresolved().get(0));
        }
    }
}
