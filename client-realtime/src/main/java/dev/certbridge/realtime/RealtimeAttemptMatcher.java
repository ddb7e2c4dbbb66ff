package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the order that an attempt became: first the process that its answer named, then everything since, then everything, for
 * a clock may be wrong and a filter may leave out; then the certificates, for a process may not be listed.
 */
final class RealtimeAttemptMatcher {

    /** Wider than any time zone and any clock that is a few hours off. */
    private static final Duration MARGIN = Duration.ofHours(26);

    private final ProcessesApi processes;
    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final RealtimeChargeVerifier charges;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;

    RealtimeAttemptMatcher(
            ProcessesApi processes,
            RealtimeListings listings,
            RealtimeCertificates certificates,
            RealtimeChargeVerifier charges,
            SpendLog book,
            ResellerAccount account,
            Clock clock) {
        this.processes = processes;
        this.listings = listings;
        this.certificates = certificates;
        this.charges = charges;
        this.book = book;
        this.account = account;
        this.clock = clock;
    }

    Reconciliation reconcile(Attempt attempt) {
        account.require(attempt);
        Search search = new Search(attempt);
        Optional<Process> named = attempt.orderId().flatMap(this::find);
        if (named.isPresent() && search.isOrderOfAnswer(named.get())) {
            return search.placed(search.id(number(named.get())));
        }
        listings.processesSince(search.since).forEach(search::compare);
        if (search.isWithoutMatch()) {
            listings.processes().forEach(search::compare);
        }
        if (search.isWithoutMatch()) {
            listings.certificatesFor(attempt.request().names().get(0)).forEach(search::compare);
        }
        return search.result();
    }

