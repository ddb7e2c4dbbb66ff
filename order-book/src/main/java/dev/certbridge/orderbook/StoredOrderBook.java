package dev.certbridge.orderbook;

import dev.certbridge.orderbook.BookTransaction.Hold;
import dev.certbridge.orderbook.BookTransaction.PublishedRecord;
import dev.certbridge.orderbook.Store.CommitUnknownException;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** An order book that applies {@link BookRules} in transactions of a {@link Store}. */
final class StoredOrderBook implements SpendLog {

    private final Store store;
    private final RecoveryLog recovery;
    private final ListingLog listings;

    /** Opens a book and applies the recovery files in the folder. If the book then fails, closes the store. */
    StoredOrderBook(Store store, Optional<RecoveryFolder> folder) {
        this.store = store;
        this.listings = new ListingLog(store);
        try {
            this.recovery = new RecoveryLog(store, folder);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Optional<Attempt> recorded(OperationRef origin, SpendRequest request) {
        recovery.settleUnsent();
        Optional<String> key = reservedKey(request);
        return store.read(tx -> BookRules.recorded(origin, request, tx.attemptsOf(request.intent(), key)));
    }

    /** Returns the hash of the public key that a request reserves for its intent. */
    private static Optional<String> reservedKey(SpendRequest request) {
        OrderRequest order = request.request();
        return request.completes().isEmpty() && order.hasCsr()
                ? Optional.of(order.csr().keySha256())
                : Optional.empty();
    }

    @Override
    public Attempt begin(OperationRef origin, SpendRequest request, SpendTerms terms, Optional<Instant> serverTime) {
        recovery.settleUnsent();
        boolean hasIntent = terms.type() != SpendType.STANDALONE_QUOTE;
        Optional<String> key = reservedKey(request);
        AtomicReference<Attempt> begun = new AtomicReference<>();
        try {
            return store.write(tx -> {
                Instant now = tx.now();
                SpendTerms stored = terms.lasting(BookRules.lag(origin, now, serverTime));
                BookTransaction.Status status = tx.status();
                status.halted().ifPresent(reason -> {
                    throw new BookHaltedException(origin, reason);
                });
                if (hasIntent) {
                    BookRules.requireFree(origin, request, tx.attemptsOf(request.intent(), key));
                }
                terms.charge()
                        .ifPresent(charge -> BookRules.refuseExhausted(origin, charge, left(tx, charge.budget())));
                Attempt attempt = new Attempt.Builder(
                                status.lastAttempt() + 1,
                                request,
                                stored,
                                UUID.randomUUID().toString(),
                                now)
                        .build();
                tx.add(attempt);
                begun.set(attempt);
                return attempt;
            });
        } catch (CommitUnknownException e) {
            return recovery.committed(begun.get(), e);
        }
    }

    @Override
    public boolean maySend(Attempt attempt) {
        return store.read(tx -> tx.status().halted().isEmpty()
                && tx.attempt(attempt.number(), attempt.owner())
                        .filter(stored -> BookRules.maySend(stored, tx.now()))
                        .isPresent());
    }

    @Override
    public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        change(attempt, id, (tx, stored) -> BookRules.afterHead(stored, head, id));
    }

    @Override
    public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        if (state == Attempt.State.SENDING) {
            throw new IllegalArgumentException("an attempt cannot end in state SENDING");
        }
        try {
            change(attempt, id, (tx, stored) -> BookRules.afterReport(stored, state, id));
        } catch (IllegalStateException e) {
            throw state == Attempt.State.NOT_SENT ? recovery.settleLater(attempt, e) : e;
        }
    }

    @Override
    public void settle(Attempt attempt, Reconciliation.Placed placed) {
        OrderId id = placed.id();
        change(attempt, Optional.of(id), (tx, stored) -> {
            BookRules.requireSameAccountAndKey(stored, id);
            BookRules.refuseOwned(stored, id, tx.orders(stored.target(), id.providerId()));
            BookRules.requireProvable(stored, tx.now());
            return stored.with(id).in(Attempt.State.ACCEPTED);
        });
    }

    @Override
    public void abandon(Attempt attempt, String reason) {
        abandon(attempt, reason, (tx, stored) -> BookRules.requireSettleable(stored, tx.now()));
    }

    @Override
    public void abandonNow(Attempt attempt, String reason) {
        abandon(attempt, reason, (tx, stored) -> BookRules.requireUnresolved(stored));
    }

    private void abandon(Attempt attempt, String reason, BiConsumer<BookTransaction, Attempt> check) {
        String checked = BookRules.requireReason(reason);
        change(attempt, Optional.empty(), (tx, stored) -> {
            check.accept(tx, stored);
            tx.reason(stored.number(), checked);
            return stored.in(Attempt.State.ABANDONED);
        });
    }

    private void change(Attempt attempt, Optional<OrderId> id, BiFunction<BookTransaction, Attempt, Attempt> change) {
        if (!change(store, attempt.number(), attempt.owner(), id, change)) {
            throw new IllegalArgumentException(
                    "attempt " + attempt.number() + " is not in this book. It belongs to another book");
        }
    }

    /**
     * Changes an attempt. If an order id is given, stores the order of the attempt. Returns false if the store does not
     * contain the attempt.
     */
    static boolean change(
            Store store,
            long number,
            String owner,
            Optional<OrderId> id,
            BiFunction<BookTransaction, Attempt, Attempt> change) {
        return store.write(tx -> {
            Optional<Attempt> changed = tx.attempt(number, owner).map(stored -> change.apply(tx, stored));
            changed.ifPresent(attempt -> {
                tx.change(attempt);
                id.ifPresent(seen -> tx.put(BookRules.owned(tx.order(seen), seen, attempt)));
            });
            return changed.isPresent();
        });
    }

