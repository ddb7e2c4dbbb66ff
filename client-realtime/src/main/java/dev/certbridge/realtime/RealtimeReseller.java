package dev.certbridge.realtime;

import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.client.transport.Polling;
import dev.certbridge.client.transport.StackGuard;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
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
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Realtime Register behind the one API: asynchronous orders, quotes and billables. */
final class RealtimeReseller implements CertificateReseller {

    private static final Polling USUAL = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final RealtimeClient client;
    private final RealtimeFound found;
    private final ResellerAccount place;
    private final RealtimeOperations calls;
    private final OrderWaiter waiting;
    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final RealtimeOrderList orders;
    private final RealtimeOrderPlacement buying;
    private final RealtimeDownload download;
    private final RealtimeAttemptMatcher reconciling;

    RealtimeReseller(
            RealtimeClient client,
            OrderBook book,
            ResellerAccount place,
            ConnectOptions options,
            RealtimeOperations calls) {
        this.client = client;
        this.found = new RealtimeFound(book);
        this.place = place;
        this.calls = calls;
        this.waiting = new OrderWaiter(this, book, options, USUAL);
        this.listings = new RealtimeListings(client);
        this.certificates = new RealtimeCertificates(client, listings, place);
        this.orders = new RealtimeOrderList(listings, book, place);
        this.buying = new RealtimeOrderPlacement(client, listings, certificates, calls, book, place, options);
        this.download = new RealtimeDownload(client, listings, book, options.clock());
        this.reconciling = new RealtimeAttemptMatcher(client, listings, certificates, book, place, options.clock());
    }

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return calls.supports(capability);
    }

    @Override
    public List<Product> products() {
        requireStack("products");
        return calls.sold(listings.products());
    }

    @Override
    public Quote quote(OrderRequest request) {
        requireStack("quote");
        return buying.quote(request);
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        requireStack("check");
        buying.checked(request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        requireStack("order");
        return buying.buy(OrderId.Kind.ORDER, intent, request, spending);
    }

    @Override
    public Order renew(Intent intent, OrderRequest request, Spending spending) {
        requireStack("renew");
        return buying.buy(OrderId.Kind.RENEWAL, intent, request, spending);
    }

    @Override
    public Order reissue(Intent intent, OrderRequest request, Spending spending) {
        requireStack("reissue");
        return buying.buy(OrderId.Kind.REISSUE, intent, request, spending);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        requireStack("orderAll");
        return buying.buyAll(requests, spending);
    }

    @Override
    public Order complete(Intent intent, OrderId id, String organization, Spending spending) {
        requireStack("complete");
        throw new UnsupportedException(
                OperationRef.of(name(), "complete"),
                "nothing was sent: Realtime Register takes the organization with the order and validates it there");
    }

    @Override
    public Order find(OrderId id) {
        requireStack("find");
        long number = number(id);
        OperationRef origin = OperationRef.of(name(), "getProcess");
        Process process =
                RealtimeProcesses.require(origin, number, client.processes().getProcess(number, null));
        String status = RealtimeMapper.status(process);
        // Validation data stands in the info only, and only while the process runs.
        CertificateRequestInfo info = RealtimeMapper.running(status)
                ? RealtimeProcesses.require(
                        OperationRef.of(name(), "getProcessInfo"),
                        process,
                        client.processes().getProcessInfo(number))
                : new CertificateRequestInfo();
        Optional<Certificate> issued =
                RealtimeMapper.completed(status) ? listings.certificateOf(id.providerId()) : Optional.empty();
        Order order = RealtimeMapper.order(
                id, process, info, issued.map(certificate -> place.certificateId(String.valueOf(certificate.getId()))));
        return found.known(origin, order, process);
    }

    @Override
    public dev.certbridge.reseller.Certificate find(CertificateId id) {
        requireStack("find");
        return certificates.find(id);
    }

    @Override
    public Stream<Order> orders() {
        requireStack("orders");
        return orders.all();
    }

    @Override
    public Certificates certificates() {
        requireStack("certificates");
        return certificates;
    }

    @Override
    public Stream<Order> audit() {
        requireStack("audit");
        return orders.unclaimed();
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        requireStack("await");
        number(id);
        return waiting.await(id, limit, publisher, onLook);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        requireStack("awaitAll");
        ids.forEach(place::requireHere);
        ids.stream().filter(id -> !id.isQuoted()).forEach(this::number);
        return waiting.awaitAll(new RealtimeOrderListing(client, found, this::find), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        requireStack("download");
        number(id);
        return download.of(id);
    }

    @Override
    public void cancel(OrderId id) {
        requireStack("cancel");
        long number = number(id);
        OperationRef origin = OperationRef.of(name(), "getProcess");
        // Read first: a number from elsewhere may be the transfer of a domain.
        RealtimeProcesses.require(origin, number, client.processes().getProcess(number, null));
        client.processes().cancelProcess(number);
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        requireStack("revoke");
        certificates.revoke(id, serial, reason);
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        requireStack("reconcile");
        return reconciling.reconcile(attempt);
    }

    @Override
    public void close() {
        client.close();
    }

    private long number(OrderId id) {
        place.require(id);
        return RealtimeProducts.number("process", id.providerId());
    }

    /** First in every call, before any class is initialised for it. */
    private void requireStack(String call) {
        StackGuard.require(OperationRef.of(name(), call));
    }
}
