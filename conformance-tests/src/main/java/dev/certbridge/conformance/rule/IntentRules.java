package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import org.junit.jupiter.api.Test;

/** Rules about intents and the order book. They compare what the client did with the ledger of the stub. */
public interface IntentRules {

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
        assertThat(again.csr()).as("the CSR of the first time").isEqualTo(first.csr());
        assertThat(client.stub().journal().received())
                .as("requests, none for the second time")
                .isEqualTo(received);
        RuleAssertions.booked(client, 1);
    }

    @Rule(
            number = "M2",
            title = "An intent that was used for one request is refused for another before anything is sent.")
    @Test
    default void an_intent_belongs_to_one_request(RuleContext context) {
        TestClient client = context.client();
        client.order("shop-4711/1", client.request(client.nextKey("www.example.com")));
        OrderRequest other = client.request(client.nextKey("shop.example.com"));

        RuleAssertions.beforeAnyByte(
                client,
                IntentMismatchException.class,
                "when an intent is used for other names",
                () -> client.order("shop-4711/1", other));
    }

    @Rule(number = "M3", title = "A public key that another intent used is refused before anything is sent.")
    @Test
    default void a_key_belongs_to_one_intent(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.order("shop-4711/1", request);

        RuleAssertions.beforeAnyByte(
                client,
                IntentMismatchException.class,
                "when a key is used by a second intent",
                () -> client.order(
                        "shop-4711/2", request.toBuilder().allowingDuplicate().build()));
    }

    @Rule(
            number = "M4",
            title = "An open order for equal product and names that the book does not know stops another one.")
    @Test
    default void an_equal_open_order_stops_another(RuleContext context) {
        TestClient client = context.client();
        CertificateReseller colleague = client.connect(client.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        colleague.order(Intent.of("elsewhere"), request, Spending.unquoted());

        RuleAssertions.failure(
                PossibleDuplicateException.class,
                "when a colleague has ordered the same",
                () -> client.order("www.example.com"));

        RuleAssertions.booked(client, 1);
    }

    @Rule(number = "M11", title = "An exhausted budget refuses the order before it is sent.")
    @Test
    default void a_budget_is_never_exceeded(RuleContext context) {
        TestClient client = context.client();
        client.book().budget(Budget.of("2026", 1, Money.of("EUR", "1000.00")));
        Spending spending = Spending.unquoted().from("2026");
        OrderRequest first = client.request(client.nextKey("www.example.com"));
        OrderRequest second = client.request(client.nextKey("shop.example.com"));
        client.reseller().order(Intent.of("shop-4711/1"), first, spending);

        RuleAssertions.failure(
                BudgetExhaustedException.class,
                "when a budget for one order is asked for a second",
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
                BookHaltedException.class, "when the book is halted", () -> client.order("shop-4711/1", request));

        RuleAssertions.sent(client, 0);
        client.book().resume("somebody looked");
        client.order("shop-4711/1", request);
        RuleAssertions.booked(client, 1);
    }
}
