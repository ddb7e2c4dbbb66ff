package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of an attempt. First its own id, when an answer held one; then what was made since; then everything, for
 * a clock may be wrong and a filter may leave out; then the certificates, for a process may not be listed.
 */
final class RealtimeAttemptMatcher {

    private static final OperationRef ORIGIN = OperationRef.of(Realtime.NAME, "getProcess");

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final SpendLog book;
    private final ResellerAccount place;
    private final Clock clock;

    RealtimeAttemptMatcher(
            RealtimeClient client,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            SpendLog book,
            ResellerAccount place,
            Clock clock) {
        this.client = client;
        this.listings = listings;
        this.certificates = certificates;
        this.book = book;
        this.place = place;
        this.clock = clock;
    }

    Reconciliation reconcile(Attempt attempt) {
        if (!attempt.target().equals(place.target())) {
            throw new IllegalArgumentException(
                    "nothing was sent: the attempt is at " + attempt.target() + ", this client at " + place.target());
        }
        Optional<Snapshot> snapshot = attempt.sending().snapshot().flatMap(book::snapshot);
        RealtimeAttemptEvidence evidence = new RealtimeAttemptEvidence(attempt, snapshot);
        Optional<Process> seen = attempt.orderId().flatMap(this::answered);
        if (seen.isPresent() && named(attempt, seen.get(), evidence)) {
            return placed(attempt, id(attempt, snapshot, number(seen.get())));
        }
        Findings findings = new Findings(attempt, snapshot, evidence);
        listings.processesSince(evidence.since()).forEach(findings::look);
        if (findings.none()) {
            listings.processes().forEach(findings::look);
        }
        if (findings.none()) {
            listings.certificatesFor(attempt.request().names().get(0)).forEach(findings::look);
        }
        return findings.verdict();
    }

    /** Its answer was lost, and with it the look at its price: nothing more may be spent before somebody looked. */
    private Placed placed(Attempt attempt, OrderId id) {
        attempt.sending().allowed().ifPresent(limit -> {
            try {
                long number = RealtimeProducts.number("process", id.providerId());
                Process process = RealtimeProcesses.require(
                        ORIGIN, number, client.processes().getProcess(number, null));
                RealtimeOverspending.above(process, limit)
                        .ifPresent(charged -> book.halt(RealtimeOverspending.reason(id, charged, limit)));
            } catch (ResellerException | IllegalStateException e) {
                // Not readable, or the book fails now: find and await look again.
            }
        });
        return new Placed(id);
    }

