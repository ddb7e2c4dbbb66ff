package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
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
import java.util.stream.Collectors;

/**
 * An order book whose content is in a {@link Store}. The methods apply {@link BookRules} in transactions of the store.
 */
final class StoredOrderBook implements SpendLog {

    /**
     * The longest DNS record, in bytes. An index entry of PostgreSQL allows about 2,700, and also contains the id of
     * the order.
     */
    private static final int LONGEST_RECORD = 1_600;

    private final Store store;
    private final RecoveryLog recovery;

    /** Applies the recovery files that an earlier run left in the folder. Closes the store if that fails. */
    StoredOrderBook(Store store, Optional<RecoveryFolder> folder) {
        this.store = store;
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
        return store.read(tx -> recorded(tx, origin, request));
    }

    private static Optional<Attempt> recorded(BookTransaction tx, OperationRef origin, SpendRequest request) {
        if (request.completes().isEmpty() && request.request().hasCsr()) {
            tx.attemptsWithKey(request.request().csr().keySha256())
                    .forEach(attempt -> BookRules.refuseForeignKey(origin, request, attempt));
        }
        return BookRules.recorded(origin, request, tx.attemptsOf(request.intent()));
    }

    @Override
    public Attempt begin(OperationRef origin, SpendRequest request, SpendTerms terms, Optional<Instant> serverTime) {
        recovery.settleUnsent();
        AtomicReference<Attempt> begun = new AtomicReference<>();
        try {
            return store.write(tx -> {
                Instant now = tx.now();
                SpendTerms stored = terms.lasting(BookRules.lag(origin, now, serverTime));
                return begin(tx, origin, request, stored, now, begun);
            });
        } catch (CommitUnknownException e) {
            return recovery.committed(begun.get(), e);
        }
    }

    private static Attempt begin(
            BookTransaction tx,
            OperationRef origin,
            SpendRequest request,
            SpendTerms terms,
            Instant now,
            AtomicReference<Attempt> begun) {
        tx.halted().ifPresent(reason -> {
            throw new BookHaltedException(origin, reason);
        });
        if (terms.type() != SpendType.STANDALONE_QUOTE
                && recorded(tx, origin, request).isPresent()) {
            throw new IntentMismatchException(
                    origin,
                    "nothing was sent: intent \"" + request.intent()
                            + "\" was ordered by another caller meanwhile; repeat the call to get its order");
        }
        terms.charge().ifPresent(charge -> BookRules.refuseExhausted(origin, charge, left(tx, charge.budget())));
        Attempt attempt = new Attempt(
                tx.lastAttempt() + 1,
                request,
                terms,
                UUID.randomUUID().toString(),
                now,
                Attempt.State.SENDING,
                Optional.empty(),
                Optional.empty(),
                false);
        tx.add(attempt);
        begun.set(attempt);
        return attempt;
    }

    @Override
    public boolean maySend(Attempt attempt) {
        return store.read(tx -> tx.halted().isEmpty()
                && tx.attempt(attempt.number())
                        .filter(now -> now.state() == Attempt.State.SENDING
                                && now.owner().equals(attempt.owner())
                                && mayStart(now, tx.now()))
                        .isPresent());
    }

    private static boolean mayStart(Attempt attempt, Instant now) {
        return now.isBefore(attempt.sendBefore()) && BookRules.runsOn(attempt, now);
    }

