package dev.certbridge.conformance.wire;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A book, in memory by default, whose methods a test overrides to observe them or to let them fail. */
class InspectableBook implements SpendLog {

    private final SpendLog kept;

    InspectableBook() {
        this(SpendLog.of(OrderBooks.inMemory()));
    }

    InspectableBook(SpendLog kept) {
        this.kept = kept;
    }

    @Override
    public Optional<Attempt> recorded(OperationRef origin, SpendRequest request) {
        return kept.recorded(origin, request);
    }

    @Override
    public Attempt begin(OperationRef origin, SpendRequest request, SpendTerms terms, Optional<Instant> serverTime) {
        return kept.begin(origin, request, terms, serverTime);
    }

    @Override
    public boolean maySend(Attempt attempt) {
        return kept.maySend(attempt);
    }

    @Override
    public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        kept.answered(attempt, head, id);
    }

    @Override
    public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        kept.settle(attempt, state, id);
    }

    @Override
    public void settle(Attempt attempt, Reconciliation.Placed placed) {
        kept.settle(attempt, placed);
    }

    @Override
    public void abandon(Attempt attempt, String reason) {
        kept.abandon(attempt, reason);
    }

    @Override
    public void abandonNow(Attempt attempt, String reason) {
        kept.abandonNow(attempt, reason);
    }

    @Override
    public List<Attempt> attempts(Intent intent) {
        return kept.attempts(intent);
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return kept.attempt(number);
    }

    @Override
    public Optional<Path> writeRecoveryFile(Attempt attempt, Optional<OrderId> id) {
        return kept.writeRecoveryFile(attempt, id);
    }

    @Override
    public Optional<OrderRequest> requestOf(OrderId id) {
        return kept.requestOf(id);
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return kept.orders(target, providerId);
    }

    @Override
    public List<Attempt> unresolved() {
        return kept.unresolved();
    }

    @Override
    public List<Attempt> uncompared() {
        return kept.uncompared();
    }

    @Override
    public void compared(OrderId id, Optional<Money> charged) {
        kept.compared(id, charged);
    }

    @Override
    public long keep(Snapshot snapshot) {
        return kept.keep(snapshot);
    }

    @Override
    public ListingTurn listing(String target, List<String> names, Duration maxAge, Duration readingTime) {
        return kept.listing(target, names, maxAge, readingTime);
    }

    @Override
    public long keepListing(Snapshot listing, List<OpenOrder> open, Optional<ListingTurn.Read> turn) {
        return kept.keepListing(listing, open, turn);
    }

    @Override
    public void endReading(String target, ListingTurn.Read turn) {
        kept.endReading(target, turn);
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return kept.snapshot(number);
    }

    @Override
    public void budget(Budget budget) {
        kept.budget(budget);
    }

    @Override
    public Optional<Budget.Left> left(String budget) {
        return kept.left(budget);
    }

    @Override
    public void refunded(OrderId id, Money refund) {
        kept.refunded(id, refund);
    }

    @Override
    public Optional<Money> allowed(OrderId id) {
        return kept.allowed(id);
    }

    @Override
    public void overspent(OrderId id, Money charged, String reason) {
        kept.overspent(id, charged, reason);
    }

    @Override
    public void halt(String reason) {
        kept.halt(reason);
    }

    @Override
    public Optional<String> halted() {
        return kept.halted();
    }

    @Override
    public void resume(String reason) {
        kept.resume(reason);
    }

    @Override
    public void backup(Path target) {
        kept.backup(target);
    }

    @Override
    public Instant now() {
        return kept.now();
    }

    @Override
    public List<Path> damagedRecoveryFiles() {
        return kept.damagedRecoveryFiles();
    }

    @Override
    public boolean lock(String name, OrderId holder, Duration time) {
        return kept.lock(name, holder, time);
    }

    @Override
    public void unlock(String name, OrderId holder) {
        kept.unlock(name, holder);
    }

    @Override
    public void publishing(OrderId order, DnsRecord record) {
        kept.publishing(order, record);
    }

    @Override
    public void removed(OrderId order, DnsRecord record) {
        kept.removed(order, record);
    }

    @Override
    public List<DnsRecord> published(OrderId order) {
        return kept.published(order);
    }

    @Override
    public boolean publishedByOthers(OrderId order, String name) {
        return kept.publishedByOthers(order, name);
    }
}
