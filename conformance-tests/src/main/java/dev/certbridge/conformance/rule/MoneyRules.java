package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientFeature;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
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

/**
 * Rules about intents and the order book. The rules compare the results of the client with the ledger of the stub. The
 * ledger lists the booked orders.
 */
public interface MoneyRules {

    @Rule(
            number = "M1",
            title = "Repeating an intent with the same request orders once, and sends nothing the second time.")
    @Test
    default void an_intent_orders_once(RuleContext context) {
        TestClient client = context.client();
        Order first = client.order("shop-4711/1", client.request(client.nextKey("www.example.com")));
        long received = client.stub().journal().received();
        CertificateReseller later = client.connect(client.stub().apiKey(), client.book());
        OrderRequest request = client.request(client.nextKey("www.example.com"));

        Order again = later.order(Intent.of("shop-4711/1"), request, Spending.unquoted());

        assertThat(again.id()).as("the recorded order").isEqualTo(first.id());
        assertThat(again.csr()).as("the CSR of the first request").isEqualTo(first.csr());
        assertThat(client.stub().journal().received())
                .as("requests after the intent was repeated")
                .isEqualTo(received);
        RuleAssertions.booked(client, 1);
    }

    @Rule(
            number = "M2",
            title = "An intent that was used for one request is refused for another request before anything is sent.")
    @Test
    default void an_intent_belongs_to_one_request(RuleContext context) {
        TestClient client = context.client();
        client.require(ClientFeature.ORDER_BOOK);
        client.order("shop-4711/1", client.request(client.nextKey("www.example.com")));
        OrderRequest other = client.request(client.nextKey("shop.example.com"));

        RuleAssertions.beforeAnyByte(
                client,
                IntentMismatchException.class,
                "the failure when an intent is used for other names",
                () -> client.order("shop-4711/1", other));
    }

    @Rule(number = "M3", title = "A public key that another intent used is refused before anything is sent.")
    @Test
    default void a_key_belongs_to_one_intent(RuleContext context) {
        TestClient client = context.client();
        client.require(ClientFeature.ORDER_BOOK);
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.order("shop-4711/1", request);

        RuleAssertions.beforeAnyByte(
                client,
                IntentMismatchException.class,
                "the failure when a key is used by a second intent",
                () -> client.order(
                        "shop-4711/2", request.toBuilder().allowingDuplicate().build()));
    }

