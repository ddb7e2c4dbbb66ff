package dev.certbridge.realtime;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.reseller.spi.StackGuard;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The orders at Realtime Register. Each order is a process, and its certificate is found by the id of the process. */
final class RealtimeOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final ProcessesApi processes;
    private final CertificatesApi certificates;
    private final RealtimeListings listings;
    private final RealtimeChargeVerifier charges;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;
    private final OrderWaiter waiter;
    private final RealtimeAttemptMatcher matcher;

    RealtimeOrders(
            RealtimeClient client,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            RealtimeChargeVerifier charges,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.processes = client.processes();
        this.certificates = client.certificates();
        this.listings = listings;
        this.charges = charges;
        this.book = book;
        this.account = account;
        this.clock = options.clock();
        this.waiter = new OrderWaiter(Realtime.NAME, this::read, this::downloadIssued, book, options, DEFAULT_POLLING);
        this.matcher =
                new RealtimeAttemptMatcher(processes, listings, certificates, charges, book, account, options.clock());
    }

    @Override
    public Order get(OrderId id) {
        requireStack("get");
        requireHere(id);
        return read(id);
    }

    private Order read(OrderId id) {
        long number = RealtimeMapper.number("process", id.providerId());
        Process process = RealtimeProcesses.read(processes, number);
        String status = RealtimeMapper.status(process);
        // Only the info of a process contains validation data, and only while the process is running.
        CertificateRequestInfo info = RealtimeMapper.isRunning(status)
                ? RealtimeProcesses.requireSameName(process, processes.getProcessInfo(number))
                : new CertificateRequestInfo();
        Optional<CertificateId> issued = RealtimeMapper.isCompleted(status)
                ? listings.certificateOf(id.providerId()).map(this::certificateId)
                : Optional.empty();
        return charges.known(RealtimeProcesses.READ, RealtimeMapper.order(id, process, info, issued), process);
    }

    /** Lists the orders as their processes show them. The listed orders contain no validations. */
    @Override
    public Stream<Order> list() {
        requireStack("list");
        IssuedCertificates issued = new IssuedCertificates();
        return listings.processes()
                .filter(RealtimeProcesses::isOrder)
                .map(process -> listed(process, known(process), issued));
    }

    @Override
    public Stream<Order> unclaimed() {
        requireStack("unclaimed");
        IssuedCertificates issued = new IssuedCertificates();
        return listings.processes().filter(RealtimeProcesses::isOrder).flatMap(process -> {
            List<KnownOrder> known = known(process);
            return known.stream().allMatch(order -> order.intent().isEmpty())
                    ? Stream.of(listed(process, known, issued))
                    : Stream.empty();
        });
    }

    private List<KnownOrder> known(Process process) {
        return book.orders(account.target(), String.valueOf(process.getId()));
    }

    /**
     * Returns a listed order. Its id is the one in the order book, or an id without a key if the order book does not
     * contain the order.
     */
    private Order listed(Process process, List<KnownOrder> known, IssuedCertificates issued) {
        OrderId id = known.stream()
                .max(Comparator.comparing(order -> order.intent().isPresent()))
                .map(KnownOrder::id)
                .orElseGet(() -> account.listedId(
                        RealtimeProcesses.kind(process),
                        String.valueOf(process.getId()),
                        RealtimeProcesses.names(process)));
        Optional<CertificateId> certificate = RealtimeMapper.isCompleted(RealtimeMapper.status(process))
                ? issued.of(process.getId())
                : Optional.empty();
        Order order = RealtimeMapper.order(id, process, new CertificateRequestInfo(), certificate);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /** The ids of certificates by process. All certificates are listed when the first id is requested. */
    private final class IssuedCertificates {

        private @Nullable Map<Long, CertificateId> byProcess;

        Optional<CertificateId> of(Long process) {
            if (byProcess == null) {
                Map<Long, CertificateId> read = new HashMap<>();
                listings.certificates()
                        .filter(certificate -> certificate.getProcess() != null)
                        .forEach(certificate -> read.put(certificate.getProcess(), certificateId(certificate)));
                byProcess = read;
            }
            return Optional.ofNullable(byProcess.get(process));
        }
    }

    private CertificateId certificateId(Certificate certificate) {
        return account.certificateId(String.valueOf(certificate.getId()));
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        requireStack("await");
        requireHere(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        requireStack("awaitAll");
        ids.forEach(account::requireHere);
        ids.stream().filter(id -> !id.isQuoted()).forEach(this::requireHere);
        return waiter.awaitAll(listings.polling(charges, this::read), ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        requireStack("download");
        requireHere(id);
        return downloadIssued(id);
    }

    /** Downloads the certificate of an order and the certificates of its issuers. */
    private IssuedCertificate downloadIssued(OrderId id) {
        OperationRef operation = OperationRef.of(Realtime.NAME, "downloadCertificate");
        Certificate certificate = listings.certificateOf(id.providerId())
                .orElseThrow(() -> new ConflictException(
                        operation,
                        Refusal.local("process " + id.providerId() + " has no certificate listed yet"),
                        ConflictException.Reason.NOT_READY));
        ApiResponse leaf = certificates.downloadCertificate(certificate.getId(), "CRT");
        ApiResponse bundle = certificates.downloadCertificate(certificate.getId(), "CA_BUNDLE");
        List<byte[]> issuers = bundle.text().isBlank() ? List.of() : List.of(bundle.body());
        IssuedCertificate delivered = CertificateVerifier.verify(operation, id, book.requestOf(id), clock, () -> {
            IssuedCertificate issued =
                    parse(leaf.body(), certificate.getCertificate(), issuers).ofKey(id.keySha256());
            if (issued.serial().equals(id.oldSerial())) {
                throw new IllegalStateException(
                        issued + " is the one that the reissue replaces; do not deploy it for the new key");
            }
            return issued;
        });
        RealtimeCertificates.requireLeafOf(certificate, delivered);
        if (id.keySha256().equals(OrderId.NONE)) {
            RealtimeCertificates.requireKeyOf(certificate, delivered);
        }
        return delivered;
    }

    /**
     * Parses the downloaded certificate. If it cannot be parsed, parses the certificate in the listing instead; the
     * vendor's own add-on does the same.
     */
    private static IssuedCertificate parse(byte[] leaf, @Nullable String listed, List<byte[]> issuers) {
        try {
            return IssuedCertificate.of(leaf, issuers);
        } catch (IllegalArgumentException e) {
            if (listed == null || listed.isBlank()) {
                throw e;
            }
            return IssuedCertificate.of(listed.getBytes(StandardCharsets.UTF_8), issuers);
        }
    }

    @Override
    public void cancel(OrderId id) {
        requireStack("cancel");
        requireHere(id);
        long number = RealtimeMapper.number("process", id.providerId());
        // The process is read first, because a wrong number may be the transfer of a domain.
        RealtimeProcesses.read(processes, number);
        processes.cancelProcess(number);
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        requireStack("reconcile");
        return matcher.reconcile(attempt);
    }

    private void requireHere(OrderId id) {
        account.require(id);
        RealtimeMapper.number("process", id.providerId());
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Realtime.NAME, call));
    }
}
