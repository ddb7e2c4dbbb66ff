package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of intents and keys, in every book. */
interface IntentContract {

    SpendLog book();

    private void refuses(Intent intent, String target, OrderRequest request) {
        assertThatThrownBy(() -> book().recorded(ORIGIN, SpendRequest.of(intent, target, request)))
                .isInstanceOf(IntentMismatchException.class);
    }

    private void reportsUnknown(boolean accepted) {
        assertThatThrownBy(() -> recorded(book()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.accepted()).isEqualTo(accepted));
    }

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
    default void an_attempt_in_progress_locks_its_intent() {
        Attempt attempt = begin(book());

        assertThatThrownBy(() -> begin(book())).isInstanceOf(OutcomeUnknownException.class);
        reportsUnknown(false);
        assertThat(book().unresolved())
                .singleElement()
                .returns(attempt.number(), Attempt::number)
                .returns(attempt.owner(), Attempt::owner)
                .returns(attempt.begun(), Attempt::begun)
                .returns(TERMS, Attempt::terms)
                .returns(INTENT, Attempt::intent)
                .returns(TARGET, Attempt::target)
                .returns(State.SENDING, Attempt::state)
                .returns(attempt.over(), Attempt::over);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "502, false"})
    default void an_unknown_attempt_locks_its_intent_and_reports_whether_it_was_accepted(int status, boolean accepted) {
        Attempt attempt = begin(book());
        Attempt.Head head = new Attempt.Head(status, "location: /x");
        book().answered(attempt, head, Optional.empty());
        book().settle(attempt, State.UNKNOWN, Optional.empty());

        assertThatThrownBy(() -> begin(book())).isInstanceOf(OutcomeUnknownException.class);
        reportsUnknown(accepted);
        assertThat(book().unresolved()).singleElement().returns(Optional.of(head), Attempt::head);
    }

    @Test
    default void an_accepted_attempt_is_recorded_with_its_id_and_its_first_CSR() {
        accept(book(), begin(book()), "ABC");

        SpendRequest again = SpendRequest.of(INTENT, TARGET, request("www.example.com"));
        Attempt recorded = book().recorded(ORIGIN, again).orElseThrow();
        assertThat(recorded.orderId()).contains(id("ABC"));
        assertThat(recorded.request().csr()).isEqualTo(REQUEST.csr());
        assertThat(recorded.request().fingerprint()).isEqualTo(REQUEST.fingerprint());
        assertThat(book().requestOf(id("ABC")).orElseThrow().csr()).isEqualTo(REQUEST.csr());
        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThatThrownBy(() -> begin(book())).isInstanceOf(IntentMismatchException.class);
    }

    @Test
    default void an_id_in_the_head_ends_the_attempt_as_accepted() {
        Attempt attempt = begin(book());
        Attempt.Head head = new Attempt.Head(202, "x-process-id: ABC");
        book().answered(attempt, head, Optional.of(id("ABC")));

        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().unresolved()).isEmpty();
        assertThat(recorded(book()))
                .get()
                .returns(Optional.of(id("ABC")), Attempt::orderId)
                .returns(Optional.of(head), Attempt::head);
    }

    @Test
    default void a_head_without_an_id_does_not_end_the_attempt() {
        Attempt attempt = begin(book());
        Attempt.Head head = new Attempt.Head(200, "content-type: application/json");
        book().answered(attempt, head, Optional.empty());

        assertThat(book().unresolved())
                .singleElement()
                .returns(Optional.of(head), Attempt::head)
                .returns(State.SENDING, Attempt::state);
    }

    @Test
    default void the_attempts_of_an_intent_are_found_in_any_state() {
        Attempt first = begin(book());
        book().settle(first, State.REJECTED, Optional.empty());
        Attempt second = begin(book());
        assertThat(book().attempts(INTENT))
                .extracting(Attempt::number, Attempt::state)
                .containsExactly(tuple(first.number(), State.REJECTED), tuple(second.number(), State.SENDING));
        assertThat(book().attempts(Intent.of("shop/other"))).isEmpty();
        assertThat(book().attempt(second.number() + 1)).isEmpty();
    }

    @Test
    default void the_same_intent_for_another_account_or_request_is_refused() {
        accept(book(), begin(book()), "ABC");

        refuses(INTENT, TARGET, request("www.example.org"));
        refuses(INTENT, TARGET, REQUEST.toBuilder().validity(Validity.days(30)).build());
        refuses(INTENT, OrderId.target("regfish", "live", "other"), REQUEST);
    }

    private Attempt attempt(OrderRequest request) {
        return book().begin(ORIGIN, SpendRequest.of(INTENT, TARGET, request), TERMS);
    }

    @Test
    default void a_refused_order_frees_its_intent_for_a_corrected_request() {
        OrderRequest corrected = request("www.example.org");
        book().settle(begin(book()), State.QUOTED, Optional.empty());
        book().settle(begin(book()), State.REJECTED, Optional.empty());
        assertThat(book().recorded(ORIGIN, SpendRequest.of(INTENT, "regfish:live:other", REQUEST)))
                .isEmpty();

        book().settle(attempt(corrected), State.REJECTED, Optional.empty());
        OrderRequest sameKey = REQUEST.toBuilder().validity(Validity.days(30)).build();
        book().settle(attempt(sameKey), State.REJECTED, Optional.empty());
        accept(book(), attempt(corrected), "ABC");

        assertThat(book().recorded(ORIGIN, SpendRequest.of(INTENT, TARGET, corrected)))
                .get()
                .returns(Optional.of(id("ABC")), Attempt::orderId);
        refuses(INTENT, TARGET, REQUEST);
        refuses(INTENT, TARGET, sameKey);
        refuses(Intent.of("other"), TARGET, REQUEST);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REJECTED")
    default void only_a_refusal_frees_an_intent_for_another_request(State state) {
        OrderRequest other = request("www.example.org");
        Attempt first = begin(book());
        if (state != State.SENDING) {
            book().settle(first, state, Optional.empty());
        }
        refuses(INTENT, TARGET, other);
        assertThatThrownBy(() -> attempt(other)).isInstanceOf(IntentMismatchException.class);
    }

    @Test
    default void a_refusal_after_an_abandoned_attempt_does_not_free_the_intent() {
        book().settle(begin(book()), State.ABANDONED, Optional.empty());
        book().settle(begin(book()), State.REJECTED, Optional.empty());

        refuses(INTENT, TARGET, request("www.example.org"));
        assertThat(recorded(book())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SENDING", "UNKNOWN"})
    default void a_corrected_request_with_an_unknown_outcome_locks_the_intent(State state) {
        OrderRequest corrected = request("www.example.org");
        book().settle(begin(book()), State.REJECTED, Optional.empty());
        Attempt second = attempt(corrected);
        if (state == State.UNKNOWN) {
            book().settle(second, state, Optional.empty());
        }

        assertThatThrownBy(() -> attempt(corrected)).isInstanceOf(OutcomeUnknownException.class);
        refuses(INTENT, TARGET, REQUEST);
        refuses(INTENT, TARGET, request("shop.example.com"));
        accept(book(), second, "ABC");
        refuses(INTENT, TARGET, REQUEST);
    }

    @Test
    default void a_refused_completion_can_be_corrected() {
        accept(book(), begin(book()), "ABC");
        SpendRequest wrong = SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_1");
        book().settle(book().begin(ORIGIN, wrong, TERMS), State.REJECTED, Optional.empty());

        SpendRequest corrected = SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_2");
        assertThat(book().recorded(ORIGIN, corrected)).isEmpty();
        refuses(INTENT, TARGET, request("www.example.org"));
        accept(book(), book().begin(ORIGIN, corrected, TERMS), "ABC");
        assertThatThrownBy(() -> book().recorded(ORIGIN, wrong)).isInstanceOf(IntentMismatchException.class);
    }

    @Test
    default void a_refusal_names_the_request_that_the_intent_was_used_for() {
        accept(book(), begin(book()), "ABC");
        assertFails(
                IntentMismatchException.class,
                () -> book().recorded(ORIGIN, SpendRequest.of(INTENT, TARGET, request("www.example.org"))),
                "was already used for " + REQUEST
                        + " at regfish live (no account), but this request has names=www.example.org. Repeat");

        book().begin(ORIGIN, SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_1"), TERMS);
        assertFails(
                IntentMismatchException.class,
                () -> book().recorded(ORIGIN, SpendRequest.completing(INTENT, REQUEST, id("ABC"), "hdl_2")),
                "was already used for the completion of " + id("ABC")
                        + " with hdl_1 at regfish live (no account), but this request is for the completion of "
                        + id("ABC") + " with hdl_2. Repeat");
    }

    @Test
    default void a_refusal_at_another_account_names_both_accounts_first() {
        accept(book(), begin(book()), "ABC");
        String here = OrderId.target("regfish", "localhost:19002", "example-handle");
        assertFails(
                IntentMismatchException.class,
                () -> book().recorded(ORIGIN, SpendRequest.of(INTENT, here, REQUEST)),
                "was already used at regfish live (no account), but this client is connected to"
                        + " regfish localhost:19002 example-handle. Check its address and account,"
                        + " or use another intent to order again");
        assertFails(
                IntentMismatchException.class,
                () -> book().recorded(ORIGIN, SpendRequest.of(INTENT, here, request("www.example.org"))),
                "has names=www.example.org, and this client is connected to regfish localhost:19002 example-handle.");
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "ACCEPTED", "UNKNOWN", "QUOTED"})
    default void a_key_that_was_sent_for_one_intent_is_refused_for_another(State state) {
        book().settle(begin(book()), state, Optional.empty());

        refuses(Intent.of("other"), TARGET, REQUEST);
        assertFails(
                IntentMismatchException.class,
                () -> book().begin(ORIGIN, SpendRequest.of(Intent.of("other"), TARGET, REQUEST), TERMS),
                "shop-4711/1");
    }

    @Test
    default void a_key_that_was_never_sent_is_free_for_another_intent() {
        book().settle(begin(book()), State.NOT_SENT, Optional.empty());
        assertThat(book().recorded(ORIGIN, SpendRequest.of(Intent.of("other"), TARGET, REQUEST)))
                .isEmpty();
    }

    @Test
    default void a_completion_with_an_intent_of_its_own_does_not_change_the_order() {
        accept(book(), begin(book()), "ABC");
        SpendRequest completion = SpendRequest.completing(Intent.of("completion"), REQUEST, id("ABC"), "hdl_1");
        accept(book(), book().begin(ORIGIN, completion, TERMS), "ABC");

        assertThat(recordedId(book())).contains(id("ABC"));
        assertThat(book().recorded(ORIGIN, completion)).isPresent();
        assertThat(book().orders(TARGET, "ABC"))
                .singleElement()
                .satisfies(order -> assertThat(order.intent()).contains(INTENT));
    }

    @Test
    default void an_order_without_an_intent_is_stored_and_gets_the_first_intent_that_becomes_it() {
        Attempt quote =
                book().begin(ORIGIN, SpendRequest.standaloneQuote(TARGET, request("www.example.com")), QUOTE_TERMS);
        accept(book(), quote, "ABC");

        assertThat(book().knows(TARGET, "ABC")).isTrue();
        assertThat(book().knows(OrderId.target("regfish", "live", "other"), "ABC"))
                .isFalse();
        assertThat(book().orders(TARGET, "ABC"))
                .singleElement()
                .satisfies(order -> assertThat(order.intent()).isEmpty());
        assertThat(recorded(book())).isEmpty();

        accept(book(), begin(book()), "ABC");
        accept(book(), quote, "ABC");
        assertThat(book().orders(TARGET, "ABC")).singleElement().satisfies(order -> {
            assertThat(order.intent()).contains(INTENT);
            assertThat(order.request().csr()).isEqualTo(REQUEST.csr());
        });
        assertThat(book().requestOf(id("other"))).isEmpty();
    }

    @Test
    default void a_quote_uses_no_key_and_needs_no_intent() {
        accept(book(), begin(book()), "ABC");
        Attempt quote = book().begin(ORIGIN, quote(), QUOTE_TERMS);
        assertThat(book().unresolved()).singleElement().satisfies(open -> {
            assertThat(open.type()).isEqualTo(SpendType.STANDALONE_QUOTE);
            assertThat(open.intent().name()).startsWith("quote:");
        });
        assertThat(recordedId(book())).contains(id("ABC"));

        OrderRequest other = request("shop.example.com");
        Attempt unanswered = book().begin(ORIGIN, SpendRequest.standaloneQuote(TARGET, other), QUOTE_TERMS);
        book().settle(unanswered, State.UNKNOWN, Optional.empty());
        assertThat(book().recorded(ORIGIN, SpendRequest.of(Intent.of("shop"), TARGET, other)))
                .isEmpty();

        book().settle(quote, State.QUOTED, Optional.empty());
        assertThat(book().unresolved()).extracting(Attempt::number).containsExactly(unanswered.number());
    }

    @Test
    default void a_snapshot_is_stored_whole_and_found_by_its_number() {
        Snapshot first = new Snapshot(TARGET, Instant.parse("2026-11-22T10:00:00.123456789Z"), Set.of("A", "B\nC=\\"));
        Snapshot second = new Snapshot(TARGET, Instant.EPOCH, Set.of());
        long number = book().keep(first);
        long other = book().keep(second);
        long third = book().keep(first);

        assertThat(book().snapshot(number)).contains(first);
        assertThat(book().snapshot(other)).contains(second);
        assertThat(book().snapshot(third)).contains(first);
        assertThat(book().snapshot(third + 1)).isEmpty();
        SpendTerms terms =
                new SpendTerms(SpendType.REISSUE, LONG, LONG, Optional.of(other), Optional.empty(), Optional.empty());
        book().begin(ORIGIN, SPEND, terms);
        assertThat(book().unresolved()).singleElement().returns(terms, Attempt::terms);
    }
}