    @Override
    public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        store.change(tx ->
                BookRules.store(tx, BookRules.afterHead(known(tx, attempt), id).with(head), id));
    }

    @Override
    public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        BookRules.requireEnd(state);
        store.change(tx -> BookRules.store(tx, BookRules.afterReport(known(tx, attempt), state, id), id));
    }

    @Override
    public void settle(Attempt attempt, Reconciliation.Placed placed) {
        store.change(tx -> {
            Attempt known = known(tx, attempt);
            BookRules.requireSameAccountAndKey(known, placed.id());
            BookRules.refuseOwned(
                    known, placed.id(), tx.orders(known.target(), placed.id().providerId()));
            BookRules.requireProvable(known, tx.now());
            BookRules.store(tx, known.with(placed.id()).in(Attempt.State.ACCEPTED), Optional.of(placed.id()));
        });
    }

    @Override
    public void abandon(Attempt attempt, String reason) {
        abandon(attempt, reason, (tx, known) -> BookRules.requireSettleable(known, tx.now()));
    }

    @Override
    public void abandonNow(Attempt attempt, String reason) {
        abandon(attempt, reason, (tx, known) -> BookRules.requireUnresolved(known));
    }

    private void abandon(Attempt attempt, String reason, BiConsumer<BookTransaction, Attempt> check) {
        String checked = BookRules.requireReason(reason);
        store.change(tx -> {
            Attempt known = known(tx, attempt);
            check.accept(tx, known);
            tx.change(known.in(Attempt.State.ABANDONED));
            tx.reason(known.number(), checked);
        });
    }

    @Override
    public Optional<Path> writeRecoveryFile(Attempt attempt, Optional<OrderId> id) {
        return recovery.write(attempt, id);
    }

    @Override
    public List<Attempt> attempts(Intent intent) {
        return store.read(tx -> tx.attemptsOf(intent));
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
    public void compared(OrderId id) {
        // Every read of an order calls this method, and usually there is nothing to write.
        if (!store.read(tx -> BookRules.priceOpen(tx, id)).isEmpty()) {
            store.change(tx -> BookRules.closePrice(tx, id));
        }
    }

    @Override
    public long keep(Snapshot snapshot) {
        return store.write(tx -> tx.add(snapshot));
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return store.read(tx -> tx.snapshot(number));
    }

    @Override
    public void budget(Budget budget) {
        store.change(tx -> {
            BookRules.requireSameCurrency(budget, tx.taken(budget.name()));
            tx.put(budget);
        });
    }

    @Override
    public Optional<Budget.Left> left(String name) {
        return store.read(tx -> left(tx, name));
    }

    private static Optional<Budget.Left> left(BookTransaction tx, String name) {
        return tx.budget(Normalizer.normalize(name, Normalizer.Form.NFC))
                .map(budget -> BookRules.left(budget, tx.taken(budget.name())));
    }

    @Override
    public void refunded(OrderId id, Money refund) {
        store.change(tx -> tx.addRefund(id, refund));
    }

    @Override
    public Optional<Money> allowed(OrderId id) {
        return store.read(tx -> BookRules.orderedBy(tx, id))
                .flatMap(attempt -> attempt.terms().allowed());
    }

    @Override
    public void overspent(OrderId id, Money charged, String reason) {
        String checked = BookRules.requireReason(reason);
        store.change(tx -> {
            BookRules.orderedBy(tx, id)
                    .map(attempt ->
                            BookRules.raised(attempt, charged, tx::budget).orElse(attempt))
                    .map(attempt -> attempt.with(attempt.terms().allowing(charged)))
                    .ifPresent(tx::change);
            BookRules.closePrice(tx, id);
            tx.halted(Optional.of(BookRules.bothReasons(tx.halted(), checked)));
        });
    }

    @Override
    public void halt(String reason) {
        String checked = BookRules.requireReason(reason);
        store.change(tx -> tx.halted(Optional.of(BookRules.bothReasons(tx.halted(), checked))));
    }

    @Override
    public Optional<String> halted() {
        return store.read(BookTransaction::halted);
    }

    @Override
    public void resume(String reason) {
        BookRules.requireReason(reason);
        store.change(tx -> tx.halted(Optional.empty()));
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
        requireIndexable(name, name);
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
        store.change(
                tx -> tx.held(name).filter(held -> held.holder().equals(holder)).ifPresent(held -> tx.release(name)));
    }

    @Override
    public void publishing(OrderId order, DnsRecord record) {
        requireIndexable(record.name(), record.name() + record.type() + record.value());
        store.change(tx -> tx.add(new PublishedRecord(order, record)));
    }

    private static void requireIndexable(String name, String text) {
        int length = StoredText.of(text).getBytes(UTF_8).length;
        if (length > LONGEST_RECORD) {
            String shown =
                    name.codePoints().limit(100).mapToObj(Character::toString).collect(Collectors.joining());
            throw new IllegalStateException(
                    "the DNS record at " + shown.replaceAll("\\p{Cntrl}", "?") + " is refused: it is "
                            + length + " bytes long, and an order book stores at most " + LONGEST_RECORD
                            + ". Publish it yourself, and remove it once the certificate is issued");
        }
    }

    @Override
    public void removed(OrderId order, DnsRecord record) {
        DnsRecord gone = new PublishedRecord(order, record).record();
        store.change(tx -> tx.recordsAbout(order).stream()
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

    private static Attempt known(BookTransaction tx, Attempt attempt) {
        return BookRules.stored(tx, attempt.number(), attempt.owner())
                .orElseThrow(() -> new IllegalArgumentException(
                        "attempt " + attempt.number() + " is not in this book; it is of another book"));
    }
}
