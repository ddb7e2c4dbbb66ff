package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.taking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import org.junit.jupiter.api.Test;

/** What several budgets and several currencies have to do with each other, in every book. */
interface CurrencyContract {

    SpendLog book();

    private void budget(String name, long orders, String money) {
        book().budget(new Budget(name, orders, Money.parse(money)));
    }

    private void left(String name, long orders, long cents) {
        assertThat(book().left(name)).get().returns(orders, Budget.Left::orders).returns(cents, Budget.Left::cents);
    }

    @Test
    default void an_order_is_taken_from_its_own_budget_alone() {
        budget("november", 2, "EUR:30.00");
        budget("december", 1, "EUR:30.00");
        book().begin(ORIGIN, BookSamples.wish("a"), taking("november", "EUR:20.00"));
        left("november", 1, 1000);
        left("december", 1, 3000);

        book().begin(ORIGIN, BookSamples.wish("b"), taking("december", "EUR:30.00"));
        left("november", 1, 1000);
        left("december", 0, 0);
    }

    @Test
    default void what_costs_nothing_is_taken_in_any_currency_and_ties_the_budget_to_none() {
        budget("november", 2, "EUR:30.00");
        book().begin(ORIGIN, BookSamples.wish("a"), taking("november", "USD:0.00"));
        left("november", 1, 3000);
        assertThatThrownBy(() -> book().begin(ORIGIN, BookSamples.wish("b"), taking("november", "USD:0.01")))
                .isInstanceOf(BudgetExhaustedException.class);

        budget("november", 3, "GBP:10.00");
        left("november", 2, 1000);
        book().begin(ORIGIN, BookSamples.wish("b"), taking("november", "GBP:0.01"));
        assertThatThrownBy(() -> budget("november", 3, "EUR:30.00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is in GBP");
        left("november", 1, 999);
    }
}