    private void write(Consumer<BookTransaction> work) {
        store.write(tx -> {
            work.accept(tx);
            return tx;
        });
    }

    @Override
    public Optional<Path> writeRecoveryFile(Attempt attempt, Optional<OrderId> id) {
        return recovery.write(attempt, id);
    }

    @Override
    public Instant now() {
        return store.read(BookTransaction::now);
    }

    @Override
    public List<Attempt> attempts(Intent intent) {
        return store.read(tx -> tx.attemptsOf(intent, Optional.empty()));
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return store.read(tx -> tx.attempt(number));
    }

    @Override
    public Optional<OrderRequest> requestOf(OrderId id) {
        return store.read(tx -> tx.order(id)).map(KnownOrder::request);
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return store.read(tx -> tx.orders(target, providerId));
    }

    @Override
    public List<Attempt> unresolved() {
        return store.read(BookTransaction::unresolved);
    }

    @Override
    public List<Attempt> uncompared() {
        return store.read(BookTransaction::uncompared);
    }

    @Override
    public void compared(OrderId id, Optional<Money> charged) {
        // Every read of an order calls this method, and usually there is nothing to write.
        if (!store.read(tx -> BookRules.compared(tx.accepted(id), charged, tx::budget))
                .isEmpty()) {
            write(tx -> BookRules.compared(tx.accepted(id), charged, tx::budget).forEach(tx::change));
        }
    }

    @Override
    public long keep(Snapshot snapshot) {
        return store.write(tx -> tx.add(snapshot));
    }

    @Override
    public ListingTurn listing(String target, List<String> names, Duration maxAge, Duration readingTime) {
        return listings.turn(target, names, maxAge, readingTime);
    }

    @Override
    public long keepListing(Snapshot listing, List<OpenOrder> open, Optional<ListingTurn.Read> turn) {
        return listings.keep(listing, open, turn);
    }

    @Override
    public void endReading(String target, ListingTurn.Read turn) {
        listings.endReading(target, turn);
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return store.read(tx -> tx.snapshot(number));
    }

    @Override
    public void budget(Budget budget) {
        write(tx -> {
            BookRules.requireSameCurrency(budget, tx.spent(budget.name()));
            tx.put(budget);
        });
    }

    @Override
    public Optional<Budget.Left> left(String name) {
        return store.read(tx -> left(tx, name));
    }

    private static Optional<Budget.Left> left(BookTransaction tx, String name) {
        return tx.budget(Normalizer.normalize(name, Normalizer.Form.NFC))
                .map(budget -> BookRules.left(budget, tx.spent(budget.name())));
    }

    @Override
    public void refunded(OrderId id, Money refund) {
        write(tx -> tx.addRefund(id, refund));
    }

    @Override
    public Optional<Money> allowed(OrderId id) {
        return store.read(tx -> BookRules.orderedBy(tx.accepted(id)))
                .flatMap(attempt -> attempt.terms().allowed());
    }

    @Override
    public void overspent(OrderId id, Money charged, String reason) {
        String checked = BookRules.requireReason(reason);
        write(tx -> {
            BookRules.orderedBy(tx.accepted(id))
                    .map(one -> one.with(one.terms().allowing(charged)))
                    .ifPresent(tx::change);
            BookRules.compared(tx.accepted(id), Optional.of(charged), tx::budget)
                    .forEach(tx::change);
            tx.halted(Optional.of(BookRules.bothReasons(tx.status().halted(), checked)));
        });
    }

    @Override
    public void halt(String reason) {
        String checked = BookRules.requireReason(reason);
        write(tx -> tx.halted(Optional.of(BookRules.bothReasons(tx.status().halted(), checked))));
    }

    @Override
    public Optional<String> halted() {
        return store.read(tx -> tx.status().halted());
    }

    @Override
    public void resume(String reason) {
        BookRules.requireReason(reason);
        write(tx -> tx.halted(Optional.empty()));
    }

    @Override
    public void backup(Path target) {
        store.backUp(target);
    }

    @Override
    public List<Path> damagedRecoveryFiles() {
        return recovery.damaged();
    }

    @Override
    public boolean lock(String name, OrderId holder, Duration time) {
        StoredText.requireIndexable(name, name);
        return store.write(tx -> {
            Instant now = tx.now();
            boolean free = tx.held(name)
                    .filter(held -> !held.holder().equals(holder) && BookRules.holds(held, now, time))
                    .isEmpty();
            if (free) {
                tx.put(name, new Hold(holder, now.plus(time)));
            }
            return free;
        });
    }

    @Override
    public void unlock(String name, OrderId holder) {
        write(tx -> tx.held(name).filter(held -> held.holder().equals(holder)).ifPresent(held -> tx.release(name)));
    }

    @Override
    public void publishing(OrderId order, DnsRecord record) {
        StoredText.requireIndexable(record.name(), record.name() + record.type() + record.value());
        write(tx -> tx.add(new PublishedRecord(order, record)));
    }

    @Override
    public void removed(OrderId order, DnsRecord record) {
        DnsRecord gone = new PublishedRecord(order, record).record();
        write(tx -> tx.recordsAbout(order).stream()
                .filter(one -> one.isOf(order) && one.record().equals(gone))
                .forEach(tx::remove));
    }

    @Override
    public List<DnsRecord> published(OrderId order) {
        return store.read(tx -> tx.recordsAbout(order).stream()
                .filter(one -> one.isOf(order))
                .map(PublishedRecord::record)
                .distinct()
                .toList());
    }

    @Override
    public boolean publishedByOthers(OrderId order, String name) {
        return store.read(tx -> tx.recordsAt(name).stream().anyMatch(one -> !one.isOf(order)));
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
