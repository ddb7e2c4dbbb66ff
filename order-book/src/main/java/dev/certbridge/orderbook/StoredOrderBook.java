package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** The rules of a book over whatever keeps its pages: every method is one step of the store. */
final class StoredOrderBook extends StoredDnsNames implements SpendLog {

    private final Store store;
    private final Optional<RecoveryLog> rescues;
    private final UnsentAttempts unsent;

    /** Applies what an earlier run could only leave in the folder. Closes the store when it cannot. */
    StoredOrderBook(Store store, Optional<RecoveryFolder> folder) {
        super(store);
        this.store = store;
        try {
            this.rescues = folder.map(existing -> new RecoveryLog(store, existing));
            this.unsent = new UnsentAttempts(store, rescues);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Optional<Attempt> recorded(OperationRef origin, SpendRequest wish) {
        unsent.settle();
        return store.read(pages -> recorded(pages, origin, wish));
    }

    private static Optional<Attempt> recorded(BookTransaction pages, OperationRef origin, SpendRequest wish) {
        if (wish.completes().isEmpty() && wish.request().hasCsr()) {
            pages.attemptsWithKey(wish.request().csr().keySha256())
                    .forEach(attempt -> BookRules.refuseForeignKey(origin, wish, attempt));
        }
        return BookRules.recorded(origin, wish, pages.attemptsOf(wish.intent()));
    }

    @Override
    public Attempt begin(OperationRef origin, SpendRequest wish, SpendTerms sending, Optional<Instant> serverTime) {
        unsent.settle();
        AtomicReference<Attempt> begun = new AtomicReference<>();
        try {
            return store.write(pages -> {
                Instant now = pages.now();
                SpendTerms kept = sending.lasting(ClockRules.lag(origin, now, serverTime));
                return begin(pages, origin, wish, kept, now, begun);
            });
        } catch (CommitUnknownException e) {
            return unsent.committed(begun.get(), e);
        }
    }

    private static Attempt begin(
            BookTransaction pages,
            OperationRef origin,
            SpendRequest wish,
            SpendTerms sending,
            Instant now,
            AtomicReference<Attempt> begun) {
        BookRules.refuseHalted(origin, pages.halted());
        if (sending.verb() != SpendType.STANDALONE_QUOTE
                && recorded(pages, origin, wish).isPresent()) {
            throw BookRules.orderedMeanwhile(origin, wish);
        }
        sending.charge().ifPresent(charge -> BudgetRules.refuseExhausted(origin, charge, left(pages, charge.budget())));
        Attempt attempt = new Attempt(
                pages.lastAttempt() + 1,
                wish,
                sending,
                UUID.randomUUID().toString(),
                now,
                Attempt.State.SENDING,
                Optional.empty(),
                Optional.empty(),
                false);
        pages.add(attempt);
        begun.set(attempt);
        return attempt;
    }

    @Override
    public boolean maySend(Attempt attempt) {
        return store.read(pages -> pages.halted().isEmpty()
                && pages.attempt(attempt.number())
                        .filter(now -> now.state() == Attempt.State.SENDING
                                && now.owner().equals(attempt.owner())
                                && mayStart(now, pages.now()))
                        .isPresent());
    }

    private static boolean mayStart(Attempt attempt, Instant now) {
        return now.isBefore(attempt.sendBefore()) && ClockRules.runsOn(attempt, now);
    }

    @Override
    public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        store.change(pages -> OrderOwnership.keep(
                pages, BookRules.afterHead(known(pages, attempt), id).with(head), id));
    }

    @Override
    public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        BookRules.requireEnd(state);
        store.change(pages -> OrderOwnership.keep(pages, BookRules.afterWord(known(pages, attempt), state, id), id));
    }

    @Override
    public void settle(Attempt attempt, Reconciliation.Placed placed) {
        store.change(pages -> {
            Attempt known = known(pages, attempt);
            BookRules.requireHere(known, placed.id());
            BookRules.requireKey(known, placed.id());
            BookRules.refuseClaimed(
                    known, placed.id(), pages.orders(known.target(), placed.id().providerId()));
            BookRules.requireProvable(known, pages.now());
            OrderOwnership.keep(pages, known.with(placed.id()).in(Attempt.State.ACCEPTED), Optional.of(placed.id()));
        });
    }

