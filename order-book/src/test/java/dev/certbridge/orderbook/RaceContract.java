package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sixteen callers at once, half of them with a second opening of the same book. */
interface RaceContract {

    int CALLERS = 16;

    SpendLog book();

    /** Opens the same book once more, as another process or host does. */
    SpendLog elsewhere();

    /** Returns the result of each caller: what it got, or the exception that refused it. */
    private List<Object> race(Function<Integer, Function<SpendLog, Object>> calls) throws Exception {
        SpendLog other = elsewhere();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        try {
            List<Callable<Object>> callers = IntStream.range(0, CALLERS)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        start.await();
                        try {
                            return calls.apply(i).apply(i % 2 == 0 ? book() : other);
                        } catch (ResellerException e) {
                            return e;
                        }
                    })
                    .toList();
            List<Object> results = new ArrayList<>();
            for (Future<Object> result : threads.invokeAll(callers)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertResults(List<Object> results, int attempts, Class<?> refusal) {
        assertThat(results).filteredOn(Attempt.class::isInstance).hasSize(attempts);
        assertThat(results).filteredOn(refusal::isInstance).hasSize(CALLERS - attempts);
    }

    @Test
    default void one_intent_begins_once() throws Exception {
        List<Object> results = race(i -> book -> book.begin(ORIGIN, SPEND, TERMS));

        assertResults(results, 1, OutcomeUnknownException.class);
        assertThat(book().unresolved()).hasSize(1);
    }

    @Test
    default void one_key_serves_one_intent() throws Exception {
        List<Object> results = race(i ->
                book -> book.begin(ORIGIN, SpendRequest.of(Intent.of("intent " + i), TARGET, REQUEST), TERMS));

        assertResults(results, 1, IntentMismatchException.class);
    }

    @Test
    default void an_intent_that_a_refusal_freed_begins_once() throws Exception {
        book().settle(begin(book()), State.REJECTED, Optional.empty());
        List<SpendRequest> corrected = IntStream.range(0, CALLERS)
                .mapToObj(i -> SpendRequest.of(INTENT, TARGET, request("n" + i + ".example.com")))
                .toList();
        List<Object> results = race(i -> book -> book.begin(ORIGIN, corrected.get(i), TERMS));

        assertResults(results, 1, IntentMismatchException.class);
        assertThat(book().unresolved()).hasSize(1);
    }

    @Test
    default void a_budget_is_never_overdrawn() throws Exception {
        book().budget(Budget.of("november", 100, Money.parse("EUR:100.00")));
        List<SpendRequest> requests =
                IntStream.range(0, CALLERS).mapToObj(i -> spend("intent " + i)).toList();
        List<Object> results = race(i -> book -> book.begin(ORIGIN, requests.get(i), taking("november", "EUR:20.00")));

        assertResults(results, 5, BudgetExhaustedException.class);
        assertThat(book().left("november").orElseThrow().cents()).isZero();
        assertThat(book().unresolved().stream().map(Attempt::number).distinct()).hasSize(5);
    }

    @Test
    default void different_intents_are_ordered_at_the_same_time() throws Exception {
        List<SpendRequest> requests =
                IntStream.range(0, CALLERS).mapToObj(i -> spend("intent " + i)).toList();
        List<Object> results = race(i -> book -> {
            Attempt attempt = book.begin(ORIGIN, requests.get(i), TERMS);
            boolean may = book.maySend(attempt);
            book.answered(attempt, new Attempt.Head(202, "x-process-id: " + i), Optional.of(id("P" + i)));
            book.settle(attempt, State.ACCEPTED, Optional.of(id("P" + i)));
            return may && book.recorded(ORIGIN, requests.get(i)).isPresent();
        });

        assertThat(results).containsOnly(true);
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void a_name_is_locked_by_one_caller() throws Exception {
        List<Object> results = race(i -> book -> book.lock("name", id("P" + i), Duration.ofHours(1)));
        assertThat(results).containsOnlyOnce(true);
    }

    @Test
    default void one_opening_of_a_book_reads_what_the_other_committed() {
        Attempt attempt = begin(book());
        try (SpendLog other = elsewhere()) {
            assertThat(other.unresolved()).hasSize(1);
            assertThat(other.maySend(attempt)).isTrue();
            accept(other, attempt, "ABC");
        }
        assertThat(book().maySend(attempt)).isFalse();
        assertThat(recordedId(book())).contains(id("ABC"));
    }
}
