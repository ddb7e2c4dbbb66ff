package dev.certbridge.conformance.acorn.client;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.client.transport.Polling;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.Certificate;
import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Product;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.RevocationReason;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Acorn behind the one API: orders and reads; what it does not sell is refused before any byte. */
final class AcornReseller implements CertificateReseller {

    private static final Polling USUAL = new Polling(Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final AcornClient client;
    private final OrderBook book;
    private final ResellerAccount place;
    private final AcornReads reads;
    private final AcornViews views;
    private final AcornOrderPlacement buying;
    private final AcornAttemptMatcher reconciling;
    private final OrderWaiter waiting;

    private final Clock clock;

    AcornReseller(AcornClient client, OrderBook book, ResellerAccount place, ConnectOptions options) {
        this.client = client;
        this.book = book;
        this.place = place;
        this.reads = new AcornReads(client.shop());
        this.views = new AcornViews(book, place);
        this.buying = new AcornOrderPlacement(client.shop(), reads, views, book, place, options);
        this.reconciling = new AcornAttemptMatcher(reads, book, place, options.clock());
        this.waiting = new OrderWaiter(this, book, options, USUAL);
        this.clock = options.clock();
    }

    @Override
    public String name() {
        return Acorn.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return capability == Capability.QUOTE || capability == Capability.SPENDING_LIMIT;
    }

    @Override
    public List<Product> products() {
        return reads.products().stream()
                .map(product -> new Product(
                        AcornOrders.text(product.id()),
                        AcornOrders.text(product.name()),
                        AcornOrders.text(product.level()),
                        List.of()))
                .toList();
    }

    @Override
    public Quote quote(OrderRequest request) {
        AcornRequests.order(request);
        return new AcornPrices(reads).quote(request);
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        AcornRequests.order(request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        return buying.order(intent, request, spending);
    }

    @Override
    public Order renew(Intent intent, OrderRequest request, Spending spending) {
        throw AcornRequests.unsupported("renew", "renews nothing; order anew with order(...)");
    }

    @Override
    public Order reissue(Intent intent, OrderRequest request, Spending spending) {
        throw AcornRequests.unsupported("reissue", "reissues nothing; order anew with order(...)");
    }

    @Override
    public Order complete(Intent intent, OrderId id, String organization, Spending spending) {
        place.require(id);
        throw AcornRequests.unsupported("complete", "sells nothing that waits for an organization");
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        return buying.orderAll(requests, spending);
    }

    @Override
    public Order find(OrderId id) {
        place.require(id);
        return views.order(id, reads.order(id.providerId()));
    }

    @Override
    public Certificate find(CertificateId id) {
        place.require(id);
        return AcornOrders.certificate(place, id.providerId(), reads.order(id.providerId()));
    }

    @Override
    public Stream<Order> orders() {
        return Stream.of(reads).flatMap(list -> list.orders().stream()).map(views::listed);
    }

    @Override
    public Certificates certificates() {
        return () -> Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> AcornOrders.state(order) == Order.State.ISSUED)
                .map(order -> AcornOrders.certificate(place, AcornOrders.text(order.id()), order));
    }

    @Override
    public Stream<Order> audit() {
        return Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> !views.claimed(order))
                .map(views::listed);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        place.require(id);
        return waiting.await(id, limit, publisher, onLook);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        ids.forEach(place::require);
        return waiting.awaitAll(new AcornListings(reads, views), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        place.require(id);
        ApiResponse chain = client.shop().downloadCertificate(id.providerId());
        return CertificateVerifier.accept(
                chain.origin(),
                id,
                book.requestOf(id).filter(OrderRequest::hasCsr),
                clock,
                () -> IssuedCertificate.parse(chain.body()));
    }

    @Override
    public void cancel(OrderId id) {
        place.require(id);
        throw AcornRequests.unsupported("cancel", "cancels nothing");
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        place.require(id);
        throw AcornRequests.unsupported("revoke", "revokes nothing");
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        return reconciling.reconcile(attempt);
    }

    @Override
    public void close() {
        client.close();
    }
}
