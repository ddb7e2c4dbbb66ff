package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.BookTransaction.Spent;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of charges in a database always equal the sums of its attempts and refunds. */
interface BudgetSumContract {

    List<String> BUDGETS = List.of("small", "large");

    SpendLog book();

    SpendLog elsewhere();

    Connection database() throws SQLException;

    /** Makes the same changes in the book and in a book in memory, which adds up the charges for every call. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void any_sequence_of_changes_leaves_the_sums_of_the_charges(long seed) throws SQLException {
        Random random = new Random(seed);
        List<SpendLog> books = List.of(book(), inMemory());
        List<List<Attempt>> attempts = List.of(new ArrayList<>(), new ArrayList<>());
        books.forEach(book -> {
            book.budget(Budget.of("small", 40, Money.parse("EUR:400.00")));
            book.budget(Budget.of("large", 1_000, new Money("EUR", Long.MAX_VALUE)));
        });
        for (int step = 0; step < 250; step++) {
            BiConsumer<SpendLog, List<Attempt>> change = change(random, "shop/" + step, step);
            List<String> results = new ArrayList<>();
            for (int i = 0; i < books.size(); i++) {
                results.add(result(change, books.get(i), attempts.get(i)));
            }
            assertThat(results.get(0)).as("step %d", step).isEqualTo(results.get(1));
        }
        assertThat(books.get(0).left("large").orElseThrow().orders()).isLessThan(1_000);
        assertSums(database());
    }

    private static String result(BiConsumer<SpendLog, List<Attempt>> change, SpendLog book, List<Attempt> attempts) {
        String refusal = "";
        try {
            change.accept(book, attempts);
        } catch (RuntimeException e) {
            refusal = e.getMessage();
        }
        return BUDGETS.stream().map(book::left).toList() + refusal;
    }

    private static BiConsumer<SpendLog, List<Attempt>> change(Random random, String intent, int step) {
        int kind = random.nextInt(12);
        int chosen = step == 0 ? 0 : random.nextInt(step);
        OrderId id = id("P" + random.nextInt(15));
        Optional<OrderId> sometimes = Optional.of(id).filter(unused -> random.nextInt(3) > 0);
        State state = State.values()[random.nextInt(State.values().length)];
        Money money = money(random);
        if (kind < 4) {
            SpendTerms terms = OVER_AT_ONCE
                    .with(new SpendTerms.Charge(
                            BUDGETS.get(random.nextInt(2)), Optional.of(money).filter(unused -> random.nextInt(5) > 0)))
                    .allowing(Money.parse("EUR:25.00"));
            SpendRequest request = SpendRequest.of(Intent.of(intent), TARGET, REQUEST_WITHOUT_KEY);
            return (book, attempts) -> attempts.add(book.begin(ORIGIN, request, terms));
        }
        return (book, attempts) -> {
            if (attempts.isEmpty()) {
                return;
            }
            Attempt attempt = attempts.get(chosen % attempts.size());
            switch (kind) {
                case 4, 5 -> book.settle(attempt, state, sometimes);
                case 6, 7 -> book.answered(attempt, new Attempt.Head(202, "x-process-id: P"), sometimes);
                case 8 -> book.abandonNow(attempt, REASON);
                case 9 -> book.settle(attempt, placed(id.providerId()));
                case 10 -> book.refunded(id, money);
                default -> {
                    book.overspent(id, money, "it cost more");
                    book.resume("seen");
                    book.compared(id, Optional.of(money));
                }
            }
        };
    }

    private static Money money(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Money("EUR", 0);
            case 1 -> new Money("USD", 0);
            case 2 -> new Money("USD", 500);
            case 3 -> new Money("EUR", Long.MAX_VALUE / 3 + random.nextInt(1_000_000));
            default -> new Money("EUR", random.nextInt(5_000));
        };
    }

    @Test
    default void the_sums_are_exact_and_no_budget_is_overdrawn_with_32_threads() throws Exception {
        int threads = 32;
        book().budget(Budget.of("small", 60, Money.parse("EUR:60.00")));
        SpendLog other = elsewhere();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<String>> callers = IntStream.range(0, threads)
                    .<Callable<String>>mapToObj(i -> () -> spend(i % 2 == 0 ? book() : other, i))
                    .toList();
            for (Future<String> result : pool.invokeAll(callers)) {
                assertThat(result.get()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
        assertSums(database());
    }

    /** Begins and ends attempts. Returns what was wrong; empty if nothing was. */
    private static String spend(SpendLog book, int caller) {
        Random random = new Random(caller);
        for (int i = 0; i < 6; i++) {
            SpendRequest request = SpendRequest.of(Intent.of("shop/" + caller + "/" + i), TARGET, REQUEST_WITHOUT_KEY);
            try {
                Attempt attempt = book.begin(ORIGIN, request, taking("small", "EUR:1.00"));
                OrderId id = id(caller + "-" + i);
                switch (random.nextInt(4)) {
                    case 0 -> book.settle(attempt, State.REJECTED, Optional.empty());
                    case 1 -> book.settle(attempt, State.NOT_SENT, Optional.empty());
                    case 2 -> {
                        book.answered(attempt, new Attempt.Head(202, "x-process-id: P"), Optional.of(id));
                        book.refunded(id, Money.parse("EUR:0.50"));
                    }
                    default -> book.settle(attempt, State.ACCEPTED, Optional.of(id));
                }
            } catch (BudgetExhaustedException e) {
                // Other callers have taken what the budget allows.
            }
            Budget.Left left = book.left("small").orElseThrow();
            if (left.orders() < 0 || left.cents() < 0) {
                return "overdrawn: " + left;
            }
        }
        return "";
    }

    /** Asserts that the sums in a database equal the sums of its attempts and refunds. */
    static void assertSums(Connection connection) throws SQLException {
        try (connection) {
            Sql sql = new Sql(connection);
            for (String budget : sql.texts("SELECT name FROM certbridge_budget")) {
                List<Spent> charges = sql.list(
                        "SELECT a.charge_currency, a.charge_cents, r.currency, r.cents FROM certbridge_attempt a"
                                + " LEFT JOIN certbridge_refund r ON r.order_id = a.order_id WHERE a.budget = ?"
                                + " AND a.state NOT IN ('NOT_SENT', 'REJECTED', 'QUOTED')",
                        row -> BookRules.spent(
                                new SpendTerms.Charge(budget, money(row.getString(1), row.getLong(2))),
                                money(row.getString(3), row.getLong(4))),
                        budget);
                assertThat(new SqlBudgetSums(sql)
                                .of(budget).stream()
                                        .filter(sum -> sum.orders() != 0 || sum.priced() != 0 || sum.cents() != 0))
                        .as("the sums of budget %s", budget)
                        .containsExactlyInAnyOrderElementsOf(charges.stream()
                                .collect(Collectors.toMap(Spent::currency, one -> one, BookRules::plus))
                                .values()
                                .stream()
                                .filter(sum -> sum.orders() != 0 || sum.priced() != 0 || sum.cents() != 0)
                                .toList());
            }
        }
    }

    private static Optional<Money> money(String currency, long cents) {
        return Optional.ofNullable(currency).map(present -> new Money(present, cents));
    }
}
