package dev.certbridge.regfish;

import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Orders at regfish: an order is its certificate before it is issued, under the same id. */
final class RegfishOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final RegfishReads reads;
    private final RegfishViews views;
    private final RegfishListings listings;
    private final SpendLog book;
    private final ResellerAccount account;
    private final RegfishDelivery delivery;
    private final OrderWaiter waiter;
    private final RegfishAttemptMatcher matcher;

    RegfishOrders(
            RegfishClient client,
            RegfishReads reads,
            RegfishListings listings,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.reads = reads;
        this.views = new RegfishViews(book, account);
        this.listings = listings;
        this.book = book;
        this.account = account;
        this.delivery = new RegfishDelivery(reads, views, book, options.clock());
        this.waiter = new OrderWaiter(Regfish.NAME, this::get, this::download, book, options, DEFAULT_POLLING);
        this.matcher = new RegfishAttemptMatcher(client, book, account, options.clock());
    }

    @Override
    public Order get(OrderId id) {
        RegfishReseller.requireStack("get");
        account.require(id);
        return views.order(id, reads.anything(id.providerId()));
    }

    @Override
    public Stream<Order> list() {
        RegfishReseller.requireStack("list");
        return listings.stream().flatMap(views::entries).map(RegfishViews.Entry::order);
    }

    @Override
    public Stream<Order> unclaimed() {
        RegfishReseller.requireStack("unclaimed");
        return listings.stream()
                .flatMap(views::entries)
                .filter(entry -> !entry.claimed())
                .map(RegfishViews.Entry::order);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        RegfishReseller.requireStack("await");
        account.require(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        RegfishReseller.requireStack("awaitAll");
        ids.forEach(account::requireHere);
        return waiter.awaitAll(
                new RegfishOrderListing(listings, account, book, this::get), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        RegfishReseller.requireStack("download");
        account.require(id);
        return delivery.download(id);
    }

    @Override
    public void cancel(OrderId id) {
        RegfishReseller.requireStack("cancel");
        account.require(id);
        throw new UnsupportedException(
                OperationRef.of(Regfish.NAME, "cancel"),
                "nothing was sent: how regfish's API cancels an order is not known; use the regfish Console");
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        RegfishReseller.requireStack("reconcile");
        return matcher.reconcile(attempt);
    }
}