    /** Finds the process whose id an answer held, if it is about a certificate. */
    private Optional<Process> find(OrderId id) {
        if (!RealtimeRequestRules.NUMBER.matcher(id.providerId()).matches()) {
            return Optional.empty();
        }
        try {
            long number = RealtimeMapper.number("process", id.providerId());
            return Optional.of(RealtimeProcesses.read(processes, number).id(number));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static String number(Process process) {
        return String.valueOf(process.getId());
    }

    /** How a listed process or certificate matches an attempt. */
    private enum Match {
        /** It is the order of the attempt. */
        EXACT,
        /** It may be the order of the attempt. */
        POSSIBLE,
        /** It is another order. */
        NONE
    }

    /**
     * The search for the order of one attempt, with the match of each process that was compared. An equal CSR or key is a
     * proof only where it is new: a renewal with the key of last year has an old order with that key.
     */
    private final class Search {

        private final Attempt attempt;
        private final Csr csr;
        private final Optional<Snapshot> snapshot;
        private final Set<String> before;
        /** The reseller's own time before the attempt, less a margin: what is created later may be new. */
        private final Instant since;

        private final Map<String, Match> matches = new LinkedHashMap<>();

        private Search(Attempt attempt) {
            this.attempt = attempt;
            this.csr = attempt.request().csr();
            this.snapshot = attempt.sending().snapshot().flatMap(book::snapshot);
            this.before = snapshot.map(Snapshot::seen).orElse(Set.of());
            this.since = snapshot.map(Snapshot::at).orElse(attempt.begun()).minus(MARGIN);
        }

        /** An id in the answer to an order is the order's, unless the process shows otherwise. In a quote it may be any. */
        private boolean isOrderOfAnswer(Process process) {
            return !isClaimed(number(process))
                    && switch (matchWithCertificate(process)) {
                        case EXACT -> true;
                        case POSSIBLE ->
                            attempt.verb() != SpendType.QUOTE && attempt.verb() != SpendType.STANDALONE_QUOTE;
                        case NONE -> false;
                    };
        }

        private void compare(Process process) {
            if (RealtimeProcesses.isOrder(process)) {
                matches.computeIfAbsent(
                        number(process), number -> isClaimed(number) ? Match.NONE : matchWithCertificate(process));
            }
        }

        /** Compares the certificate of a process that may not be listed. The match of the process itself stands. */
        private void compare(Certificate certificate) {
            if (certificate.getProcess() != null) {
                matches.computeIfAbsent(
                        certificate.getProcess().toString(),
                        number -> isClaimed(number) ? Match.NONE : match(certificate));
            }
        }

        private boolean isWithoutMatch() {
            return matches.values().stream().allMatch(match -> match == Match.NONE);
        }

        /** A completed process without a CSR is compared by its certificate. */
        private Match matchWithCertificate(Process process) {
            Match match = match(process);
            boolean byCertificate = match == Match.POSSIBLE
                    && RealtimeMapper.isCompleted(RealtimeMapper.status(process))
                    && RealtimeProcesses.csr(process).isEmpty();
            return byCertificate
                    ? listings.certificateOf(number(process)).map(this::match).orElse(match)
                    : match;
        }

        private Match match(Process process) {
            if (before.contains(number(process))) {
                return Match.NONE;
            }
            boolean recent = RealtimeProcesses.isCreatedSince(process, since);
            boolean dated = process.getCreatedDate() != null;
            if (RealtimeProcesses.holds(process, csr)) {
                return proof(recent && dated);
            }
            // Reading a CSR is slow, for its signature is checked: only one for the same main name is read.
            if (!RealtimeProcesses.mayBeNamed(process, attempt.request())) {
                return Match.NONE;
            }
            Optional<Csr> requested = RealtimeProcesses.csr(process);
            if (requested.isPresent()) {
                return requested.get().equals(csr) ? proof(recent && dated) : Match.NONE;
            }
            return recent && RealtimeProcesses.mayBeFor(process, attempt.request()) ? Match.POSSIBLE : Match.NONE;
        }

        private Match match(Certificate certificate) {
            if (before.contains(String.valueOf(certificate.getProcess()))) {
                return Match.NONE;
            }
            boolean dated = certificate.getStartDate() != null;
            boolean recent = !dated || !certificate.getStartDate().toInstant().isBefore(since);
            Optional<Boolean> sameKey = RealtimeCertificates.inline(certificate)
                    .map(IssuedCertificate::keySha256)
                    .or(() -> Optional.ofNullable(certificate.getCsr())
                            .flatMap(RealtimeProcesses::csr)
                            .map(Csr::keySha256))
                    .map(csr.keySha256()::equals);
            if (sameKey.isPresent()) {
                return sameKey.get() ? proof(recent && dated) : Match.NONE;
            }
            return recent && mayBeFor(certificate) ? Match.POSSIBLE : Match.NONE;
        }

        /** Returns a possible match for an equal CSR or key of an uncertain time: a person has to look. */
        private static Match proof(boolean isNew) {
            return isNew ? Match.EXACT : Match.POSSIBLE;
        }

        private boolean mayBeFor(Certificate certificate) {
            String product = attempt.request().product();
            boolean sameProduct = product.isEmpty() || product.equals(certificate.getProduct());
            return sameProduct
                    && (certificate.getSan() == null
                            || new HashSet<>(certificate.getSan())
                                    .containsAll(attempt.request().names()));
        }

        /** Returns true when another intent has the process. */
        private boolean isClaimed(String number) {
            return book.orders(account.target(), number).stream()
                    .flatMap(order -> order.intent().stream())
                    .anyMatch(intent -> !intent.equals(attempt.intent()));
        }

        /**
         * Returns true when a standalone quote with the same CSR may have become the process: one did, or one is open. The
         * answer to the attempt itself is stronger.
         */
        private boolean mayBeOfQuote(String number) {
            if (attempt.orderId().filter(id -> id.providerId().equals(number)).isPresent()) {
                return false;
            }
            return book.orders(account.target(), number).stream()
                            .anyMatch(order -> order.intent().isEmpty())
                    || book.unresolved().stream()
                            .filter(open -> open.verb() == SpendType.STANDALONE_QUOTE
                                    && open.target().equals(account.target()))
                            .map(Attempt::request)
                            .anyMatch(asked ->
                                    asked.hasCsr() && asked.csr().keySha256().equals(csr.keySha256()));
        }

        /**
         * Returns an order only for one exact match: two mean that the same request arrived twice, and a person has to choose
         * which order to keep. Before a standalone quote no snapshot was taken, so an order with its CSR may be older; and an
         * order that may be a quote's is not proven to be the attempt's.
         */
        private Reconciliation result() {
            List<OrderId> exact = ids(Match.EXACT);
            if (exact.size() == 1
                    && attempt.verb() != SpendType.STANDALONE_QUOTE
                    && !mayBeOfQuote(exact.get(0).providerId())) {
                return placed(exact.get(0));
            }
            List<OrderId> candidates = exact.isEmpty() ? ids(Match.POSSIBLE) : exact;
            return candidates.isEmpty() ? new NotListed(clock.instant()) : new Candidates(candidates);
        }

        /** The answer was lost, and with it the check of the charge: an overcharge halts the book. */
        private Placed placed(OrderId id) {
            attempt.sending().allowed().ifPresent(limit -> charges.haltIfAbove(id, limit));
            return new Placed(id);
        }

        private List<OrderId> ids(Match wanted) {
            return matches.entrySet().stream()
                    .filter(found -> found.getValue() == wanted)
                    .map(found -> id(found.getKey()))
                    .toList();
        }

        private OrderId id(String number) {
            return book.orders(account.target(), number).stream()
                    .map(order -> order.id())
                    .filter(id -> id.keySha256().equals(csr.keySha256()))
                    .findFirst()
                    .orElseGet(() -> newId(number));
        }

        private OrderId newId(String number) {
            OrderRequest request = attempt.request();
            if (request.kind() != OrderId.Kind.REISSUE) {
                return account.orderId(number, request);
            }
            String oldSerial = snapshot.flatMap(RealtimeOrderPlacement::oldSerial)
                    .orElseGet(() -> certificates.serial(request.source().orElseThrow()));
            return account.reissueId(number, request, oldSerial);
        }
    }
}
