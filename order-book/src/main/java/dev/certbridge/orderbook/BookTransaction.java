package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What stands in a book, inside one step of its {@link Store}. Keeps and finds; decides nothing. */
interface BookTransaction {

    /** The time by the book's clock. */
    Instant now();

    /** The number of the youngest attempt, 0 in a new book. */
    long lastAttempt();

    Optional<Attempt> attempt(long number);

    /** Oldest first. */
    List<Attempt> attemptsOf(Intent intent);

    /** Those whose CSR has this key, oldest first. */
    List<Attempt> attemptsWithKey(String keySha256);

    /** Those that became this order, oldest first: its own, its completion, and a question that became it. */
    List<Attempt> accepted(OrderId id);

    /** Oldest first. */
    List<Attempt> unresolved();

    /** Those of which {@link Attempt#priceOpen} is true, oldest first. */
    List<Attempt> uncompared();

    void add(Attempt attempt);

    /** Writes anew what can change of an attempt: state, head, order, charge and comparison. */
    void change(Attempt attempt);

    /** Why a person gave an attempt up: for whoever looks into the database. */
    void reason(long attempt, String reason);

    Optional<KnownOrder> order(OrderId id);

    List<KnownOrder> orders(String target, String providerId);

    /** Adds an order or writes it anew. */
    void put(KnownOrder order);

    /** Adds a snapshot and gives its number. */
    long add(Snapshot snapshot);

    Optional<Snapshot> snapshot(long number);

    Optional<Budget> budget(String name);

    /** Adds a budget or writes it anew. */
    void put(Budget budget);

    /** The charges of a budget whose attempts may have ordered something. */
    List<Taken> taken(String budget);

    /** Keeps the first refund of an order. */
    void addRefund(OrderId id, Money refund);

    Optional<String> halted();

    void halted(Optional<String> reason);

    Optional<Hold> held(String name);

    /** Adds a hold or writes it anew. */
    void put(String name, Hold hold);

    void release(String name);

    /** Adds a record that is published for an order, unless it is there. */
    void add(PublishedRecord published);

    void remove(PublishedRecord published);

    /** Of everything that has the same id of the reseller's, sorted by the text of the record. */
    List<PublishedRecord> recordsAbout(OrderId order);

    List<PublishedRecord> recordsAt(String name);

    /** A charge, and what came back of it. */
    record Taken(SpendTerms.Charge charge, Optional<Money> refund) {}

    /** Who holds a name, and until when. */
    record Hold(OrderId holder, Instant until) {}
}
