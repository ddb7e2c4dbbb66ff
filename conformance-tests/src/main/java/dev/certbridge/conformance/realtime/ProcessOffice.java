package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.stub.Workshop;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every process, and every certificate that came of one. Their ids are two sequences that overlap on purpose: the
 * certificate of one order has the number of the process of the next, so that a mix-up is found out.
 */
final class ProcessOffice {

    private static final long FIRST_PROCESS = 9_000_000;
    private static final int SPREAD = 100_000;

    private final Workshop workshop;
    private final AtomicLong nextProcess;
    private final AtomicLong nextCertificate;
    private final ConcurrentNavigableMap<Long, RealtimeProcess> processes = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<Long, RealtimeCertificate> certificates = new ConcurrentSkipListMap<>();

    ProcessOffice(Workshop workshop) {
        this.workshop = workshop;
        long first = FIRST_PROCESS + workshop.ids().below(SPREAD);
        this.nextProcess = new AtomicLong(first);
        this.nextCertificate = new AtomicLong(first + 1);
    }

    RealtimeProcess open(Order order) {
        RealtimeProcess process =
                new RealtimeProcess(nextProcess.getAndIncrement(), order, workshop.options(), this::issue);
        processes.put(process.id(), process);
        return process;
    }

    RealtimeProcess process(long id) {
        return Optional.ofNullable(processes.get(id)).orElseThrow(() -> Refused.missing("process", Long.toString(id)));
    }

    RealtimeCertificate certificate(long id) {
        return Optional.ofNullable(certificates.get(id))
                .orElseThrow(() -> Refused.missing("certificate", Long.toString(id)));
    }

    List<? extends JsonNode> processesJson() {
        return processes.values().stream().map(RealtimeProcess::json).toList();
    }

    List<? extends JsonNode> certificatesJson() {
        return certificates.values().stream()
                .map(certificate -> certificate.json(now()))
                .toList();
    }

    Instant now() {
        return workshop.options().clock().instant();
    }

    private void issue(RealtimeProcess process) {
        Order order = process.order();
        Instant from = now().truncatedTo(ChronoUnit.SECONDS);
        Instant until = from.atOffset(ZoneOffset.UTC)
                .plusMonths(order.months())
                .minusSeconds(1)
                .toInstant();
        X509Certificate leaf = workshop.authority()
                .issue(order.csr().publicKey(), order.names().all(), from, until);
        long id = nextCertificate.getAndIncrement();
        certificates.put(id, new RealtimeCertificate(id, process.id(), order, leaf, workshop.authority()));
    }
}
