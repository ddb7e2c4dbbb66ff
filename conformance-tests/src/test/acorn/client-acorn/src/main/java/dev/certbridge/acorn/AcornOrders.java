package dev.certbridge.acorn;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The operations on the orders at acorn, which lists all orders in one response. */
final class AcornOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final AcornClient client;
    private final AcornReads reads;
    private final AcornViews views;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;
    private final OrderWaiter waiter;
    private final AcornAttemptMatcher matcher;

    AcornOrders(
            AcornClient client,
            AcornReads reads,
            AcornViews views,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.client = client;
        this.reads = reads;
        this.views = views;
        this.book = book;
        this.account = account;
        this.clock = options.clock();
        this.waiter = new OrderWaiter(Acorn.NAME, this::get, this::download, book, options, DEFAULT_POLLING);
        this.matcher = new AcornAttemptMatcher(reads, book, account, options.clock());
    }

    @Override
    public Order get(OrderId id) {
        account.require(id);
        return views.order(id, reads.order(id.providerId()));
    }

    @Override
    public Stream<Order> list() {
        return Stream.of(reads).flatMap(list -> list.orders().stream()).map(views::listed);
    }

    @Override
    public Stream<Order> unclaimed() {
        return Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> !views.claimed(order))
                .map(views::listed);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        account.require(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        ids.forEach(account::require);
        return waiter.awaitAll(new AcornListings(reads, views), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        account.require(id);
        ApiResponse chain = client.shop().downloadCertificate(id.providerId());
        return CertificateVerifier.verify(
                chain.origin(),
                id,
                book.requestOf(id).filter(OrderRequest::hasCsr),
                clock,
                () -> IssuedCertificate.parse(chain.body()));
    }

    @Override
    public void cancel(OrderId id) {
        account.require(id);
        throw AcornRequests.unsupported("cancel", "cancels nothing");
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        return matcher.reconcile(attempt);
    }
}
