package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
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
 * Finds the order that an attempt created. The search starts with the process whose id the response contains. The
 * search continues with the processes that were created since the attempt. If no recent process matches, the search
 * continues with all processes, because a clock may be wrong or a filter may omit entries. If no process matches, the
 * search continues with the certificates, because a process may be missing in the listing.
 */
final class RealtimeAttemptMatcher {

    /**
     * A process counts as new if it was created after the attempt, or at most 26 hours before the attempt. The margin
     * of 26 hours covers time zones and wrong clocks.
     */
    private static final Duration MARGIN = Duration.ofHours(26);

    private final RealtimeListings listings;
    private final RealtimeCertificates certificates;
    private final RealtimeChargeVerifier charges;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;

    RealtimeAttemptMatcher(
            RealtimeListings listings,
            RealtimeCertificates certificates,
            RealtimeChargeVerifier charges,
            SpendLog book,
            ResellerAccount account,
            Clock clock) {
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

    private Optional<Process> find(OrderId id) {
        if (!RealtimeRequestRules.NUMBER.matcher(id.providerId()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(listings.process(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static String number(Process process) {
        return String.valueOf(process.getId());
    }

    private enum Match {
        EXACT,
        POSSIBLE,
        NONE
    }

    /**
     * The search for the order of one attempt. The search stores the {@link Match} of each compared process. An equal
     * CSR or key proves a match only if the process is new, because a renewal may reuse the key of last year's order.
     */
    private final class Search {

        private final Attempt attempt;
        private final Csr csr;
        private final Optional<Snapshot> snapshot;
        private final Set<String> before;
        /**
         * The earliest creation time of a new process: the reseller's time before the attempt, minus {@link #MARGIN}.
         */
        private final Instant since;

        private final Map<String, Match> matches = new LinkedHashMap<>();

        private Search(Attempt attempt) {
            this.attempt = attempt;
            this.csr = attempt.request().csr();
            this.snapshot = attempt.terms().snapshot().flatMap(book::snapshot);
            this.before = snapshot.map(Snapshot::seen).orElse(Set.of());
            this.since = snapshot.map(Snapshot::at).orElse(attempt.begun()).minus(MARGIN);
        }

        /**
         * Returns true if the process is the order of the attempt. If the response to an order contains the id of the
         * process, a possible match is enough. After a quote request, only an exact match is enough.
         */
        private boolean isOrderOfAnswer(Process process) {
            return !isClaimed(number(process))
                    && switch (matchWithCertificate(process)) {
                        case EXACT -> true;
                        case POSSIBLE ->
                            attempt.type() != SpendType.QUOTE && attempt.type() != SpendType.STANDALONE_QUOTE;
                        case NONE -> false;
                    };
        }

        private void compare(Process process) {
            if (RealtimeMapper.isOrder(process)) {
                matches.computeIfAbsent(
                        number(process), number -> isClaimed(number) ? Match.NONE : matchWithCertificate(process));
            }
        }

        /**
         * Compares a certificate with the attempt, because the process of the certificate may be missing in the
         * listing. Keeps the earlier result if the process was already compared.
         */
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

        /**
         * Compares a process with the attempt. If the process is completed and contains no CSR, the certificate of the
         * process is compared.
         */
        private Match matchWithCertificate(Process process) {
            Match match = match(process);
            boolean byCertificate = match == Match.POSSIBLE
                    && RealtimeMapper.Phase.of(process) == RealtimeMapper.Phase.COMPLETED
                    && RealtimeMapper.csr(process).isEmpty();
            return byCertificate
                    ? listings.certificateOf(number(process)).map(this::match).orElse(match)
                    : match;
        }

        private Match match(Process process) {
            if (before.contains(number(process))) {
                return Match.NONE;
            }
            boolean recent = RealtimeMapper.isCreatedSince(process, since);
            boolean dated = process.getCreatedDate() != null;
            if (RealtimeMapper.holds(process, csr)) {
                return proof(recent && dated);
            }
            // Parsing a CSR is slow, because its signature is verified. Only a CSR for the same main name is parsed.
            if (!RealtimeMapper.mayBeNamed(process, attempt.request())) {
                return Match.NONE;
            }
            Optional<Csr> requested = RealtimeMapper.csr(process);
            if (requested.isPresent()) {
                return requested.get().equals(csr) ? proof(recent && dated) : Match.NONE;
            }
            return recent && RealtimeMapper.mayBeFor(process, attempt.request()) ? Match.POSSIBLE : Match.NONE;
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
                            .flatMap(RealtimeMapper::csr)
                            .map(Csr::keySha256))
                    .map(csr.keySha256()::equals);
            if (sameKey.isPresent()) {
                return sameKey.get() ? proof(recent && dated) : Match.NONE;
            }
            return recent && mayBeFor(certificate) ? Match.POSSIBLE : Match.NONE;
        }

        /**
         * Returns the match of a process or certificate that has the CSR or the key of the attempt. If the process or
         * certificate may be older than the attempt, the match is only possible, and a person has to decide.
         */
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

        private boolean isClaimed(String number) {
            return book.orders(account.target(), number).stream()
                    .flatMap(order -> order.intent().stream())
                    .anyMatch(intent -> !intent.equals(attempt.intent()));
        }

        /**
         * Returns true if a standalone quote for the same key may have created the process. Returns false if the
         * response to the attempt contained the id of the process.
         */
        private boolean mayBeOfQuote(String number) {
            if (attempt.orderId().filter(id -> id.providerId().equals(number)).isPresent()) {
                return false;
            }
            return book.orders(account.target(), number).stream()
                            .anyMatch(order -> order.intent().isEmpty())
                    || book.unresolved().stream()
                            .filter(open -> open.type() == SpendType.STANDALONE_QUOTE
                                    && open.target().equals(account.target()))
                            .map(Attempt::request)
                            .anyMatch(asked ->
                                    asked.hasCsr() && asked.csr().keySha256().equals(csr.keySha256()));
        }

        /**
         * Returns an order only if exactly one process is an exact match. If two processes are exact matches, a person
         * has to choose which order to keep. The result for a standalone quote is never an order, because the matching
         * process may be older than the quote.
         */
        private Reconciliation result() {
            List<OrderId> exact = ids(Match.EXACT);
            if (exact.size() == 1
                    && attempt.type() != SpendType.STANDALONE_QUOTE
                    && !mayBeOfQuote(exact.get(0).providerId())) {
                return placed(exact.get(0));
            }
            List<OrderId> candidates = exact.isEmpty() ? ids(Match.POSSIBLE) : exact;
            return candidates.isEmpty()
                    ? Reconciliation.notListed(clock.instant())
                    : Reconciliation.candidates(candidates);
        }

        /**
         * Returns the order that was found. Checks the charge of the order, because the charge was not checked when the
         * order was placed.
         */
        private Placed placed(OrderId id) {
            attempt.terms().allowed().ifPresent(limit -> charges.haltIfAbove(id, limit));
            return Reconciliation.placed(id);
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
