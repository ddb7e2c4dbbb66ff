package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The processes, certificates and notifications of a stub. Each certificate has the same id as the process of a
 * different order, so that a client that confuses these ids fails.
 */
final class ProcessStore {

    // Larger than 32 bits, like the ids of the reseller.
    private static final long FIRST_PROCESS = 2_323_000_000L;
    private static final long FIRST_NOTIFICATION = 4_410_000;
    private static final int SPREAD = 100_000;
    private static final long ALWAYS_LISTED = Long.MIN_VALUE / 2;
    private static final String API_USER = RealtimeStub.CUSTOMER + "/api";

    private final StubContext context;
    private final RealtimeStubSettings settings;
    private final AtomicLong nextProcess;
    private final AtomicLong nextCertificate;
    private final AtomicLong nextNotification = new AtomicLong(FIRST_NOTIFICATION);
    private final Entities<RealtimeProcess> processes = new Entities<>("process");
    private final Entities<RealtimeCertificate> certificates = new Entities<>("certificate");
    private final Map<Long, RealtimeCertificate> certificateByProcess = new ConcurrentHashMap<>();
    private final Map<String, Notification> notifications = new ConcurrentSkipListMap<>();

    ProcessStore(StubContext context, RealtimeStubSettings settings) {
        this.context = context;
        this.settings = settings;
        long first = FIRST_PROCESS + context.ids().below(SPREAD);
        this.nextProcess = new AtomicLong(first);
        this.nextCertificate = new AtomicLong(first + 1);
    }

    /**
     * All entities of one kind, stored by id. Each entity is stored with the number of listings that came before it.
     */
    private final class Entities<T extends ListingPage.Entry> {

        private record Stored<T>(T entry, long listingsBefore) {}

        private final String kind;
        private final Map<Long, Stored<T>> byId = new ConcurrentSkipListMap<>();
        private final AtomicLong listings = new AtomicLong();

        Entities(String kind) {
            this.kind = kind;
        }

        T add(long id, T entry, boolean listedAtOnce) {
            byId.put(id, new Stored<>(entry, listedAtOnce ? ALWAYS_LISTED : listings.get()));
            return entry;
        }

        T get(long id) {
            return Optional.ofNullable(byId.get(id))
                    .map(Stored::entry)
                    .orElseThrow(() -> RealtimeRefusal.missing(kind, Long.toString(id)));
        }

        List<T> all() {
            return byId.values().stream().map(Stored::entry).toList();
        }

        List<T> listed() {
            long listing = listings.incrementAndGet();
            int lag = settings.listingLag;
            return byId.values().stream()
                    .filter(stored -> listing - stored.listingsBefore() > lag)
                    .map(Stored::entry)
                    .toList();
        }
    }

    /** A notification that a process has ended. The text in the member {@code message} is invented. */
    static final class Notification implements ListingPage.Entry {

        private final ObjectNode content;
        private @Nullable Instant acknowledged;

        private Notification(ObjectNode content) {
            this.content = content;
        }

        private synchronized boolean isAcknowledged() {
            return acknowledged != null;
        }

        synchronized void acknowledge(Instant now) {
            acknowledged = now;
        }

        @Override
        public synchronized ObjectNode json() {
            return acknowledged == null ? content : content.deepCopy().put("acknowledgeDate", acknowledged.toString());
        }
    }

    RealtimeProcess open(ProcessOrder order) {
        return open(order, API_USER);
    }

    RealtimeProcess open(ProcessOrder order, String user) {
        RealtimeProcess process = newProcess(order, user);
        record(process, ProcessState.NEW);
        return processes.add(process.id(), process, false);
    }

    /** Adds a process that every listing contains. Only reads of the process advance its state. */
    RealtimeProcess prefill(ProcessOrder order, ProcessState state) {
        RealtimeProcess process = newProcess(order, API_USER);
        process.setPrefilled();
        if (state != ProcessState.NEW) {
            process.move(state);
        }
        return processes.add(process.id(), process, true);
    }

    private RealtimeProcess newProcess(ProcessOrder order, String user) {
        return new RealtimeProcess(nextProcess.getAndIncrement(), user, order, context.options(), settings, this);
    }

