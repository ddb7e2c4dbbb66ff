package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.REQUEST;
import static dev.certbridge.orderbook.BookSamples.SENDING;
import static dev.certbridge.orderbook.BookSamples.TARGET;
import static dev.certbridge.orderbook.BookSamples.WISH;
import static dev.certbridge.orderbook.BookSamples.id;
import static dev.certbridge.orderbook.BookSamples.taking;
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

/** Sixteen callers at once, half of them with a book of their own over the same pages. */
interface RaceContract {

    int CALLERS = 16;

    SpendLog book();

    /** Another book over the same pages, as another process or host has it. */
    SpendLog elsewhere();

    /** What each caller got; a refusal counts as a result. */
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

    @Test
    default void one_intent_begins_once() throws Exception {
        List<Object> results = race(i -> book -> book.begin(ORIGIN, WISH, SENDING));

        assertThat(results).hasAtLeastOneElementOfType(Attempt.class);
        assertThat(results).filteredOn(Attempt.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(OutcomeUnknownException.class::isInstance)
                .hasSize(CALLERS - 1);
        assertThat(book().unresolved()).hasSize(1);
    }

    @Test
    default void one_key_serves_one_intent() throws Exception {
        List<Object> results = race(i ->
                book -> book.begin(ORIGIN, SpendRequest.of(Intent.of("intent " + i), TARGET, REQUEST), SENDING));

        assertThat(results).filteredOn(Attempt.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(IntentMismatchException.class::isInstance)
                .hasSize(CALLERS - 1);
    }

    @Test
    default void a_budget_is_never_overdrawn() throws Exception {
        book().budget(new Budget("november", 100, Money.parse("EUR:100.00")));
        List<SpendRequest> wishes = IntStream.range(0, CALLERS)
                .mapToObj(i -> BookSamples.wish("intent " + i))
                .toList();
        List<Object> results = race(i -> book -> book.begin(ORIGIN, wishes.get(i), taking("november", "EUR:20.00")));

        assertThat(results).filteredOn(Attempt.class::isInstance).hasSize(5);
        assertThat(results)
                .filteredOn(BudgetExhaustedException.class::isInstance)
                .hasSize(CALLERS - 5);
        assertThat(book().left("november").orElseThrow().cents()).isZero();
        assertThat(book().unresolved().stream().map(Attempt::number).distinct()).hasSize(5);
    }

    @Test
    default void different_intents_go_through_whole_lives_side_by_side() throws Exception {
        List<SpendRequest> wishes = IntStream.range(0, CALLERS)
                .mapToObj(i -> BookSamples.wish("intent " + i))
                .toList();
        List<Object> results = race(i -> book -> {
            Attempt attempt = book.begin(ORIGIN, wishes.get(i), SENDING);
            boolean may = book.maySend(attempt);
            book.answered(attempt, new Attempt.Head(202, "x-process-id: " + i), Optional.of(id("P" + i)));
            book.settle(attempt, State.ACCEPTED, Optional.of(id("P" + i)));
            return may && book.recorded(ORIGIN, wishes.get(i)).isPresent();
        });

        assertThat(results).containsOnly(true);
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void a_name_is_held_by_one() throws Exception {
        List<Object> results = race(i -> book -> book.hold("name", id("P" + i), Duration.ofHours(1)));
        assertThat(results).containsOnlyOnce(true);
    }

    @Test
    default void what_one_book_committed_the_other_reads() {
        Attempt attempt = BookSamples.begin(book());
        try (SpendLog other = elsewhere()) {
            assertThat(other.unresolved()).hasSize(1);
            assertThat(other.maySend(attempt)).isTrue();
            other.settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        }
        assertThat(book().maySend(attempt)).isFalse();
        assertThat(BookSamples.recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
    }
}
