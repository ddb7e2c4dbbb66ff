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

/** What the order book stops. The stub's ledger is the judge. */
public interface IntentRules {

    @Rule(number = "M1", says = "The same intent with the same request buys once, and sends nothing the second time.")
    @Test
    default void an_intent_buys_once(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Order first = shopper.order("shop-4711/1", shopper.request(shopper.nextKey("www.example.com")));
        long received = shopper.stub().journal().received();
        CertificateReseller later = shopper.connect(shopper.stub().apiKey(), shopper.book());
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));

        Order again = later.order(Intent.of("shop-4711/1"), request, Spending.unquoted());

        assertThat(again.id()).as("the recorded order").isEqualTo(first.id());
        assertThat(again.csr()).as("the CSR of the first time").isEqualTo(first.csr());
        assertThat(shopper.stub().journal().received())
                .as("requests, none for the second time")
                .isEqualTo(received);
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(number = "M2", says = "An intent that stands for one request is refused for another before any byte.")
    @Test
    default void an_intent_stands_for_one_request(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.order("shop-4711/1", shopper.request(shopper.nextKey("www.example.com")));
        OrderRequest other = shopper.request(shopper.nextKey("shop.example.com"));

        RuleAssertions.beforeAnyByte(
                shopper,
                IntentMismatchException.class,
                "when an intent is used for other names",
                () -> shopper.order("shop-4711/1", other));
    }

    @Rule(number = "M3", says = "A public key that another intent used is refused before any byte.")
    @Test
    default void a_key_serves_one_intent(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.order("shop-4711/1", request);

        RuleAssertions.beforeAnyByte(
                shopper,
                IntentMismatchException.class,
                "when a key is used by a second intent",
                () -> shopper.order(
                        "shop-4711/2", request.toBuilder().allowingDuplicate().build()));
    }

    @Rule(
            number = "M4",
            says = "An open order for equal product and names that the book does not know stops another one.")
    @Test
    default void an_equal_open_order_stops_another(RuleContext stage) {
        TestClient shopper = stage.shopper();
        CertificateReseller colleague = shopper.connect(shopper.stub().apiKey(), OrderBooks.inMemory());
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        colleague.order(Intent.of("elsewhere"), request, Spending.unquoted());

        RuleAssertions.failure(
                PossibleDuplicateException.class,
                "when a colleague has ordered the same",
                () -> shopper.order("www.example.com"));

        RuleAssertions.booked(shopper, 1);
    }

    @Rule(number = "M11", says = "A budget that is used up refuses the order before it is sent.")
    @Test
    default void a_budget_bounds(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.book().budget(new Budget("2026", 1, Money.of("EUR", "1000.00")));
        Spending spending = Spending.unquoted().from("2026");
        OrderRequest first = shopper.request(shopper.nextKey("www.example.com"));
        OrderRequest second = shopper.request(shopper.nextKey("shop.example.com"));
        shopper.reseller().order(Intent.of("shop-4711/1"), first, spending);

        RuleAssertions.failure(
                BudgetExhaustedException.class,
                "when a budget for one order is asked for a second",
                () -> shopper.reseller().order(Intent.of("shop-4711/2"), second, spending));

        RuleAssertions.sent(shopper, 1);
    }

    @Rule(number = "M12", says = "A halted book orders nothing until a person lets it go on.")
    @Test
    default void a_halted_book_orders_nothing(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.book().halt("charged too much");

        RuleAssertions.failure(
                BookHaltedException.class, "when the book is halted", () -> shopper.order("shop-4711/1", request));

        RuleAssertions.sent(shopper, 0);
        shopper.book().resume("somebody looked");
        shopper.order("shop-4711/1", request);
        RuleAssertions.booked(shopper, 1);
    }
}