    /** Records the state of a process for the page of the stub. */
    void record(RealtimeProcess process, ProcessState state) {
        ProcessOrder order = process.order();
        String product = order.product().id() + " (" + order.action() + ")";
        context.history()
                .record(Long.toString(process.id()), product, order.names().all(), state.name());
    }

    RealtimeProcess process(long id) {
        return processes.get(id);
    }

    RealtimeCertificate certificate(long id) {
        return certificates.get(id);
    }

    /** Returns the processes that no setting hides. Each call of this method counts as one listing. */
    List<RealtimeProcess> listedProcesses() {
        return processes.listed();
    }

    /** Returns the certificates that no setting hides. Each call of this method counts as one listing. */
    List<RealtimeCertificate> listedCertificates() {
        return certificates.listed();
    }

    /** Ends the processes whose waiting time is over, and then returns all notifications. */
    List<Notification> notifications() {
        processes.all().forEach(RealtimeProcess::passTime);
        return List.copyOf(notifications.values());
    }

    Notification notification(String id) {
        return Optional.ofNullable(notifications.get(id))
                .orElseThrow(() -> RealtimeRefusal.missing("notification", id));
    }

    ObjectNode pollNotification() {
        List<Notification> waiting =
                notifications().stream().filter(one -> !one.isAcknowledged()).toList();
        ObjectNode json = Reply.object().put("count", waiting.size());
        waiting.stream().findFirst().ifPresent(first -> json.set("notification", first.json()));
        return json;
    }

    Instant now() {
        return context.options().clock().instant();
    }

    /**
     * Issues the certificate of a completed process. A process calls this method, {@link #ended} and {@link #refunded}
     * while the process holds its own lock.
     */
    void completed(RealtimeProcess process) {
        ProcessOrder order = process.order();
        if (order.action().equals(ProcessOrder.REVOKE) || settings.noCertificates) {
            return;
        }
        RealtimeCertificate source = order.source();
        if (source != null) {
            source.replacedBy(order.action());
        }
        long id = nextCertificate.getAndIncrement();
        RealtimeCertificate issued = new RealtimeCertificate(id, process, paidUntil(order), context, settings);
        certificates.add(id, issued, false);
        certificateByProcess.put(process.id(), issued);
    }

    void ended(RealtimeProcess process, ProcessState state) {
        ProcessOrder order = process.order();
        long id = nextNotification.getAndIncrement();
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("fireDate", context.now().toString())
                .put(
                        "message",
                        "Certificate " + order.action() + " " + state.name().toLowerCase(Locale.ROOT))
                .put("eventType", "RequestCertificateEvent")
                .put("notificationType", "SSLCertificateNotification")
                .put("isAsync", true)
                .put("customer", RealtimeStub.CUSTOMER)
                .put("process", process.id())
                .put("processIdentifier", order.names().main())
                .put("processType", RealtimeProcess.TYPE)
                .put("subjectStatus", state == ProcessState.INVALID ? "FAILED" : state.name())
                .put("product", order.product().id())
                .put("validationType", order.product().validation().name());
        RealtimeCertificate issued = certificateByProcess.get(process.id());
        if (issued != null) {
            json.put("expiryDate", issued.expiry().toString()).put("certificateId", issued.id());
        }
        notifications.put(Long.toString(id), new Notification(json));
    }

    void refunded(RealtimeProcess process) {
        // Prefilled orders and orders of the console are not in the ledger.
        if (context.ledger().isBooked(Long.toString(process.id()))) {
            context.ledger().refund(Long.toString(process.id()));
        }
    }

    /**
     * Returns the last second of the paid term. A renewal with the same product adds the unused part of the old term to
     * the new term.
     */
    private Instant paidUntil(ProcessOrder order) {
        Instant from = context.now();
        RealtimeCertificate source = order.source();
        if (source != null && order.action().equals(ProcessOrder.REISSUE)) {
            return source.paidUntil();
        }
        Instant until = from.atOffset(ZoneOffset.UTC)
                .plusMonths(order.months())
                .minusSeconds(1)
                .toInstant();
        boolean keepsRest = source != null
                && source.order().product().equals(order.product())
                && source.paidUntil().isAfter(from);
        return keepsRest ? until.plus(Duration.between(from, source.paidUntil())) : until;
    }
}
