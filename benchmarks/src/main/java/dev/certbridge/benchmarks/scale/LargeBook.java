package dev.certbridge.benchmarks.scale;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The calls of an order book in a database with many orders, as a client makes them for an order with a limit. */
final class LargeBook implements AutoCloseable {

    /** The number that the database replaces in the ids of copied orders. */
    static final String SAMPLE_ID = "4711000";

    static final String DAY = "day";
    static final String MONTH = "month";

    private static final OperationRef OPERATION = OperationRef.of("realtime", "requestCertificate");
    private static final Money PRICE = new Money("EUR", 2_500);

    private final OrderBook book;
    private final SpendLog log;
    private final String run = Long.toString(System.nanoTime(), 36);
    private int orders;

    LargeBook(DataSource source, Path recovery) {
        this.book = OrderBooks.postgres(source, recovery);
        this.log = SpendLog.of(book);
    }

    /** Allows any number of orders from these budgets. */
    void allow(String... budgets) {
        for (String budget : budgets) {
            book.budget(Budget.of(budget, Integer.MAX_VALUE, new Money("EUR", Long.MAX_VALUE / 4)));
        }
    }

    /** Records a quote and its order, as a client does. Returns the id of the order. */
    OrderId order(String providerId, Optional<String> budget) {
        KeyAndCsr key = KeyAndCsr.ecP256("www.example.com");
        OrderRequest request = OrderRequest.builder("ssl_example_dv")
                .csr(key.csr())
                .validity(Validity.months(6))
                .dcv(DcvMethod.DNS)
                .build();
        OrderId id = new OrderId(
                "realtime",
                "live",
                "acme",
                OrderId.Kind.ORDER,
                providerId,
                key.csr().keySha256(),
                OrderId.NONE);
        SpendRequest spend = SpendRequest.of(Intent.of("order-" + run + "-" + orders++), id.target(), request);
        log.recorded(OPERATION, spend);
        Attempt quote = log.begin(OPERATION, spend, terms(SpendType.QUOTE));
        log.maySend(quote);
        log.settle(quote, Attempt.State.QUOTED, Optional.empty());
        SpendTerms terms = terms(SpendType.ORDER).allowing(PRICE);
        Attempt attempt = log.begin(
                OPERATION,
                spend,
                budget.map(name -> terms.with(new SpendTerms.Charge(name, Optional.of(PRICE))))
                        .orElse(terms));
        log.maySend(attempt);
        log.answered(attempt, new Attempt.Head(202, "x-process-id: " + providerId), Optional.of(id));
        log.settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));
        log.compared(id, Optional.empty());
        return id;
    }

    private static SpendTerms terms(SpendType type) {
        return SpendTerms.of(type, Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    /** Returns the median duration of so many orders, in milliseconds. */
    double order(int times, Optional<String> budget) {
        return median(times, () -> order(Integer.toString(900_000_000 + orders), budget));
    }

    /** Returns the median duration of reading the unresolved attempts, in milliseconds. */
    double unresolved() {
        return median(5, book::unresolved);
    }

    /** Returns the median duration of reading what is left of a budget, in milliseconds. */
    double left(String budget) {
        return median(3, () -> book.left(budget));
    }

    /** Returns the median duration of looking up a listed order, in milliseconds. */
    double lookUp(OrderId id) {
        return median(50, () -> log.orders(id.target(), id.providerId()));
    }

    /** Reads a copied order with its request. Throws if the book does not know it. */
    void requireReadable(OrderId id) {
        if (book.requestOf(id).isEmpty()
                || log.orders(id.target(), id.providerId()).isEmpty()) {
            throw new IllegalStateException("the book cannot read the copied order " + id);
        }
    }

    private static double median(int times, Runnable call) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            call.run();
            nanos.add(System.nanoTime() - start);
        }
        return nanos.stream().sorted().toList().get(times / 2) / 1e6;
    }

    @Override
    public void close() {
        book.close();
    }
}