    /** The process whose id an answer held, if there is such a process about a certificate. */
    private Optional<Process> answered(OrderId id) {
        if (!RealtimeRequestRules.NUMBER.matcher(id.providerId()).matches()) {
            return Optional.empty();
        }
        try {
            long number = RealtimeProducts.number("process", id.providerId());
            Process process =
                    RealtimeProcesses.require(ORIGIN, number, client.processes().getProcess(number, null));
            return Optional.of(process.id(number));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** An id in the answer to an order is the order's, unless it says otherwise. To a question it may be anything's. */
    private boolean named(Attempt attempt, Process process, RealtimeAttemptEvidence evidence) {
        if (claimed(attempt, number(process))) {
            return false;
        }
        return switch (judged(process, evidence)) {
            case PROOF -> true;
            case LIKE -> attempt.verb() != SpendType.QUOTE && attempt.verb() != SpendType.STANDALONE_QUOTE;
            case OTHER -> false;
        };
    }

    private RealtimeAttemptEvidence.Verdict judged(Process process, RealtimeAttemptEvidence evidence) {
        RealtimeAttemptEvidence.Verdict verdict = evidence.of(process);
        boolean silent = verdict == RealtimeAttemptEvidence.Verdict.LIKE
                && RealtimeMapper.completed(RealtimeMapper.status(process))
                && RealtimeProcesses.csr(process).isEmpty();
        return silent
                ? listings.certificateOf(number(process)).map(evidence::of).orElse(verdict)
                : verdict;
    }

    private OrderId id(Attempt attempt, Optional<Snapshot> snapshot, String number) {
        Optional<OrderId> booked = book.orders(place.target(), number).stream()
                .map(order -> order.id())
                .filter(id -> id.keySha256().equals(attempt.request().csr().keySha256()))
                .findFirst();
        if (booked.isPresent()) {
            return booked.get();
        }
        if (attempt.request().kind() != OrderId.Kind.REISSUE) {
            return place.orderId(number, attempt.request());
        }
        String oldSerial = snapshot.flatMap(RealtimePreOrderSnapshot::oldSerial)
                .orElseGet(() -> certificates.serial(attempt.request().source().orElseThrow()));
        return place.reissueId(number, attempt.request(), oldSerial);
    }

    /** Whether another intent has it. */
    private boolean claimed(Attempt attempt, String number) {
        return book.orders(place.target(), number).stream()
                .flatMap(order -> order.intent().stream())
                .anyMatch(intent -> !intent.equals(attempt.intent()));
    }

    /**
     * Whether a question for a price with the same CSR may have become it: one did, or one is open. The answer to the
     * attempt itself is stronger.
     */
    private boolean mayBeQuestions(Attempt attempt, String number) {
        if (attempt.orderId().filter(id -> id.providerId().equals(number)).isPresent()) {
            return false;
        }
        String key = attempt.request().csr().keySha256();
        return book.orders(place.target(), number).stream()
                        .anyMatch(order -> order.intent().isEmpty())
                || book.unresolved().stream()
                        .filter(open -> open.verb() == SpendType.STANDALONE_QUOTE
                                && open.target().equals(place.target()))
                        .map(Attempt::request)
                        .anyMatch(asked ->
                                asked.hasCsr() && asked.csr().keySha256().equals(key));
    }

    private static String number(Process process) {
        return String.valueOf(process.getId());
    }

    /** What was found so far, by process, each looked at once. */
    private final class Findings {

        private final Attempt attempt;
        private final Optional<Snapshot> snapshot;
        private final RealtimeAttemptEvidence evidence;
        private final Map<String, RealtimeAttemptEvidence.Verdict> verdicts = new LinkedHashMap<>();

        Findings(Attempt attempt, Optional<Snapshot> snapshot, RealtimeAttemptEvidence evidence) {
            this.attempt = attempt;
            this.snapshot = snapshot;
            this.evidence = evidence;
        }

        void look(Process process) {
            if (RealtimeProcesses.isOrder(process)) {
                verdicts.computeIfAbsent(
                        number(process),
                        number -> claimed(attempt, number)
                                ? RealtimeAttemptEvidence.Verdict.OTHER
                                : judged(process, evidence));
            }
        }

        /** A certificate tells on its process, which may not be listed; what was told of the process itself stands. */
        void look(Certificate certificate) {
            if (certificate.getProcess() != null) {
                verdicts.computeIfAbsent(
                        certificate.getProcess().toString(),
                        number -> claimed(attempt, number)
                                ? RealtimeAttemptEvidence.Verdict.OTHER
                                : evidence.of(certificate));
            }
        }

        boolean none() {
            return verdicts.values().stream().allMatch(verdict -> verdict == RealtimeAttemptEvidence.Verdict.OTHER);
        }

        /**
         * Two proofs are none: the same request arrived twice, and a person has to tell which order to keep. Before a
         * question nothing was looked at, so an order with its CSR may be from before it; and what may be a question's is
         * not proven to be the attempt's.
         */
        Reconciliation verdict() {
            List<OrderId> proven = ids(RealtimeAttemptEvidence.Verdict.PROOF);
            if (proven.size() == 1
                    && attempt.verb() != SpendType.STANDALONE_QUOTE
                    && !mayBeQuestions(attempt, proven.get(0).providerId())) {
                return placed(attempt, proven.get(0));
            }
            List<OrderId> candidates = proven.isEmpty() ? ids(RealtimeAttemptEvidence.Verdict.LIKE) : proven;
            return candidates.isEmpty() ? new NotListed(clock.instant()) : new Candidates(candidates);
        }

        private List<OrderId> ids(RealtimeAttemptEvidence.Verdict wanted) {
            return verdicts.entrySet().stream()
                    .filter(found -> found.getValue() == wanted)
                    .map(found -> id(attempt, snapshot, found.getKey()))
                    .toList();
        }
    }
}