    @Rule(
            number = "M4",
            title = "An order is refused if an open order that is not in the order book has the same product and"
                    + " names.")
    @Test
    default void an_equal_open_order_stops_another(RuleContext context) {
        TestClient client = context.client();
        client.require(ClientFeature.ORDER_BOOK);
        CertificateReseller colleague = client.connect(client.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        colleague.order(Intent.of("elsewhere"), request, Spending.unquoted());

        RuleAssertions.failure(
                client,
                PossibleDuplicateException.class,
                "the failure of an order that another program has placed already",
                () -> client.order("www.example.com"));

        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "M11", title = "An order is refused before it is sent if the budget is exhausted.")
    @Test
    default void a_budget_is_never_exceeded(RuleContext context) {
        TestClient client = context.client();
        client.book().budget(Budget.of("2026", 1, Money.of("EUR", "1000.00")));
        Spending spending = Spending.unquoted().from("2026");
        OrderRequest first = client.request(client.nextKey("www.example.com"));
        OrderRequest second = client.request(client.nextKey("shop.example.com"));
        client.reseller().order(Intent.of("shop-4711/1"), first, spending);

        RuleAssertions.failure(
                client,
                BudgetExhaustedException.class,
                "the failure of a second order from a budget for one order",
                () -> client.reseller().order(Intent.of("shop-4711/2"), second, spending));

        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "M12", title = "A halted book orders nothing until a person resumes it.")
    @Test
    default void a_halted_book_orders_nothing(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.book().halt("charged too much");

        RuleAssertions.failure(
                client,
                BookHaltedException.class,
                "the failure when the book is halted",
                () -> client.order("shop-4711/1", request));

        RuleAssertions.sent(client, 0);
        client.book().resume("a person checked");
        client.order("shop-4711/1", request);
        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "M5", title = "An order whose answer is lost has an unknown outcome, and is not sent again.")
    @Test
    default void a_lost_order_is_not_repeated(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.stub().answer(client.ordering(), CannedFailure.drop().afterBooking());

        OutcomeUnknownException lost = RuleAssertions.failure(
                client,
                OutcomeUnknownException.class,
                "the failure when the answer to an order is lost",
                () -> client.order("shop-4711/1", request));
        if (client.has(ClientFeature.ORDER_BOOK)) {
            RuleAssertions.beforeAnyByte(
                    client,
                    OutcomeUnknownException.class,
                    "the failure when the intent of the lost order is used again",
                    () -> client.order("shop-4711/1", request));
        }

        assertThat(lost.accepted())
                .as("accepted() of an order whose answer was lost")
                .isFalse();
        RuleAssertions.unresolved(client, 1);
        RuleAssertions.sent(client, 1);
        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "M6", title = "An order is sent only once, even if its answer is damaged or wrong.")
    @TestFactory
    default Stream<DynamicTest> a_corrupted_response_costs_one_order(RuleContext context) {
        TestClient client = context.client();
        return CorruptedResponses.all(client).entrySet().stream()
                .map(corrupted -> DynamicTest.dynamicTest(corrupted.getKey(), () -> {
                    int booked = client.stub().ledger().orders();
                    long sent = client.spends();
                    String name = corrupted.getKey().replace(' ', '-') + ".example.com";
                    OrderRequest request = client.request(client.nextKey(name));
                    client.stub().answer(client.ordering(), corrupted.getValue().afterBooking());

                    Throwable first = RuleAssertions.thrown(() -> client.order(name, request));
                    // Without an order book, the client cannot know that the intent was used.
                    Throwable second = client.has(ClientFeature.ORDER_BOOK)
                            ? RuleAssertions.thrown(() -> client.order(name, request))
                            : first;

                    assertThat(client.spends() - sent).as("requests that order").isEqualTo(1);
                    assertThat(client.stub().ledger().orders() - booked)
                            .as("orders in the ledger")
                            .isEqualTo(1);
                    assertThat(Stream.of(first, second))
                            .as("failures after the stub accepted the order")
                            .allMatch(
                                    thrown -> thrown == null || thrown instanceof OutcomeUnknownException,
                                    "no failure or an OutcomeUnknownException");
                }));
    }

    @Rule(
            number = "M7",
            title = "The id of an accepted order is reported even if the answer cannot be read to its end.")
    @Test
    default void an_id_survives_a_broken_body(RuleContext context) {
        TestClient client = context.client();
        client.stub().answer(client.ordering(), CannedFailure.altered(CorruptedResponses::withoutItsEnd));

        String id = CorruptedResponses.seen(() -> client.order("www.example.com"))
                .map(OrderId::providerId)
                .orElse("none");

        assertThat(client.stub().ledger().entries())
                .as("the booked order, which has the id that the client reported")
                .singleElement()
                .satisfies(entry -> assertThat(id).isEqualTo(entry.orderId()));
    }

    @Rule(
            number = "M8",
            title = "If the answer to an order was lost, reconcile finds the order."
                    + " Once the attempt is settled, a repeated call returns the order.")
    @Test
    default void a_lost_order_is_found(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.stub().answer(client.ordering(), CannedFailure.drop().afterBooking());
        Throwable lost = RuleAssertions.thrown(() -> client.order("shop-4711/1", request));
        String booked = RuleAssertions.bookedOrder(client, lost);
        Attempt attempt = CorruptedResponses.lost(client);

        Reconciliation found = client.reseller().orders().reconcile(attempt);

        List<OrderId> ids = CorruptedResponses.ids(found);
        assertThat(ids)
                .as("what reconcile finds")
                .extracting(OrderId::providerId)
                .contains(booked);
        client.book().settle(attempt, Reconciliation.placed(ids.get(0)));
        assertThat(client.order("shop-4711/1", request).id().providerId()).isEqualTo(booked);
        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "M9", title = "An equal order of another program is never mistaken for the lost order.")
    @Test
    default void an_equal_order_proves_nothing(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.stub().answer(client.ordering(), CannedFailure.drop());
        RuleAssertions.thrown(() -> client.order("shop-4711/1", request));
        Attempt attempt = CorruptedResponses.lost(client);
        CertificateReseller colleague = client.connect(client.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest equal = client.request(client.nextKey("www.example.com"));
        colleague.order(Intent.of("elsewhere"), equal, Spending.unquoted());

        Reconciliation found = client.reseller().orders().reconcile(attempt);

        assertThat(found)
                .as("the result of reconcile for an order that a colleague placed")
                .isNotInstanceOf(Reconciliation.Placed.class);
    }

    @Rule(
            number = "M10",
            title = "The list of unclaimed orders contains exactly the orders that are not in the" + " order book.")
    @Test
    default void unclaimed_lists_orders_without_an_intent(RuleContext context) {
        TestClient client = context.client();
        client.require(ClientFeature.ORDER_BOOK);
        client.order("www.example.com");
        CertificateReseller colleague = client.connect(client.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest other = client.request(client.nextKey("shop.example.com"));
        Order theirs = colleague.order(Intent.of("elsewhere"), other, Spending.unquoted());

        assertThat(client.reseller()
                        .orders()
                        .unclaimed()
                        .map(order -> order.id().providerId()))
                .as("orders without an intent")
                .containsExactly(theirs.id().providerId());
    }

    @Rule(
            number = "M13",
            title = "An order that never left this machine is reported as not sent, and its intent can be used again.")
    @Test
    default void an_unsent_request_is_reported(RuleContext context) {
        TestClient client = context.client();
        CertificateReseller offline = client.connect(options -> options.toBuilder()
                .uri(RuleContext.nowhere().uri().orElseThrow())
                .build());
        OrderRequest request = client.request(client.nextKey("www.example.com"));

        RuleAssertions.failure(
                client,
                NotSentException.class,
                "the failure when no server listens",
                () -> offline.order(Intent.of("shop-4711/1"), request, Spending.unquoted()));

        RuleAssertions.unresolved(client, 0);
    }
}
