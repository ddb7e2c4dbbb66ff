package dev.certbridge.realtime;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.realtime.RealtimeMapper.Phase;
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
import dev.certbridge.reseller.failure.InvalidRequestException;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The orders at Realtime Register. Each order is a process. The certificate of an order is found by the id of the
 * process.
 */
final class RealtimeOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final OperationRef LIST_PROCESSES = OperationRef.of(Realtime.NAME, "listProcesses");

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
        this.waiter = new OrderWaiter(
                Realtime.NAME,
                this::read,
                this::downloadIssued,
                book,
                options,
                DEFAULT_POLLING,
                () -> new RealtimeNotifications(client.notifications(), account.account()));
        this.matcher = new RealtimeAttemptMatcher(listings, certificates, charges, book, account, options.clock());
    }

    @Override
    public Order get(OrderId id) {
        requireStack("get");
        requireHere(id);
        return read(id);
    }

    private Order read(OrderId id) {
        return order(id, listings.process(id));
    }

    /** Returns the order for a process that was read alone and therefore has all fields. */
    private Order order(OrderId id, Process process) {
        Phase phase = Phase.of(process);
        // Only the info of a process contains validation data, and only while the process is running.
        CertificateRequestInfo info = phase == Phase.RUNNING ? listings.info(process) : new CertificateRequestInfo();
        Optional<CertificateId> issued = phase == Phase.COMPLETED
                ? listings.certificateOf(id.providerId())
                        .map(Certificate::getId)
                        .map(this::certificateId)
                : Optional.empty();
        return charges.known(RealtimeListings.READ, RealtimeMapper.order(id, process, info, issued), process);
    }

    /** Lists the orders. The listed orders contain no validations, because the listing of processes has none. */
    @Override
    public Stream<Order> list() {
        requireStack("list");
        IssuedCertificates issued = new IssuedCertificates();
        return listings.processes()
                .filter(RealtimeMapper::isOrder)
                .map(process -> listed(process, known(process), issued));
    }

    @Override
    public Stream<Order> unclaimed() {
        requireStack("unclaimed");
        IssuedCertificates issued = new IssuedCertificates();
        return listings.processes().filter(RealtimeMapper::isOrder).flatMap(process -> {
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
     * Returns the order for a process from the listing. If the order book does not contain the order, the order id
     * contains no hash of the key.
     */
    private Order listed(Process process, List<KnownOrder> known, IssuedCertificates issued) {
        OrderId id = known.stream()
                .max(Comparator.comparing(order -> order.intent().isPresent()))
                .map(KnownOrder::id)
                .orElseGet(() -> account.listedId(
                        RealtimeMapper.kind(process), String.valueOf(process.getId()), RealtimeMapper.names(process)));
        Optional<CertificateId> certificate =
                Phase.of(process) == Phase.COMPLETED ? issued.of(process.getId()) : Optional.empty();
        Order order = RealtimeMapper.order(id, process, new CertificateRequestInfo(), certificate);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /**
     * The ids of the issued certificates. The key is the id of the process. All ids are read when the first id is
     * requested.
     */
    private final class IssuedCertificates {

        private @Nullable Map<Long, Long> byProcess;

        Optional<CertificateId> of(Long process) {
            if (byProcess == null) {
                Map<Long, Long> read = new HashMap<>();
                listings.certificates()
                        .filter(certificate -> certificate.getProcess() != null)
                        .forEach(certificate -> read.put(certificate.getProcess(), certificate.getId()));
                byProcess = read;
            }
            return Optional.ofNullable(byProcess.get(process)).map(RealtimeOrders.this::certificateId);
        }
    }

    private CertificateId certificateId(Long number) {
        return account.certificateId(String.valueOf(number));
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
        return waiter.awaitAll(new PolledProcesses(), ids, limit, publisher, listener);
    }

    /**
     * Polls many processes through the listing of processes. Each request lists a hundred ids. If the server does not
     * support the filter by ids, all open certificate processes are listed. If fewer requests are needed to read the
     * processes one by one, each process is read alone. The validations are read from the info of each process, because
     * the listing contains none.
     */
    private final class PolledProcesses implements OrderListing {

        /** The requested fields as one comma-separated text, which is the form in the vendor's documentation. */
        private static final List<String> FIELDS =
                List.of("id,type,status,statusDetail,updatedDate,reservation,transaction,refund");

        private static final Map<String, String> OPEN =
                Map.of("type", "certificate", "status:not_in", "COMPLETED,FAILED,CANCELLED,INVALID");

        private boolean idsIgnored;

        @Override
        public boolean poll(Set<String> waited, Consumer<ListedOrder> seen) {
            List<String> all = List.copyOf(waited);
            for (int from = 0; from < all.size() && !idsIgnored; from += RealtimeListings.PAGE) {
                List<String> ids = all.subList(from, Math.min(from + RealtimeListings.PAGE, all.size()));
                try {
                    idsIgnored = !filtered(Set.copyOf(ids), seen);
                } catch (InvalidRequestException e) {
                    // The reseller does not document which filter operators a field accepts.
                    idsIgnored = true;
                }
            }
            return !idsIgnored || open(waited, seen);
        }

        /**
         * Lists the processes with the given ids. Returns false if the server ignored the filter by ids. Returns false
         * if the server listed less than half of the ids, because the server may have used only the first id of the
         * filter.
         */
        private boolean filtered(Set<String> ids, Consumer<ListedOrder> seen) {
            Set<String> missing = new HashSet<>(ids);
            Iterator<Process> listed = listings.newestProcesses(Map.of("id:in", String.join(",", ids)), FIELDS);
            while (!missing.isEmpty() && listed.hasNext()) {
                Process process = listed.next();
                String id = String.valueOf(process.getId());
                if (!ids.contains(id)) {
                    return false;
                }
                missing.remove(id);
                seen.accept(listed(id, process));
            }
            return 2 * missing.size() <= ids.size();
        }

        /**
         * Lists the open processes, newest first, until all awaited processes were found or the listing ends. Stops and
         * returns false when the missing processes can be read one by one with fewer requests than the rest of the
         * listing.
         */
        private boolean open(Set<String> waited, Consumer<ListedOrder> seen) {
            Set<String> missing = new HashSet<>(waited);
            RealtimeListings.Pages<Process> listed = listings.newestProcesses(OPEN, FIELDS);
            while (!missing.isEmpty()) {
                if (listed.requestsLeft() > missing.size()) {
                    return false;
                }
                if (!listed.hasNext()) {
                    return true;
                }
                Process process = listed.next();
                String id = String.valueOf(process.getId());
                if (waited.contains(id)) {
                    missing.remove(id);
                    seen.accept(listed(id, process));
                }
            }
            return true;
        }

        @Override
        public ListedOrder read(OrderId id) {
            Process process = listings.process(id);
            return new ListedOrder(
                    id.providerId(),
                    marker(process),
                    isFinished(process),
                    asked -> RealtimeOrders.this.order(asked, process));
        }

        private ListedOrder listed(String id, Process process) {
            boolean finished = isFinished(process);
            return new ListedOrder(
                    id,
                    marker(process),
                    finished,
                    finished ? RealtimeOrders.this::read : orderId -> listedOrder(orderId, process));
        }

        private static boolean isFinished(Process process) {
            return Phase.of(process) != Phase.RUNNING;
        }

        private static String marker(Process process) {
            return RealtimeMapper.status(process) + " " + process.getStatusDetail() + " " + process.getUpdatedDate();
        }

        private Order listedOrder(OrderId id, Process process) {
            Order order = RealtimeMapper.order(id, process, listings.info(process), Optional.empty());
            return charges.known(LIST_PROCESSES, order, process);
        }
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        requireStack("download");
        requireHere(id);
        return downloadIssued(id);
    }

    private IssuedCertificate downloadIssued(OrderId id) {
        OperationRef operation = OperationRef.of(Realtime.NAME, "downloadCertificate");
        Certificate certificate = listings.certificateOf(id.providerId())
                .orElseThrow(() -> new ConflictException(
                        operation,
                        Refusal.local("the certificate of process " + id.providerId() + " is not listed yet"),
                        ConflictException.Reason.NOT_READY));
        ApiResponse leaf = certificates.downloadCertificate(certificate.getId(), "CRT");
        ApiResponse bundle = certificates.downloadCertificate(certificate.getId(), "CA_BUNDLE");
        List<byte[]> issuers = bundle.text().isBlank() ? List.of() : List.of(bundle.body());
        IssuedCertificate delivered = CertificateVerifier.verify(operation, id, book.requestOf(id), clock, () -> {
            IssuedCertificate issued =
                    parse(leaf.body(), certificate.getCertificate(), issuers).ofKey(id.keySha256());
            if (issued.serial().equals(id.oldSerial())) {
                throw new IllegalStateException(issued
                        + " is the old certificate, which the reissue replaces. Do not deploy it for the new key");
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
     * Parses the downloaded certificate. If the download cannot be parsed, this method parses the certificate in the
     * listing. The vendor's own add-on does the same.
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
        // The process is read first, because a wrong number may be the transfer of a domain.
        processes.cancelProcess(listings.process(id).getId());
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        requireStack("reconcile");
        return matcher.reconcile(attempt);
    }

    private void requireHere(OrderId id) {
        account.require(id);
        RealtimeRequestRules.number("process", id.providerId());
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Realtime.NAME, call));
    }
}
