package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for sending and ending attempts, for the orders that they become, and for clocks, in every book. */
interface SettlingContract {

    SpendLog book();

    private Attempt overAtOnce() {
        return book().begin(ORIGIN, SPEND, OVER_AT_ONCE);
    }

    private Attempt abandoned() {
        Attempt attempt = overAtOnce();
        book().abandon(attempt, REASON);
        return attempt;
    }

    private void becomes(String intent, OrderId id) {
        book().settle(book().begin(ORIGIN, spend(intent), OVER_AT_ONCE), Reconciliation.placed(id));
        assertThat(book().unresolved()).isEmpty();
    }

    /** Returns the time of the book's clock. */
    private Instant now() {
        Attempt attempt = begin(book());
        book().settle(attempt, State.NOT_SENT, Optional.empty());
        return attempt.begun();
    }

    private Attempt beginAt(Instant serverTime) {
        return book().begin(ORIGIN, SPEND, TERMS, Optional.of(serverTime));
    }

    @Test
    default void only_the_caller_that_began_an_attempt_may_send_it_within_its_window() {
        Attempt attempt = begin(book());
        assertThat(book().maySend(attempt)).isTrue();
        Attempt ofSomebodyElse = new Attempt.Builder(
                        attempt.number(), attempt.spendRequest(), attempt.terms(), "somebody else", attempt.begun())
                .build();
        assertThat(book().maySend(ofSomebodyElse)).isFalse();
        assertThat(inMemory().maySend(attempt)).isFalse();

        book().settle(attempt, State.NOT_SENT, Optional.empty());
        assertThat(book().maySend(attempt)).isFalse();
        assertThat(book().maySend(overAtOnce())).isFalse();
    }

    @Test
    default void a_person_can_abandon_an_attempt_that_was_begun_by_a_wrong_clock() {
        Attempt attempt = begin(book());
        assertThatThrownBy(() -> book().abandonNow(attempt, " ")).isInstanceOf(IllegalArgumentException.class);

        book().abandonNow(attempt, "the clock was 300 days ahead; not in the console");

        assertThat(book().unresolved()).isEmpty();
        assertThat(book().attempt(attempt.number()).orElseThrow().state()).isEqualTo(State.ABANDONED);
        assertThat(book().maySend(attempt)).as("its sender must not send").isFalse();
        assertRefused(() -> book().abandonNow(attempt, "again"), "resolved already");

        accept(book(), attempt, "LATE");
        assertThat(recordedId(book())).as("a late response counts").contains(id("LATE"));
    }

    @Test
    default void an_attempt_of_somebody_else_is_settled_only_when_it_cannot_be_in_progress_any_more() {
        Attempt attempt = begin(book());
        String over = attempt.over().toString();

        assertRefused(() -> book().settle(attempt, placed("ABC")), over);
        assertRefused(() -> book().abandon(attempt, "looked at the console"), over);
        assertThat(book().unresolved()).hasSize(1);
        assertThat(book().knows(TARGET, "ABC")).isFalse();
    }

