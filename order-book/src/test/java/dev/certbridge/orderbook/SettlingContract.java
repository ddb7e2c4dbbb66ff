package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.OVER_AT_ONCE;
import static dev.certbridge.orderbook.BookSamples.TARGET;
import static dev.certbridge.orderbook.BookSamples.WISH;
import static dev.certbridge.orderbook.BookSamples.begin;
import static dev.certbridge.orderbook.BookSamples.id;
import static dev.certbridge.orderbook.BookSamples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How attempts end, who may end them, and what stops them, in every book. */
interface SettlingContract {

    SpendLog book();

    private Attempt overAtOnce() {
        return book().begin(ORIGIN, WISH, OVER_AT_ONCE);
    }

    private static Reconciliation.Placed placed(String providerId) {
        return new Reconciliation.Placed(id(providerId));
    }

    private static Attempt ofSomebodyElse(Attempt attempt) {
        return new Attempt(
                attempt.number(),
                attempt.wish(),
                attempt.sending(),
                "somebody else",
                attempt.begun(),
                State.SENDING,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    default void leave_to_send_lasts_its_time_and_is_nobody_elses() {
        Attempt attempt = begin(book());
        assertThat(book().maySend(attempt)).isTrue();
        assertThat(book().maySend(ofSomebodyElse(attempt))).isFalse();
        assertThat(SpendLog.of(OrderBooks.inMemory()).maySend(attempt)).isFalse();

        book().settle(attempt, State.NOT_SENT, Optional.empty());
        assertThat(book().maySend(attempt)).isFalse();
        assertThat(book().maySend(overAtOnce())).isFalse();
    }

    @Test
    default void a_person_can_give_up_an_attempt_that_was_begun_with_a_wrong_clock() {
        Attempt attempt = begin(book());
        assertThatThrownBy(() -> book().abandonNow(attempt, " ")).isInstanceOf(IllegalArgumentException.class);

        book().abandonNow(attempt, "the clock was 300 days ahead; not in the console");

        assertThat(book().unresolved()).isEmpty();
        assertThat(book().attempt(attempt.number()).orElseThrow().state()).isEqualTo(State.ABANDONED);
        assertThat(book().maySend(attempt))
                .as("its sender sends nothing any more")
                .isFalse();
        assertThatThrownBy(() -> book().abandonNow(attempt, "again"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resolved already");

        book().settle(attempt, State.ACCEPTED, Optional.of(id("LATE")));
        assertThat(recorded(book()).flatMap(Attempt::orderId))
                .as("what was answered after all counts")
                .contains(id("LATE"));
    }

    @Test
    default void the_attempts_of_an_intent_are_found_in_whatever_state() {
        Attempt first = begin(book());
        book().settle(first, State.REJECTED, Optional.empty());
        Attempt second = begin(book());
        assertThat(book().attempts(WISH.intent()))
                .extracting(Attempt::number, Attempt::state)
                .containsExactly(tuple(first.number(), State.REJECTED), tuple(second.number(), State.SENDING));
        assertThat(book().attempts(Intent.of("shop/other"))).isEmpty();
        assertThat(book().attempt(second.number() + 1)).isEmpty();
    }

    @Test
    default void somebody_elses_attempt_is_settled_only_when_nothing_of_it_can_be_on_the_wire() {
        Attempt attempt = begin(book());

        assertThatThrownBy(() -> book().settle(attempt, placed("ABC")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(attempt.over().toString());
        assertThatThrownBy(() -> book().abandon(attempt, "looked at the console"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(attempt.over().toString());
        assertThat(book().unresolved()).hasSize(1);
        assertThat(book().knows(TARGET, "ABC")).isFalse();
    }

    @Test
    default void an_attempt_that_is_over_is_settled_as_the_order_that_was_found() {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
        assertThat(book().unresolved()).isEmpty();
        assertThatThrownBy(() -> book().settle(attempt, placed("DEF")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("resolved already: ACCEPTED");
        assertThatThrownBy(() -> book().abandon(attempt, "again")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void an_attempt_whose_sender_knows_nothing_is_settled_at_once() {
        Attempt attempt = begin(book());
        book().settle(attempt, State.UNKNOWN, Optional.empty());
        book().settle(attempt, placed("ABC"));

        assertThat(recorded(book())).isPresent();
    }

    @Test
    default void an_order_elsewhere_settles_nothing() {
        OrderId elsewhere = OrderId.parse(id("ABC").toString().replace(":live:", ":ote:"));
        assertThatThrownBy(() -> book().settle(overAtOnce(), new Reconciliation.Placed(elsewhere)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regfish ote -");
    }

    @Test
    default void a_person_frees_an_intent_with_a_reason() {
        Attempt attempt = overAtOnce();
        assertThatThrownBy(() -> book().abandon(attempt, " ")).isInstanceOf(IllegalArgumentException.class);
        book().abandon(attempt, "the console shows no order");

        assertThat(recorded(book())).isEmpty();
        assertThat(book().unresolved()).isEmpty();
        assertThat(begin(book()).number()).isEqualTo(2);
    }

    @Test
    default void an_order_seen_late_is_recorded_although_the_attempt_was_given_up() {
        Attempt attempt = overAtOnce();
        book().abandon(attempt, "the console shows no order");
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
        assertThat(book().knows(TARGET, "ABC")).isTrue();
    }

    @Test
    default void a_head_with_an_id_that_comes_late_takes_the_intent_again() {
        Attempt attempt = overAtOnce();
        book().abandon(attempt, "the console shows no order");
        book().answered(attempt, new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
    }

    @Test
    default void a_late_word_of_an_unknown_outcome_does_not_undo_what_a_person_decided() {
        Attempt attempt = overAtOnce();
        book().abandon(attempt, "the console shows no order");
        book().settle(attempt, State.UNKNOWN, Optional.empty());
        assertThat(recorded(book())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED", "UNKNOWN", "ABANDONED"})
    default void a_late_word_takes_back_no_order_that_was_found(State late) {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));
        book().settle(attempt, late, Optional.empty());

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void an_order_seen_late_counts_more_than_the_one_that_somebody_took_it_for() {
        Attempt attempt = overAtOnce();
        book().settle(attempt, placed("ABC"));
        book().settle(attempt, State.ACCEPTED, Optional.of(id("DEF")));

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("DEF"));
        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().knows(TARGET, "DEF")).isTrue();
    }

    @Test
    default void the_same_word_twice_counts_once() {
        Attempt attempt = begin(book());
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        assertThat(book().orders(TARGET, "ABC")).hasSize(1);
    }

    @Test
    default void an_attempt_of_another_book_is_refused_and_claims_no_order() {
        begin(book());
        Attempt foreign = begin(SpendLog.of(OrderBooks.inMemory()));

        assertThatThrownBy(() -> book().settle(foreign, State.ACCEPTED, Optional.of(id("ABC"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another book");
        assertThatThrownBy(() -> book().answered(foreign, new Attempt.Head(202, ""), Optional.of(id("ABC"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book().settle(foreign, placed("ABC"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book().abandon(foreign, "mine")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book().settle(foreign, State.SENDING, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SENDING");
        assertThat(book().knows(TARGET, "ABC")).isFalse();
    }

    @Test
    default void a_halted_book_lets_nothing_out_until_a_person_resumes_it() {
        Attempt begun = begin(book());
        book().halt("order ABC cost EUR:30.00");
        book().halt("order DEF cost EUR:40.00");
        book().halt("order ABC cost EUR:30.00");

        assertThat(book().halted()).contains("order ABC cost EUR:30.00; order DEF cost EUR:40.00");
        assertThat(book().maySend(begun)).isFalse();
        assertThatThrownBy(() -> book().begin(ORIGIN, BookSamples.wish("other"), BookSamples.SENDING))
                .isInstanceOf(BookHaltedException.class)
                .hasMessageContaining("EUR:40.00");
        assertThatThrownBy(() -> book().resume("")).isInstanceOf(IllegalArgumentException.class);

        book().resume("they paid it back");
        assertThat(book().halted()).isEmpty();
        assertThat(book().maySend(begun)).isTrue();
        assertThatThrownBy(() -> begin(book())).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    default void a_name_is_held_by_one_order_until_it_is_released_or_its_time_is_up() {
        String name = "_acme.example.com";
        assertThat(book().hold(name, id("ABC"), Duration.ofHours(1))).isTrue();
        assertThat(book().hold(name, id("ABC"), Duration.ofHours(1))).isTrue();
        assertThat(book().hold(name, id("DEF"), Duration.ofHours(1))).isFalse();
        assertThat(book().hold("other.example.com", id("DEF"), Duration.ofHours(1)))
                .isTrue();

        book().release(name, id("DEF"));
        assertThat(book().hold(name, id("DEF"), Duration.ofHours(1))).isFalse();
        book().release(name, id("ABC"));
        assertThat(book().hold(name, id("DEF"), Duration.ZERO)).isTrue();
        assertThat(book().hold(name, id("ABC"), Duration.ofHours(1))).isTrue();
    }
}
