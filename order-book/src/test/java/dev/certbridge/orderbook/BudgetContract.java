package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of budgets, limits and refunds, in every book. */
interface BudgetContract {

    SpendLog book();

    private void budget(String name, long orders, String money) {
        book().budget(Budget.of(name, orders, Money.parse(money)));
    }

    private void budget(long orders, String money) {
        budget("november", orders, money);
    }

    private Attempt take(String intent, String price) {
        return book().begin(ORIGIN, spend(intent), taking("november", price));
    }

    private void exhausted(String intent, String budget, String price) {
        assertThatThrownBy(() -> book().begin(ORIGIN, spend(intent), taking(budget, price)))
                .isInstanceOf(BudgetExhaustedException.class);
    }

    private void left(String name, long orders, long cents) {
        assertThat(book().left(name)).get().returns(orders, Budget.Left::orders).returns(cents, Budget.Left::cents);
    }

    private void left(long orders, long cents) {
        left("november", orders, cents);
    }

    @Test
    default void a_missing_budget_covers_nothing() {
        assertThat(book().left("november")).isEmpty();
        assertFails(BudgetExhaustedException.class, () -> take("a", "EUR:1.00"), "no budget \"november\"");
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void two_encodings_of_a_name_are_one_budget() {
        budget("bu\u0308ro", 3, "EUR:30.00");
        book().begin(ORIGIN, spend("a"), taking("b\u00fcro", "EUR:10.00"));
        book().begin(ORIGIN, spend("b"), taking("bu\u0308ro", "EUR:10.00"));
        exhausted("c", "bu\u0308ro", "EUR:10.01");
        left("b\u00fcro", 1, 1000);
        left("bu\u0308ro", 1, 1000);

        budget("b\u00fcro", 2, "EUR:20.00");
        left("bu\u0308ro", 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {" november", "november ", "\u00a0november", "november\t", " ", ""})
    default void a_name_with_blanks_at_its_ends_is_refused(String name) {
        assertFails(IllegalArgumentException.class, () -> budget(name, 1, "EUR:1.00"), "budget");
        budget(1, "EUR:1.00");
        exhausted("a", name, "EUR:1.00");
    }

    @Test
    default void a_charge_is_taken_when_an_order_begins_and_refused_when_too_little_is_left() {
        budget(2, "EUR:30.00");
        take("a", "EUR:20.00");
        left(1, 1000);
        exhausted("b", "november", "EUR:10.01");
        exhausted("b", "november", "USD:1.00");
        left(1, 1000);
        take("b", "EUR:10.00");
        exhausted("c", "november", "EUR:0.00");
        left(0, 0);
        assertThat(book().unresolved()).hasSize(2);
    }

    @Test
    default void an_order_without_a_known_price_counts_as_one_order() {
        budget(1, "EUR:0.00");
        SpendTerms terms =
                limited(SpendType.ORDER, "EUR:7.00").with(new SpendTerms.Charge("november", Optional.empty()));
        Attempt attempt = book().begin(ORIGIN, spend("a"), terms);
        left(0, 0);
        assertThat(book().unresolved()).singleElement().returns(terms, Attempt::terms);
        accept(book(), attempt, "ABC");
        book().refunded(id("ABC"), Money.parse("EUR:5.00"));
        left(1, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, 1, 3000",
        "REJECTED, 1, 3000",
        "QUOTED, 1, 3000",
        "ACCEPTED, 0, 1000",
        "UNKNOWN, 0, 1000",
        "ABANDONED, 0, 1000"
    })
    default void a_charge_comes_back_only_when_certainly_nothing_was_ordered(State state, long orders, long cents) {
        budget(1, "EUR:30.00");
        book().settle(take("a", "EUR:20.00"), state, Optional.empty());
        left(orders, cents);
    }

    @Test
    default void the_charge_of_an_abandoned_attempt_comes_back_when_its_sender_reports_that_nothing_was_ordered() {
        budget(1, "EUR:30.00");
        Attempt attempt = book().begin(ORIGIN, spend("a"), OVER_AT_ONCE.with(charge("november", "EUR:20.00")));
        book().abandon(attempt, REASON);
        left(0, 1000);
        book().settle(attempt, State.REJECTED, Optional.empty());
        left(1, 3000);
    }

    @Test
    default void a_refund_comes_back_once_and_never_more_than_was_taken() {
        budget(3, "EUR:60.00");
        for (String order : List.of("ABC", "DEF", "GHI")) {
            accept(book(), take(order, "EUR:20.00"), order);
        }
        left(0, 0);

        book().refunded(id("ABC"), Money.parse("EUR:5.00"));
        book().refunded(id("ABC"), Money.parse("EUR:20.00"));
        left(1, 500);
        book().refunded(id("DEF"), Money.parse("EUR:99.00"));
        left(2, 2500);
        book().refunded(id("GHI"), Money.parse("USD:20.00"));
        left(3, 2500);
    }

    @Test
    default void a_refund_that_is_seen_before_the_order_is_recorded_comes_back_too() {
        budget(1, "EUR:20.00");
        Attempt attempt = take("a", "EUR:20.00");
        book().refunded(id("ABC"), Money.parse("EUR:20.00"));
        left(0, 0);
        accept(book(), attempt, "ABC");
        left(1, 2000);
    }

    @Test
    default void an_overcharge_is_taken_too_and_halts_the_book() {
        budget(5, "EUR:60.00");
        accept(book(), take("a", "EUR:20.00"), "ABC");

        book().overspent(id("ABC"), Money.parse("USD:99.00"), "it cost USD:99.00");
        left(4, 4000);
        book().overspent(id("ABC"), Money.parse("EUR:45.00"), "it cost EUR:45.00");
        left(4, 1500);
        book().overspent(id("ABC"), Money.parse("EUR:1.00"), "it cost EUR:45.00");
        book().overspent(id("XYZ"), Money.parse("EUR:50.00"), "an order of nobody");
        left(4, 1500);
        assertThat(book().halted()).contains("it cost USD:99.00; it cost EUR:45.00; an order of nobody");
    }

    @Test
    default void the_limit_of_an_order_is_stored() {
        Attempt attempt = book().begin(ORIGIN, spend("a"), limited(SpendType.ORDER, "EUR:25.00"));
        assertThat(book().allowed(id("ABC"))).isEmpty();
        accept(book(), attempt, "ABC");
        assertThat(book().allowed(id("ABC"))).contains(Money.parse("EUR:25.00"));

        accept(book(), book().begin(ORIGIN, spend("b"), TERMS), "DEF");
        assertThat(book().allowed(id("DEF"))).isEmpty();
    }

    @Test
    default void a_limited_order_is_uncompared_until_its_price_was_seen() {
        for (String order : List.of("ABC", "DEF")) {
            Attempt attempt = book().begin(ORIGIN, spend(order), limited(SpendType.ORDER, "EUR:25.00"));
            assertThat(book().uncompared()).doesNotContain(attempt);
            accept(book(), attempt, order);
        }
        accept(book(), book().begin(ORIGIN, spend("any price"), TERMS), "GHI");
        book().compared(id("GHI"), Optional.empty());
        book().compared(id("nobody's"), Optional.empty());
        assertThat(book().uncompared())
                .extracting(attempt -> attempt.orderId().orElseThrow())
                .containsExactly(id("ABC"), id("DEF"));
        assertThat(book().uncompared()).allMatch(Attempt::priceOpen);

        book().compared(id("DEF"), Optional.empty());
        assertThat(book().uncompared()).singleElement().returns(Optional.of(id("ABC")), Attempt::orderId);
        book().overspent(id("ABC"), Money.parse("EUR:30.00"), "it cost EUR:30.00");
        assertThat(book().uncompared()).isEmpty();
    }

    @Test
    default void a_charge_above_the_quote_and_within_the_limit_is_taken_from_the_budget() {
        budget(5, "EUR:60.00");
        SpendTerms terms = limited(SpendType.ORDER, "EUR:25.00").with(charge("november", "EUR:10.00"));
        accept(book(), book().begin(ORIGIN, SPEND, terms), "ABC");
        book().compared(id("ABC"), Optional.of(Money.parse("EUR:9.00")));
        left(4, 5000);
        book().compared(id("ABC"), Optional.of(Money.parse("USD:20.00")));
        left(4, 5000);
        book().compared(id("ABC"), Optional.of(Money.parse("EUR:24.00")));
        left(4, 3600);
        book().compared(id("ABC"), Optional.of(Money.parse("EUR:25.00")));
        left(4, 3500);
        assertThat(book().uncompared()).isEmpty();
        assertThat(book().halted()).isEmpty();
    }

    @Test
    default void an_order_that_a_quote_seemed_to_become_is_compared_with_the_limit_of_its_own_attempt() {
        budget(5, "EUR:60.00");
        accept(book(), book().begin(ORIGIN, quote(), QUOTE_TERMS), "ABC");
        assertThat(book().allowed(id("ABC"))).isEmpty();
        Money limit = Money.parse("EUR:25.00");
        SpendTerms terms = OVER_AT_ONCE.with(charge("november", "EUR:20.00")).allowing(limit);
        Attempt order = book().begin(ORIGIN, SPEND, terms);
        book().settle(order, placed("ABC"));

        assertThat(book().allowed(id("ABC"))).contains(limit);
        assertThat(book().uncompared()).singleElement().returns(order.number(), Attempt::number);
        book().compared(id("ABC"), Optional.empty());
        assertThat(book().uncompared()).isEmpty();
        book().overspent(id("ABC"), Money.parse("EUR:45.00"), "it cost EUR:45.00");
        left(4, 1500);
        assertThat(book().allowed(id("ABC"))).contains(Money.parse("EUR:45.00"));
    }

    @Test
    default void a_completion_has_no_price_of_its_own_to_compare() {
        SpendRequest completion = SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_1");
        accept(book(), book().begin(ORIGIN, SPEND, limited(SpendType.ORDER, "EUR:25.00")), "ABC");
        accept(book(), book().begin(ORIGIN, completion, limited(SpendType.COMPLETE, "EUR:25.00")), "ABC");
        assertThat(book().uncompared()).singleElement().returns(SpendType.ORDER, Attempt::type);
        assertThat(book().uncompared()).allMatch(Attempt::priceOpen);
        book().compared(id("ABC"), Optional.empty());
        assertThat(book().uncompared()).isEmpty();
    }

    @Test
    default void a_changed_budget_keeps_its_charges_and_its_currency() {
        budget(5, "EUR:60.00");
        take("a", "EUR:20.00");
        budget(0, "EUR:10.00");
        left(-1, -1000);
        assertFails(IllegalArgumentException.class, () -> budget(5, "USD:60.00"), "EUR");
        left(-1, -1000);
    }

    @Test
    default void a_charge_is_taken_from_its_own_budget_alone() {
        budget(2, "EUR:30.00");
        budget("december", 1, "EUR:30.00");
        take("a", "EUR:20.00");
        left(1, 1000);
        left("december", 1, 3000);

        book().begin(ORIGIN, spend("b"), taking("december", "EUR:30.00"));
        left(1, 1000);
        left("december", 0, 0);
    }

    @Test
    default void an_order_that_costs_nothing_is_taken_in_any_currency_and_does_not_fix_the_currency() {
        budget(2, "EUR:30.00");
        take("a", "USD:0.00");
        left(1, 3000);
        exhausted("b", "november", "USD:0.01");

        budget(3, "GBP:10.00");
        left(2, 1000);
        take("b", "GBP:0.01");
        assertFails(IllegalArgumentException.class, () -> budget(3, "EUR:30.00"), "contains charges in GBP");
        left(1, 999);
    }
}
