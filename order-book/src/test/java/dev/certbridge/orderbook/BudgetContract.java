package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.id;
import static dev.certbridge.orderbook.BookSamples.taking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What budgets let through and what comes back to them, in every book. */
interface BudgetContract {

    SpendLog book();

    private void budget(long orders, String money) {
        book().budget(new Budget("november", orders, Money.parse(money)));
    }

    private Attempt take(String intent, String price) {
        return book().begin(ORIGIN, BookSamples.wish(intent), taking("november", price));
    }

    private void left(long orders, long cents) {
        Budget.Left left = book().left("november").orElseThrow();
        assertThat(left.orders()).as("orders left").isEqualTo(orders);
        assertThat(left.cents()).as("cents left").isEqualTo(cents);
    }

    @Test
    default void a_budget_that_was_not_set_up_covers_nothing() {
        assertThat(book().left("november")).isEmpty();
        assertThatThrownBy(() -> take("a", "EUR:1.00"))
                .isInstanceOf(BudgetExhaustedException.class)
                .hasMessageContaining("no budget \"november\"");
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void a_budget_is_one_however_its_name_is_encoded() {
        book().budget(new Budget("bu\u0308ro", 3, Money.parse("EUR:30.00")));
        book().begin(ORIGIN, BookSamples.wish("a"), taking("b\u00fcro", "EUR:10.00"));
        book().begin(ORIGIN, BookSamples.wish("b"), taking("bu\u0308ro", "EUR:10.00"));
        assertThatThrownBy(() -> book().begin(ORIGIN, BookSamples.wish("c"), taking("bu\u0308ro", "EUR:10.01")))
                .isInstanceOf(BudgetExhaustedException.class);
        assertThat(book().left("b\u00fcro")).isEqualTo(book().left("bu\u0308ro"));
        assertThat(book().left("bu\u0308ro").orElseThrow().cents()).isEqualTo(1000);

        book().budget(new Budget("b\u00fcro", 2, Money.parse("EUR:20.00")));
        assertThat(book().left("bu\u0308ro").orElseThrow().orders()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {" november", "november ", "\u00a0november", "november\t", " ", ""})
    default void a_budget_is_not_named_with_blanks_at_its_ends(String name) {
        assertThatThrownBy(() -> new Budget(name, 1, Money.parse("EUR:1.00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budget");
        budget(1, "EUR:1.00");
        assertThatThrownBy(() -> book().begin(ORIGIN, BookSamples.wish("a"), taking(name, "EUR:1.00")))
                .isInstanceOf(BudgetExhaustedException.class);
    }

    @Test
    default void an_order_is_taken_when_it_begins_and_refused_when_too_little_is_left() {
        budget(2, "EUR:30.00");
        take("a", "EUR:20.00");
        left(1, 1000);
        assertThatThrownBy(() -> take("b", "EUR:10.01")).isInstanceOf(BudgetExhaustedException.class);
        assertThatThrownBy(() -> take("b", "USD:1.00")).isInstanceOf(BudgetExhaustedException.class);
        left(1, 1000);
        take("b", "EUR:10.00");
        assertThatThrownBy(() -> take("c", "EUR:0.00")).isInstanceOf(BudgetExhaustedException.class);
        left(0, 0);
        assertThat(book().unresolved()).hasSize(2);
    }

    @Test
    default void an_order_without_a_known_price_counts_as_one_order() {
        budget(1, "EUR:0.00");
        SpendTerms.Charge unpriced = new SpendTerms.Charge("november", Optional.empty());
        SpendTerms sending = new SpendTerms(
                SpendType.ORDER,
                BookSamples.LONG,
                BookSamples.LONG,
                Optional.empty(),
                Optional.of(unpriced),
                Optional.of(Money.parse("EUR:7.00")));
        Attempt attempt = book().begin(ORIGIN, BookSamples.wish("a"), sending);
        left(0, 0);
        assertThat(book().unresolved())
                .singleElement()
                .satisfies(known -> assertThat(known.sending()).isEqualTo(sending));
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        book().refunded(id("ABC"), Money.parse("EUR:5.00"));
        left(1, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED"})
    default void what_ordered_nothing_comes_back(State state) {
        budget(1, "EUR:30.00");
        book().settle(take("a", "EUR:20.00"), state, Optional.empty());
        left(1, 3000);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "UNKNOWN", "ABANDONED"})
    default void what_may_have_ordered_something_stays_taken(State state) {
        budget(1, "EUR:30.00");
        book().settle(take("a", "EUR:20.00"), state, Optional.empty());
        left(0, 1000);
    }

    @Test
    default void what_a_person_gave_up_stays_taken_until_its_sender_says_that_nothing_was_ordered() {
        budget(1, "EUR:30.00");
        SpendTerms.Charge charge = new SpendTerms.Charge("november", Optional.of(Money.parse("EUR:20.00")));
        SpendTerms over = new SpendTerms(
                SpendType.ORDER, Duration.ZERO, Duration.ZERO, Optional.empty(), Optional.of(charge), Optional.empty());
        Attempt attempt = book().begin(ORIGIN, BookSamples.wish("a"), over);
        book().abandon(attempt, "the console shows no order");
        left(0, 1000);
        book().settle(attempt, State.REJECTED, Optional.empty());
        left(1, 3000);
    }

    @Test
    default void a_refund_comes_back_once_and_never_more_than_was_taken() {
        budget(3, "EUR:60.00");
        book().settle(take("a", "EUR:20.00"), State.ACCEPTED, Optional.of(id("ABC")));
        book().settle(take("b", "EUR:20.00"), State.ACCEPTED, Optional.of(id("DEF")));
        book().settle(take("c", "EUR:20.00"), State.ACCEPTED, Optional.of(id("GHI")));
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
    default void what_was_charged_above_the_allowance_is_taken_too_and_halts_the_book() {
        budget(5, "EUR:60.00");
        Attempt attempt = take("a", "EUR:20.00");
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));

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
    default void the_book_knows_what_an_order_was_allowed_to_cost() {
        Optional<Money> limit = Optional.of(Money.parse("EUR:25.00"));
        SpendTerms sending = new SpendTerms(
                SpendType.ORDER, BookSamples.LONG, BookSamples.LONG, Optional.empty(), Optional.empty(), limit);
        Attempt attempt = book().begin(ORIGIN, BookSamples.wish("a"), sending);
        assertThat(book().allowed(id("ABC"))).isEmpty();
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        assertThat(book().allowed(id("ABC"))).isEqualTo(limit);

        Attempt unlimited = book().begin(ORIGIN, BookSamples.wish("b"), BookSamples.SENDING);
        book().settle(unlimited, State.ACCEPTED, Optional.of(id("DEF")));
        assertThat(book().allowed(id("DEF"))).isEmpty();
    }

    @Test
    default void a_limited_order_is_uncompared_until_its_price_was_seen() {
        Optional<Money> limit = Optional.of(Money.parse("EUR:25.00"));
        SpendTerms limited = new SpendTerms(
                SpendType.ORDER, BookSamples.LONG, BookSamples.LONG, Optional.empty(), Optional.empty(), limit);
        for (String order : new String[] {"ABC", "DEF"}) {
            Attempt attempt = book().begin(ORIGIN, BookSamples.wish(order), limited);
            assertThat(book().uncompared()).doesNotContain(attempt);
            book().settle(attempt, State.ACCEPTED, Optional.of(id(order)));
        }
        book().settle(
                        book().begin(ORIGIN, BookSamples.wish("any price"), BookSamples.SENDING),
                        State.ACCEPTED,
                        Optional.of(id("GHI")));
        book().compared(id("GHI"));
        book().compared(id("nobody's"));
        assertThat(book().uncompared())
                .extracting(attempt -> attempt.orderId().orElseThrow())
                .containsExactly(id("ABC"), id("DEF"));
        assertThat(book().uncompared()).allMatch(Attempt::priceOpen);

        book().compared(id("DEF"));
        assertThat(book().uncompared()).singleElement().returns(Optional.of(id("ABC")), Attempt::orderId);
        book().overspent(id("ABC"), Money.parse("EUR:30.00"), "it cost EUR:30.00");
        assertThat(book().uncompared()).isEmpty();
    }

    @Test
    default void an_order_that_a_question_seemed_to_become_is_held_against_what_its_own_attempt_allowed() {
        budget(5, "EUR:60.00");
        Attempt question = book().begin(
                        ORIGIN, SpendRequest.question(BookSamples.TARGET, BookSamples.REQUEST), BookSamples.ASKING);
        book().settle(question, State.ACCEPTED, Optional.of(id("ABC")));
        assertThat(book().allowed(id("ABC"))).isEmpty();
        Optional<Money> limit = Optional.of(Money.parse("EUR:25.00"));
        SpendTerms.Charge charge = new SpendTerms.Charge("november", Optional.of(Money.parse("EUR:20.00")));
        Attempt order = book().begin(
                        ORIGIN,
                        BookSamples.WISH,
                        new SpendTerms(
                                SpendType.ORDER,
                                Duration.ZERO,
                                Duration.ZERO,
                                Optional.empty(),
                                Optional.of(charge),
                                limit));
        book().settle(order, new Reconciliation.Placed(id("ABC")));

        assertThat(book().allowed(id("ABC"))).isEqualTo(limit);
        assertThat(book().uncompared()).singleElement().returns(order.number(), Attempt::number);
        book().compared(id("ABC"));
        assertThat(book().uncompared()).isEmpty();
        book().overspent(id("ABC"), Money.parse("EUR:45.00"), "it cost EUR:45.00");
        left(4, 1500);
        assertThat(book().allowed(id("ABC"))).contains(Money.parse("EUR:45.00"));
    }

    @Test
    default void a_completion_has_no_price_of_its_own_to_compare() {
        Optional<Money> limit = Optional.of(Money.parse("EUR:25.00"));
        SpendRequest completion = SpendRequest.completing(BookSamples.INTENT, BookSamples.REQUEST, id("ABC"), "hdl_1");
        for (SpendRequest wish : new SpendRequest[] {BookSamples.WISH, completion}) {
            SpendType verb = wish.completes().isPresent() ? SpendType.COMPLETE : SpendType.ORDER;
            SpendTerms limited =
                    new SpendTerms(verb, BookSamples.LONG, BookSamples.LONG, Optional.empty(), Optional.empty(), limit);
            book().settle(book().begin(ORIGIN, wish, limited), State.ACCEPTED, Optional.of(id("ABC")));
        }
        assertThat(book().uncompared()).singleElement().returns(SpendType.ORDER, Attempt::verb);
        assertThat(book().uncompared()).allMatch(Attempt::priceOpen);
        book().compared(id("ABC"));
        assertThat(book().uncompared()).isEmpty();
    }

    @Test
    default void a_refund_that_is_seen_before_the_order_is_recorded_comes_back_too() {
        budget(1, "EUR:20.00");
        Attempt attempt = take("a", "EUR:20.00");
        book().refunded(id("ABC"), Money.parse("EUR:20.00"));
        left(0, 0);
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        left(1, 2000);
    }

    @Test
    default void a_changed_budget_keeps_what_was_taken_and_its_currency() {
        budget(5, "EUR:60.00");
        take("a", "EUR:20.00");
        budget(0, "EUR:10.00");
        left(-1, -1000);
        assertThatThrownBy(() -> budget(5, "USD:60.00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EUR");
        left(-1, -1000);
    }
}