    @Override
    public void abandon(Attempt attempt, String reason) {
        abandon(attempt, reason, (pages, known) -> BookRules.requireSettleable(known, pages.now()));
    }

    @Override
    public void abandonNow(Attempt attempt, String reason) {
        abandon(attempt, reason, (pages, known) -> BookRules.requireUnresolved(known));
    }

    private void abandon(Attempt attempt, String reason, BiConsumer<BookTransaction, Attempt> check) {
        String kept = BookRules.requireReason(reason);
        store.change(pages -> {
            Attempt known = known(pages, attempt);
            check.accept(pages, known);
            pages.change(known.in(Attempt.State.ABANDONED));
            pages.reason(known.number(), kept);
        });
    }

    @Override
    public Optional<Path> rescue(Attempt attempt, Optional<OrderId> id) {
        return rescues.map(folder -> folder.keep(attempt, id));
    }

    @Override
    public List<Attempt> attempts(Intent intent) {
        return store.read(pages -> pages.attemptsOf(intent));
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return store.read(pages -> pages.attempt(number));
    }

    @Override
    public Optional<OrderRequest> requestOf(OrderId id) {
        return store.read(pages -> pages.order(id)).map(KnownOrder::request);
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return store.read(pages -> pages.orders(target, providerId));
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
        // At every look, and then there is nothing to write.
        if (!store.read(pages -> OrderOwnership.priceOpen(pages, id)).isEmpty()) {
            store.change(pages -> OrderOwnership.closePrice(pages, id));
        }
    }

    @Override
    public long keep(Snapshot snapshot) {
        return store.write(pages -> pages.add(snapshot));
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return store.read(pages -> pages.snapshot(number));
    }

    @Override
    public void budget(Budget budget) {
        store.change(pages -> {
            BudgetRules.requireSameCurrency(budget, pages.taken(budget.name()));
            pages.put(budget);
        });
    }

    @Override
    public Optional<Budget.Left> left(String name) {
        return store.read(pages -> left(pages, name));
    }

    private static Optional<Budget.Left> left(BookTransaction pages, String name) {
        return pages.budget(Normalizer.normalize(name, Normalizer.Form.NFC))
                .map(budget -> BudgetRules.left(budget, pages.taken(budget.name())));
    }

    @Override
    public void refunded(OrderId id, Money refund) {
        store.change(pages -> pages.addRefund(id, refund));
    }

    @Override
    public Optional<Money> allowed(OrderId id) {
        return store.read(pages -> OrderOwnership.orderedBy(pages, id))
                .flatMap(attempt -> attempt.sending().allowed());
    }

    @Override
    public void overspent(OrderId id, Money charged, String reason) {
        String kept = BookRules.requireReason(reason);
        store.change(pages -> {
            OrderOwnership.orderedBy(pages, id)
                    .map(attempt ->
                            BudgetRules.raised(attempt, charged, pages::budget).orElse(attempt))
                    .map(attempt -> attempt.with(attempt.sending().allowing(charged)))
                    .ifPresent(pages::change);
            OrderOwnership.closePrice(pages, id);
            pages.halted(Optional.of(BookRules.bothReasons(pages.halted(), kept)));
        });
    }

    @Override
    public void halt(String reason) {
        String kept = BookRules.requireReason(reason);
        store.change(pages -> pages.halted(Optional.of(BookRules.bothReasons(pages.halted(), kept))));
    }

    @Override
    public Optional<String> halted() {
        return store.read(BookTransaction::halted);
    }

    @Override
    public void resume(String reason) {
        BookRules.requireReason(reason);
        store.change(pages -> pages.halted(Optional.empty()));
    }

    @Override
    public void backup(Path target) {
        store.backUp(target);
    }

    @Override
    public List<Path> damagedRecoveryFiles() {
        return rescues.map(RecoveryLog::damaged).orElse(List.of());
    }

    @Override
    public void close() {
        store.close();
    }

    /** The attempt as it stands now. By its owner too: another book has an attempt of the same number. */
    private static Attempt known(BookTransaction pages, Attempt attempt) {
        return pages.attempt(attempt.number())
                .filter(known -> known.owner().equals(attempt.owner()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "this book has no such attempt " + attempt.number() + "; it is of another book"));
    }
}
