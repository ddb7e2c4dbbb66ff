package dev.certbridge.realtime;

import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Orders at Realtime Register: each is a process, and its certificate is found by the process id. */
final class RealtimeOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final ResellerAccount account;
    private final RealtimeFound found;
    private final OrderWaiter waiter;
    private final RealtimeOrderList list;
    private final RealtimeDownload download;
    private final RealtimeAttemptMatcher matcher;

    RealtimeOrders(
            RealtimeClient client,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.client = client;
        this.listings = listings;
        this.account = account;
        this.found = new RealtimeFound(book);
        this.waiter = new OrderWaiter(Realtime.NAME, this, book, options, DEFAULT_POLLING);
        this.list = new RealtimeOrderList(listings, book, account);
        this.download = new RealtimeDownload(client, listings, book, options.clock());
        this.matcher = new RealtimeAttemptMatcher(client, listings, certificates, book, account, options.clock());
    }

    @Override
    public Order get(OrderId id) {
        RealtimeReseller.requireStack("get");
        long number = processId(id);
        OperationRef origin = OperationRef.of(Realtime.NAME, "getProcess");
        Process process =
                RealtimeProcesses.require(origin, number, client.processes().getProcess(number, null));
        String status = RealtimeMapper.status(process);
        // Validation data stands in the info only, and only while the process runs.
        CertificateRequestInfo info = RealtimeMapper.running(status)
                ? RealtimeProcesses.require(
                        OperationRef.of(Realtime.NAME, "getProcessInfo"),
                        process,
                        client.processes().getProcessInfo(number))
                : new CertificateRequestInfo();
        Optional<Certificate> issued =
                RealtimeMapper.completed(status) ? listings.certificateOf(id.providerId()) : Optional.empty();
        Order order = RealtimeMapper.order(
                id,
                process,
                info,
                issued.map(certificate -> account.certificateId(String.valueOf(certificate.getId()))));
        return found.known(origin, order, process);
    }

    @Override
    public Stream<Order> list() {
        RealtimeReseller.requireStack("list");
        return list.all();
    }

    @Override
    public Stream<Order> unclaimed() {
        RealtimeReseller.requireStack("unclaimed");
        return list.unclaimed();
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        RealtimeReseller.requireStack("await");
        processId(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        RealtimeReseller.requireStack("awaitAll");
        ids.forEach(account::requireHere);
        ids.stream().filter(id -> !id.isQuoted()).forEach(this::processId);
        return waiter.awaitAll(new RealtimeOrderListing(client, found, this::get), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        RealtimeReseller.requireStack("download");
        processId(id);
        return download.of(id);
    }

    @Override
    public void cancel(OrderId id) {
        RealtimeReseller.requireStack("cancel");
        long number = processId(id);
        OperationRef origin = OperationRef.of(Realtime.NAME, "getProcess");
        // Read first: a number from elsewhere may be the transfer of a domain.
        RealtimeProcesses.require(origin, number, client.processes().getProcess(number, null));
        client.processes().cancelProcess(number);
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        RealtimeReseller.requireStack("reconcile");
        return matcher.reconcile(attempt);
    }

    private long processId(OrderId id) {
        account.require(id);
        return RealtimeProducts.number("process", id.providerId());
    }
}
