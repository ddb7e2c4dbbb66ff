package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeCertificate.Term;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every process, and every certificate that came of one. Their ids are two sequences that overlap on purpose: the
 * certificate of one order has the number of the process of the next, so that a mix-up is found out.
 */
final class ProcessStore implements RealtimeProcess.Outcomes {

    // Beyond 32 bits, as the reseller's are.
    private static final long FIRST_PROCESS = 2_323_000_000L;
    private static final int SPREAD = 100_000;

    private final StubContext workshop;
    private final RealtimeStubSettings quirks;
    private final AtomicLong nextProcess;
    private final AtomicLong nextCertificate;
    private final EntityStore<RealtimeProcess> processes;
    private final EntityStore<RealtimeCertificate> certificates;
    private final Map<Long, RealtimeCertificate> certificateByProcess = new ConcurrentHashMap<>();
    private final NotificationStore notifications = new NotificationStore();

    ProcessStore(StubContext workshop, RealtimeStubSettings quirks) {
        this.workshop = workshop;
        this.quirks = quirks;
        long first = FIRST_PROCESS + workshop.ids().below(SPREAD);
        this.nextProcess = new AtomicLong(first);
        this.nextCertificate = new AtomicLong(first + 1);
        this.processes = new EntityStore<>("process", quirks);
        this.certificates = new EntityStore<>("certificate", quirks);
    }

    /** Through the API. */
    RealtimeProcess open(ProcessOrder order) {
        return open(order, RealtimeStub.CUSTOMER + "/api");
    }

    /** By somebody of the customer. */
    RealtimeProcess open(ProcessOrder order, String user) {
        RealtimeProcess process = newProcess(order, user);
        return processes.add(process.id(), process);
    }

    /** Opened so long ago that every listing has it. */
    RealtimeProcess opened(ProcessOrder order, ProcessState state) {
        RealtimeProcess process = newProcess(order, RealtimeStub.CUSTOMER + "/api");
        if (state != ProcessState.NEW) {
            process.move(state);
        }
        return processes.addListed(process.id(), process);
    }

    RealtimeProcess process(long id) {
        return processes.get(id);
    }

    RealtimeCertificate certificate(long id) {
        return certificates.get(id);
    }

    /** Counts as one look at the listing. */
    List<RealtimeProcess> listedProcesses() {
        return processes.listed();
    }

    /** Counts as one look at the listing. */
    List<RealtimeCertificate> listedCertificates() {
        return certificates.listed();
    }

    NotificationStore notifications() {
        return notifications;
    }

    Instant now() {
        return workshop.options().clock().instant();
    }

    /** {@code revokeCertificate}: done at once; nothing is charged or given back. */
    RealtimeProcess revoke(long certificateId, JsonNode body) {
        RealtimeCertificate source = certificate(certificateId);
        source.revoke();
        ProcessOrder old = source.order();
        RealtimeProcess process = open(new ProcessOrder(
                "revokeCertificate",
                ProcessOrder.REVOKE,
                body,
                old.product(),
                0,
                old.csr(),
                old.names(),
                old.control(),
                StubPrice.NOTHING,
                source));
        process.end(OrderOutcome.DONE);
        return process;
    }

    @Override
    public void done(RealtimeProcess process) {
        ProcessOrder order = process.order();
        if (order.action().equals(ProcessOrder.REVOKE) || quirks.noCertificates) {
            return;
        }
        RealtimeCertificate source = order.source();
        if (source != null) {
            source.replacedBy(order.action());
        }
        StubOptions options = workshop.options();
        long id = nextCertificate.getAndIncrement();
        RealtimeCertificate issued = new RealtimeCertificate(
                id, process.id(), order, term(order), new StubIssuer(workshop.authority(), quirks), options.clock());
        certificates.add(id, issued);
        certificateByProcess.put(process.id(), issued);
    }

    @Override
    public void ended(RealtimeProcess process, ProcessState state) {
        notifications.add(
                process,
                state,
                Optional.ofNullable(certificateByProcess.get(process.id())),
                now().truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public void refunded(RealtimeProcess process) {
        // What was there before the client came, or was ordered elsewhere, is not in the ledger.
        if (workshop.ledger().isBooked(Long.toString(process.id()))) {
            workshop.ledger().refund(Long.toString(process.id()));
        }
    }

    private RealtimeProcess newProcess(ProcessOrder order, String user) {
        return new RealtimeProcess(nextProcess.getAndIncrement(), user, order, workshop.options(), quirks, this);
    }

    /**
     * A reissue ends with what was paid for with its source; a renewal of the same product gets what is left of that on
     * top. A certificate is never valid for longer than the limit of the day; the rest is a subscription.
     */
    private Term term(ProcessOrder order) {
        Instant from = now().truncatedTo(ChronoUnit.SECONDS);
        RealtimeCertificate source = order.source();
        if (source != null && order.action().equals(ProcessOrder.REISSUE)) {
            return Term.of(from, source.paidUntil());
        }
        Instant until = from.atOffset(ZoneOffset.UTC)
                .plusMonths(order.months())
                .minusSeconds(1)
                .toInstant();
        if (source != null
                && source.order().product().equals(order.product())
                && source.paidUntil().isAfter(from)) {
            until = until.plus(Duration.between(from, source.paidUntil()));
        }
        return Term.of(from, until);
    }
}