    @Test
    default void an_attempt_that_is_over_is_settled_as_the_order_that_was_found() {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));

        assertThat(recordedId(book())).contains(id("ABC"));
        assertThat(book().unresolved()).isEmpty();
        assertRefused(() -> book().settle(attempt, placed("DEF")), "resolved already: ACCEPTED");
        assertRefused(() -> book().abandon(attempt, "again"));
    }

    @Test
    default void an_unknown_attempt_is_settled_at_once() {
        Attempt attempt = begin(book());
        book().settle(attempt, State.UNKNOWN, Optional.empty());
        book().settle(attempt, placed("ABC"));
        assertThat(recorded(book())).isPresent();
    }

    @Test
    default void an_order_of_another_account_or_key_settles_nothing() {
        OrderId elsewhere = OrderId.parse(id("ABC").toString().replace(":live:", ":ote:"));
        Attempt attempt = book().begin(ORIGIN, spend("other"), OVER_AT_ONCE);
        assertFails(
                IllegalArgumentException.class,
                () -> book().settle(attempt, Reconciliation.placed(elsewhere)),
                "regfish ote (no account)");
        assertFails(IllegalArgumentException.class, () -> book().settle(attempt, placed("ABC")), "another public key");
        assertThat(book().unresolved()).hasSize(1);
    }

    @Test
    default void a_person_frees_an_intent_with_a_reason() {
        Attempt attempt = overAtOnce();
        assertThatThrownBy(() -> book().abandon(attempt, " ")).isInstanceOf(IllegalArgumentException.class);
        book().abandon(attempt, REASON);

        assertThat(recorded(book())).isEmpty();
        assertThat(book().unresolved()).isEmpty();
        assertThat(begin(book()).number()).isEqualTo(2);
    }

    @Test
    default void an_order_that_is_reported_late_is_recorded_although_the_attempt_was_abandoned() {
        accept(book(), abandoned(), "ABC");
        assertThat(recordedId(book())).contains(id("ABC"));
        assertThat(book().knows(TARGET, "ABC")).isTrue();
    }

    @Test
    default void a_head_with_an_id_that_arrives_late_locks_the_intent_again() {
        book().answered(abandoned(), new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));
        assertThat(recordedId(book())).contains(id("ABC"));
    }

    @Test
    default void an_unknown_outcome_that_is_reported_late_does_not_change_what_a_person_decided() {
        book().settle(abandoned(), State.UNKNOWN, Optional.empty());
        assertThat(recorded(book())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED", "UNKNOWN", "ABANDONED"})
    default void an_outcome_that_is_reported_late_removes_no_order_that_was_found(State late) {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));
        book().settle(attempt, late, Optional.empty());

        assertThat(recordedId(book())).contains(id("ABC"));
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void an_order_that_is_reported_late_replaces_the_order_that_somebody_found() {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));
        accept(book(), attempt, "DEF");

        assertThat(recordedId(book())).contains(id("DEF"));
        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().knows(TARGET, "DEF")).isTrue();
    }

    @Test
    default void an_outcome_that_is_reported_twice_counts_once() {
        Attempt attempt = begin(book());
        accept(book(), attempt, "ABC");
        accept(book(), attempt, "ABC");
        assertThat(book().orders(TARGET, "ABC")).hasSize(1);
    }

    @Test
    default void an_order_that_its_own_response_named_settles_its_attempt() {
        Attempt attempt = overAtOnce();
        book().settle(attempt, State.UNKNOWN, Optional.of(id("ABC")));
        book().settle(attempt, placed("ABC"));
        assertThat(recordedId(book())).contains(id("ABC"));
    }

    @Test
    default void an_attempt_of_another_book_is_refused_and_stores_no_order() {
        begin(book());
        Attempt foreign = begin(inMemory());

        assertFails(IllegalArgumentException.class, () -> accept(book(), foreign, "ABC"), "another book");
        assertThatThrownBy(() -> book().answered(foreign, new Attempt.Head(202, ""), Optional.of(id("ABC"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book().settle(foreign, placed("ABC"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book().abandon(foreign, "mine")).isInstanceOf(IllegalArgumentException.class);
        assertFails(
                IllegalArgumentException.class,
                () -> book().settle(foreign, State.SENDING, Optional.empty()),
                "SENDING");
        assertThat(book().knows(TARGET, "ABC")).isFalse();
    }

    @Test
    default void a_halted_book_sends_nothing_until_a_person_resumes_it() {
        Attempt begun = begin(book());
        book().halt("order ABC cost EUR:30.00");
        book().halt("order DEF cost EUR:40.00");
        book().halt("order ABC cost EUR:30.00");

        assertThat(book().halted()).contains("order ABC cost EUR:30.00; order DEF cost EUR:40.00");
        assertThat(book().maySend(begun)).isFalse();
        assertFails(BookHaltedException.class, () -> book().begin(ORIGIN, spend("other"), TERMS), "EUR:40.00");
        assertThatThrownBy(() -> book().resume("")).isInstanceOf(IllegalArgumentException.class);

        book().resume("they paid it back");
        assertThat(book().halted()).isEmpty();
        assertThat(book().maySend(begun)).isTrue();
        assertThatThrownBy(() -> begin(book())).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    default void an_order_of_another_intent_settles_nothing() {
        accept(book(), begin(book()), "ABC");
        Attempt second = book().begin(ORIGIN, spend("other"), OVER_AT_ONCE);

        OrderId owned = listed(OrderId.Kind.ORDER, OrderId.NONE);
        assertRefused(() -> book().settle(second, Reconciliation.placed(owned)), "shop-4711/1");
        assertThat(book().unresolved()).hasSize(1);
        OrderId free = id(OrderId.Kind.ORDER, "DEF", OrderId.NONE, OrderId.NONE);
        book().settle(second, Reconciliation.placed(free));
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void an_order_its_renewal_and_each_reissue_serve_one_intent_each_although_they_share_an_id() {
        OrderId order = listed(OrderId.Kind.ORDER, OrderId.NONE);
        OrderId renewal = listed(OrderId.Kind.RENEWAL, OrderId.NONE);
        OrderId reissue = listed(OrderId.Kind.REISSUE, "0a");
        OrderId next = listed(OrderId.Kind.REISSUE, "0b");
        becomes("order", order);
        becomes("renewal", renewal);
        becomes("reissue", reissue);
        becomes("next reissue", next);

        Attempt late = book().begin(ORIGIN, spend("late"), OVER_AT_ONCE);
        for (OrderId owned : List.of(order, renewal, reissue, next)) {
            assertRefused(() -> book().settle(late, Reconciliation.placed(owned)));
        }
        assertThat(book().orders(TARGET, "ABC"))
                .extracting(known -> known.intent().orElseThrow().name())
                .containsExactlyInAnyOrder("order", "renewal", "reissue", "next reissue");
    }

    @Test
    default void an_overcharge_is_reported_once_although_two_attempts_became_the_order() {
        for (String intent : List.of("a", "b")) {
            accept(book(), book().begin(ORIGIN, spend(intent), limited(SpendType.ORDER, "EUR:25.00")), "ABC");
        }
        assertThat(book().uncompared()).hasSize(2);

        book().overspent(id("ABC"), Money.parse("EUR:30.00"), "it cost EUR:30.00");
        assertThat(book().uncompared()).isEmpty();
        assertThat(book().allowed(id("ABC"))).contains(Money.parse("EUR:30.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P300D", "PT6M", "-PT6M", "-P300D"})
    default void nothing_begins_while_the_clock_differs_from_the_resellers(Duration difference) {
        Instant serverTime = now().plus(difference);
        assertFails(
                NotSentException.class,
                () -> beginAt(serverTime),
                "nothing was sent: the order book's clock shows ",
                "the reseller's clock shows " + serverTime,
                "Set the clock");
        assertThat(book().unresolved()).isEmpty();
        assertThat(begin(book()).number()).as("nothing was stored").isEqualTo(2);
    }

    @Test
    default void an_attempt_lasts_longer_by_as_much_as_the_clock_is_behind() {
        Attempt attempt = beginAt(now().plus(Duration.ofMinutes(4)));
        assertThat(Duration.between(attempt.sendBefore(), attempt.over()))
                .isBetween(TERMS.deadline().plusSeconds(200), TERMS.deadline().plusMinutes(4));
        assertThat(Duration.between(attempt.begun(), attempt.sendBefore()))
                .as("the sender has no more time than before")
                .isEqualTo(TERMS.sendWindow());
        assertThat(book().unresolved()).extracting(Attempt::over).containsExactly(attempt.over());
    }

    @Test
    default void an_attempt_lasts_as_long_as_usual_when_the_clock_is_right_or_ahead() {
        assertThat(beginAt(now().minus(Duration.ofMinutes(4))).terms()).isEqualTo(TERMS);
    }
}
