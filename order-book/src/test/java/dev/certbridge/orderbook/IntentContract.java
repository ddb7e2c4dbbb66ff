package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ASKING;
import static dev.certbridge.orderbook.BookSamples.INTENT;
import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.REQUEST;
import static dev.certbridge.orderbook.BookSamples.SENDING;
import static dev.certbridge.orderbook.BookSamples.TARGET;
import static dev.certbridge.orderbook.BookSamples.WISH;
import static dev.certbridge.orderbook.BookSamples.begin;
import static dev.certbridge.orderbook.BookSamples.id;
import static dev.certbridge.orderbook.BookSamples.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an intent stands for, in every book. */
interface IntentContract {

    SpendLog book();

    @Test
    default void a_new_intent_is_not_recorded() {
        assertThat(recorded(book())).isEmpty();
        assertThat(book().unresolved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "QUOTED"})
    default void an_attempt_that_ordered_nothing_frees_its_intent(State state) {
        book().settle(begin(book()), state, Optional.empty());

        assertThat(book().unresolved()).isEmpty();
        assertThat(recorded(book())).isEmpty();
        assertThat(begin(book()).number()).isEqualTo(2);
    }

    @Test
    default void an_attempt_on_its_way_takes_its_intent() {
        Attempt attempt = begin(book());

        assertThatThrownBy(() -> begin(book())).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> recorded(book()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isFalse());
        assertThat(book().unresolved()).singleElement().satisfies(known -> {
            assertThat(known.number()).isEqualTo(attempt.number());
            assertThat(known.owner()).isEqualTo(attempt.owner());
            assertThat(known.begun()).isEqualTo(attempt.begun());
            assertThat(known.sending()).isEqualTo(SENDING);
            assertThat(known.intent()).isEqualTo(INTENT);
            assertThat(known.target()).isEqualTo(TARGET);
            assertThat(known.state()).isEqualTo(State.SENDING);
            assertThat(known.over()).isEqualTo(attempt.over());
        });
    }

    @Test
    default void an_unknown_attempt_takes_its_intent_and_tells_what_was_seen() {
        Attempt attempt = begin(book());
        book().answered(attempt, new Attempt.Head(200, "location: /x"), Optional.empty());
        book().settle(attempt, State.UNKNOWN, Optional.empty());

        assertThatThrownBy(() -> begin(book()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isTrue());
        assertThat(book().unresolved())
                .singleElement()
                .satisfies(known -> assertThat(known.head()).contains(new Attempt.Head(200, "location: /x")));
    }

    @Test
    default void an_unknown_attempt_that_was_answered_with_an_error_is_not_told_as_accepted() {
        Attempt attempt = begin(book());
        book().answered(attempt, new Attempt.Head(502, ""), Optional.empty());
        book().settle(attempt, State.UNKNOWN, Optional.empty());

        assertThatThrownBy(() -> recorded(book()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isFalse());
    }

    @Test
    default void an_accepted_attempt_is_recorded_with_its_id_and_its_first_CSR() {
        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));

        SpendRequest again = SpendRequest.of(INTENT, TARGET, BookSamples.request("www.example.com"));
        Attempt recorded = book().recorded(ORIGIN, again).orElseThrow();
        assertThat(recorded.orderId()).contains(id("ABC"));
        assertThat(recorded.request().csr()).isEqualTo(REQUEST.csr());
        assertThat(recorded.request().fingerprint()).isEqualTo(REQUEST.fingerprint());
        assertThat(book().requestOf(id("ABC")).orElseThrow().csr()).isEqualTo(REQUEST.csr());
        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThatThrownBy(() -> begin(book())).isInstanceOf(IntentMismatchException.class);
    }

