package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What goes over the wire once, and what is known of it afterwards. The stub's ledger is the judge. */
public interface MoneyRules {

    @Rule(number = "M5", says = "An order whose answer is lost is unknown, and nothing sends it again.")
    @Test
    default void a_lost_order_is_not_repeated(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.stub().answer(shopper.ordering(), CannedFailure.drop().afterBooking());

        OutcomeUnknownException lost = RuleAssertions.failure(
                OutcomeUnknownException.class,
                "when the answer to an order is lost",
                () -> shopper.order("shop-4711/1", request));
        RuleAssertions.beforeAnyByte(
                shopper,
                OutcomeUnknownException.class,
                "when its intent is ordered again",
                () -> shopper.order("shop-4711/1", request));

        assertThat(lost.accepted()).as("that it was accepted, which nobody saw").isFalse();
        assertThat(shopper.book().unresolved()).as("attempts to look for").hasSize(1);
        RuleAssertions.sent(shopper, 1);
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(number = "M6", says = "Whatever spoils the answer to an order, the order goes over the wire once.")
    @TestFactory
    default Stream<DynamicTest> a_spoiled_answer_costs_one_order(RuleContext stage) {
        TestClient shopper = stage.shopper();
        return CorruptedResponses.all(shopper).entrySet().stream()
                .map(spoiled -> DynamicTest.dynamicTest(spoiled.getKey(), () -> {
                    int booked = shopper.stub().ledger().orders();
                    long sent = shopper.spends();
                    String name = spoiled.getKey().replace(' ', '-') + ".example.com";
                    OrderRequest request = shopper.request(shopper.nextKey(name));
                    shopper.stub().answer(shopper.ordering(), spoiled.getValue().afterBooking());

                    Throwable first = RuleAssertions.thrown(() -> shopper.order(name, request));
                    Throwable second = RuleAssertions.thrown(() -> shopper.order(name, request));

                    assertThat(shopper.spends() - sent)
                            .as("requests that order")
                            .isEqualTo(1);
                    assertThat(shopper.stub().ledger().orders() - booked)
                            .as("orders in the ledger")
                            .isEqualTo(1);
                    assertThat(Stream.of(first, second))
                            .as("what is told of an order that exists")
                            .allMatch(told -> told == null || told instanceof OutcomeUnknownException);
                }));
    }

    @Rule(number = "M7", says = "The id of an accepted order survives an answer that cannot be read to its end.")
    @Test
    default void an_id_survives_a_broken_body(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.stub().answer(shopper.ordering(), CannedFailure.altered(CorruptedResponses::withoutItsEnd));

        String id = CorruptedResponses.seen(() -> shopper.order("www.example.com"))
                .map(OrderId::providerId)
                .orElse("none");

        assertThat(shopper.stub().ledger().entries())
                .as("the booked order, whose id the caller got")
                .singleElement()
                .satisfies(entry -> assertThat(id).isEqualTo(entry.orderId()));
    }

    @Rule(number = "M8", says = "What was booked and lost is found by looking, and its intent then stands for it.")
    @Test
    default void a_lost_order_is_found(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.stub().answer(shopper.ordering(), CannedFailure.drop().afterBooking());
        RuleAssertions.thrown(() -> shopper.order("shop-4711/1", request));
        String booked = shopper.stub().ledger().entries().get(0).orderId();
        Attempt attempt = CorruptedResponses.lost(shopper);

        Reconciliation found = shopper.reseller().orders().reconcile(attempt);

        List<OrderId> ids = CorruptedResponses.ids(found);
        assertThat(ids)
                .as("what reconcile finds")
                .extracting(OrderId::providerId)
                .contains(booked);
        shopper.book().settle(attempt, new Reconciliation.Placed(ids.get(0)));
        assertThat(shopper.order("shop-4711/1", request).id().providerId()).isEqualTo(booked);
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(number = "M9", says = "An equal order of somebody else is never taken for what was lost.")
    @Test
    default void an_equal_order_proves_nothing(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.stub().answer(shopper.ordering(), CannedFailure.drop());
        RuleAssertions.thrown(() -> shopper.order("shop-4711/1", request));
        Attempt attempt = CorruptedResponses.lost(shopper);
        CertificateReseller colleague = shopper.connect(shopper.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest equal = shopper.request(shopper.nextKey("www.example.com"));
        colleague.order(Intent.of("elsewhere"), equal, Spending.unquoted());

        Reconciliation found = shopper.reseller().orders().reconcile(attempt);

        assertThat(found)
                .as("what reconcile says of an order that a colleague placed")
                .isNotInstanceOf(Reconciliation.Placed.class);
    }

    @Rule(number = "M10", says = "The audit lists what no intent of the book claims, and nothing else.")
    @Test
    default void the_audit_lists_what_nobody_claims(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.order("www.example.com");
        CertificateReseller colleague = shopper.connect(shopper.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest other = shopper.request(shopper.nextKey("shop.example.com"));
        Order theirs = colleague.order(Intent.of("elsewhere"), other, Spending.unquoted());

        assertThat(shopper.reseller()
                        .orders()
                        .unclaimed()
                        .map(order -> order.id().providerId()))
                .as("orders without an intent")
                .containsExactly(theirs.id().providerId());
    }

    @Rule(number = "M13", says = "What never left this machine is told as not sent, and leaves the intent free.")
    @Test
    default void what_was_not_sent_is_told_so(RuleContext stage) {
        TestClient shopper = stage.shopper();
        CertificateReseller offline = shopper.connect(
                shopper.stub().apiKey(),
                shopper.book(),
                options -> options.toBuilder()
                        .uri(RuleContext.nowhere().uri().orElseThrow())
                        .build());
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));

        RuleAssertions.failure(
                NotSentException.class,
                "when nobody listens",
                () -> offline.order(Intent.of("shop-4711/1"), request, Spending.unquoted()));

        assertThat(shopper.book().unresolved()).as("attempts to look for").isEmpty();
    }
}