    @Test
    default void an_id_in_the_head_is_known_before_the_attempt_ends() {
        Attempt attempt = begin(book());
        book().answered(attempt, new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));

        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().unresolved()).singleElement().satisfies(known -> {
            assertThat(known.orderId()).contains(id("ABC"));
            assertThat(known.state()).isEqualTo(State.SENDING);
        });
    }

    @Test
    default void the_same_intent_elsewhere_or_for_something_else_is_refused() {
        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));

        refused(INTENT, TARGET, BookSamples.request("www.example.org"));
        refused(INTENT, TARGET, REQUEST.toBuilder().validity(Validity.days(30)).build());
        refused(INTENT, OrderId.target("regfish", "live", "other"), REQUEST);
    }

    @Test
    default void a_refusal_says_what_the_intent_stands_for_and_where() {
        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));
        assertThatThrownBy(() -> book().recorded(
                                ORIGIN, SpendRequest.of(INTENT, TARGET, BookSamples.request("www.example.org"))))
                .hasMessageContaining("stands for " + REQUEST + " at " + TARGET);

        SpendRequest completion = SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_1");
        book().begin(ORIGIN, completion, SENDING);
        assertThatThrownBy(() -> book().recorded(ORIGIN, SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_2")))
                .isInstanceOf(IntentMismatchException.class)
                .hasMessageContaining("stands for the completion of " + id("ABC") + " with hdl_1 at " + TARGET);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "ACCEPTED", "UNKNOWN", "QUOTED"})
    default void a_key_that_was_sent_for_one_intent_is_refused_for_another(State state) {
        book().settle(begin(book()), state, Optional.empty());

        refused(Intent.of("other"), TARGET, REQUEST);
        assertThatThrownBy(() -> book().begin(ORIGIN, SpendRequest.of(Intent.of("other"), TARGET, REQUEST), SENDING))
                .isInstanceOf(IntentMismatchException.class)
                .hasMessageContaining("shop-4711/1");
    }

    @Test
    default void a_key_that_was_never_sent_is_free_for_another_intent() {
        book().settle(begin(book()), State.NOT_SENT, Optional.empty());
        assertThat(book().recorded(ORIGIN, SpendRequest.of(Intent.of("other"), TARGET, REQUEST)))
                .isEmpty();
    }

    @Test
    default void a_completion_under_an_intent_of_its_own_leaves_the_orders_intent_alone() {
        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));
        SpendRequest completion = SpendRequest.completing(Intent.of("completion"), REQUEST, id("ABC"), "hdl_1");
        book().settle(book().begin(ORIGIN, completion, SENDING), State.ACCEPTED, Optional.of(id("ABC")));

        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
        assertThat(book().recorded(ORIGIN, completion)).isPresent();
        assertThat(book().orders(TARGET, "ABC"))
                .singleElement()
                .satisfies(order -> assertThat(order.intent()).contains(INTENT));
    }

    @Test
    default void an_unclaimed_order_is_known_and_takes_no_intent_until_an_attempt_becomes_it() {
        Attempt question =
                book().begin(ORIGIN, SpendRequest.question(TARGET, BookSamples.request("www.example.com")), ASKING);
        book().settle(question, State.ACCEPTED, Optional.of(id("ABC")));

        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().knows(OrderId.target("regfish", "live", "other"), "ABC"))
                .isFalse();
        assertThat(book().orders(TARGET, "ABC"))
                .singleElement()
                .satisfies(order -> assertThat(order.intent()).isEmpty());
        assertThat(recorded(book())).isEmpty();

        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));
        book().settle(question, State.ACCEPTED, Optional.of(id("ABC")));

        assertThat(book().orders(TARGET, "ABC")).singleElement().satisfies(order -> {
            assertThat(order.intent()).contains(INTENT);
            assertThat(order.request().csr()).isEqualTo(REQUEST.csr());
        });
        assertThat(book().requestOf(id("other"))).isEmpty();
    }

    @Test
    default void a_question_takes_no_key_from_an_intent_and_needs_none_of_its_own() {
        book().settle(begin(book()), State.ACCEPTED, Optional.of(id("ABC")));
        Attempt question = book().begin(ORIGIN, SpendRequest.question(TARGET, REQUEST), ASKING);
        assertThat(book().unresolved()).singleElement().satisfies(open -> {
            assertThat(open.verb()).isEqualTo(SpendType.STANDALONE_QUOTE);
            assertThat(open.intent().name()).startsWith("quote:");
        });
        assertThat(recorded(book()).orElseThrow().orderId()).contains(id("ABC"));

        OrderRequest other = BookSamples.request("shop.example.com");
        Attempt unanswered = book().begin(ORIGIN, SpendRequest.question(TARGET, other), ASKING);
        book().settle(unanswered, State.UNKNOWN, Optional.empty());
        assertThat(book().recorded(ORIGIN, SpendRequest.of(Intent.of("shop"), TARGET, other)))
                .isEmpty();

        book().settle(question, State.QUOTED, Optional.empty());
        assertThat(book().unresolved()).extracting(Attempt::number).containsExactly(unanswered.number());
    }

    @Test
    default void a_snapshot_is_kept_whole_and_named_by_its_number() {
        Snapshot first = new Snapshot(TARGET, Instant.parse("2026-11-22T10:00:00.123456789Z"), Set.of("A", "B\nC=\\"));
        Snapshot second = new Snapshot(TARGET, Instant.EPOCH, Set.of());
        long number = book().keep(first);
        long other = book().keep(second);
        long third = book().keep(first);

        assertThat(book().snapshot(number)).contains(first);
        assertThat(book().snapshot(other)).contains(second);
        assertThat(book().snapshot(third)).contains(first);
        assertThat(book().snapshot(third + 1)).isEmpty();
        SpendTerms sending = new SpendTerms(
                SpendType.REISSUE,
                BookSamples.LONG,
                BookSamples.LONG,
                Optional.of(other),
                Optional.empty(),
                Optional.empty());
        book().begin(ORIGIN, WISH, sending);
        assertThat(book().unresolved())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.sending()).isEqualTo(sending));
    }

    private void refused(Intent intent, String target, OrderRequest wanted) {
        assertThatThrownBy(() -> book().recorded(ORIGIN, SpendRequest.of(intent, target, wanted)))
                .isInstanceOf(IntentMismatchException.class);
    }
}
