package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order that an attempt created. regfish does not show the CSR or the creation time of an order, so only an
 * issued certificate for the key of the attempt proves that the order is the order of the attempt. An order without
 * such a certificate is a candidate, and a person has to decide. If two orders have a certificate for the key of the
 * attempt, regfish received the request twice, and both orders are candidates.
 */
final class RegfishAttemptMatcher {

    private final RegfishListings listings;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;

    RegfishAttemptMatcher(RegfishListings listings, SpendLog book, ResellerAccount account, Clock clock) {
        this.listings = listings;
        this.book = book;
        this.account = account;
        this.clock = clock;
    }

    Reconciliation reconcile(Attempt attempt) {
        account.require(attempt);
        Optional<String> completes = attempt.spendRequest().completes();
        if (completes.isPresent()) {
            return completed(completes.get());
        }
        return attempt.request().kind() == OrderId.Kind.REISSUE ? reissued(attempt) : ordered(attempt);
    }

    private Reconciliation ordered(Attempt attempt) {
        Set<String> before = before(attempt);
        Optional<Certificate> answered = attempt.orderId()
                .filter(id -> !id.isQuoted())
                .flatMap(id -> listings.find(id.providerId()))
                .filter(certificate -> isAlike(certificate, attempt.request(), before));
        // The answer contained the id of this certificate, so no other certificate can belong to the attempt.
        List<Certificate> alike = answered.map(List::of).orElseGet(() -> alike(attempt, before));
        List<Map.Entry<OrderId, Match>> matches = alike.stream()
                .map(certificate ->
                        Map.entry(account.orderId(certificate.getId(), attempt.request()), match(certificate, attempt)))
                .toList();
        List<OrderId> exact = ids(matches, Match.EXACT);
        if (exact.size() == 1 && (answered.isPresent() || isListingKnown(attempt))) {
            return Reconciliation.placed(exact.get(0));
        }
        return found(exact.isEmpty() ? ids(matches, Match.POSSIBLE) : exact);
    }

    private enum Match {
        EXACT,
        POSSIBLE,
        NONE
    }

    private Match match(Certificate certificate, Attempt attempt) {
        Optional<IssuedCertificate> issued = RegfishMapper.state(certificate) == Order.State.ISSUED
                ? listings.issued(certificate)
                : Optional.empty();
        String key = attempt.request().csr().keySha256();
        if (issued.filter(leaf -> leaf.keySha256().equals(key)).isPresent()) {
            return Match.EXACT;
        }
        // A certificate for another key belongs to another order, unless the certificate was reissued since the
        // attempt.
        return issued.isEmpty() || certificate.getReissue() != null ? Match.POSSIBLE : Match.NONE;
    }

    private static List<OrderId> ids(List<Map.Entry<OrderId, Match>> matches, Match wanted) {
        return matches.stream()
                .filter(match -> match.getValue() == wanted)
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Certificate> alike(Attempt attempt, Set<String> before) {
        OrderRequest request = attempt.request();
        List<Certificate> alike = new ArrayList<>();
        listings.each(certificate -> {
            if (isAlike(certificate, request, before)) {
                alike.add(certificate);
            }
        });
        alike.removeIf(certificate -> claimed(certificate, attempt));
        return alike;
    }

    private static boolean isAlike(Certificate certificate, OrderRequest request, Set<String> before) {
        String id = certificate.getId();
        boolean source = request.source()
                .map(CertificateId::providerId)
                .filter(old -> old.equals(id))
                .isPresent();
        return id != null
                && !id.isBlank()
                && !source
                && !before.contains(id)
                && RegfishMapper.Item.of(certificate).isFor(request)
                && sameTerm(certificate, request);
    }

    private boolean claimed(Certificate certificate, Attempt attempt) {
        return book.orders(account.target(), certificate.getId()).stream()
                .flatMap(known -> known.intent().stream())
                .anyMatch(intent -> !intent.equals(attempt.intent()));
    }

    private static boolean sameTerm(Certificate certificate, OrderRequest request) {
        return certificate.getValidityDays() == null
                || request.validity()
                        .map(Validity::amount)
                        .filter(days -> !days.equals(certificate.getValidityDays()))
                        .isEmpty();
    }

    private Reconciliation reissued(Attempt attempt) {
        OrderRequest request = attempt.request();
        String source = request.source().orElseThrow().providerId();
        ReissueBaseline before = new ReissueBaseline(before(attempt));
        OrderId id = account.reissueId(source, request, before.oldSerial());
        Optional<Certificate> now = listings.find(source);
        Optional<IssuedCertificate> leaf = now.filter(
                        certificate -> Boolean.TRUE.equals(certificate.getCertificatePemAvailable()))
                .flatMap(listings::issued);
        if (leaf.filter(issued -> before.isNew(issued, id.keySha256())).isPresent()) {
            return Reconciliation.placed(id);
        }
        boolean changed = now.filter(
                        certificate -> another(certificate.getReissue(), before) || before.replaced(certificate))
                .isPresent();
        return found(changed ? List.of(id) : List.of());
    }

    private static boolean another(@Nullable Reissue reissue, ReissueBaseline before) {
        return reissue != null && !before.had(reissue);
    }

    /**
     * Reconciles a completion. The text of a completion in the order book contains the order id and the organization.
     */
    private Reconciliation completed(String text) {
        OrderId id = OrderId.parse(text.substring(0, text.indexOf(" with ")));
        boolean done = listings.find(id.providerId())
                .filter(certificate -> Boolean.FALSE.equals(certificate.getActionRequired()))
                .isPresent();
        return found(done ? List.of(id) : List.of());
    }

    /**
     * Returns false if the order book no longer contains the listing that was read before the attempt. Without this
     * listing, a certificate with the key of the attempt may be older than the attempt, because a renewal may reuse a
     * key.
     */
    private boolean isListingKnown(Attempt attempt) {
        return attempt.terms()
                .snapshot()
                .map(number -> book.snapshot(number).isPresent())
                .orElse(true);
    }

    private Set<String> before(Attempt attempt) {
        return attempt.terms()
                .snapshot()
                .flatMap(book::snapshot)
                .map(Snapshot::seen)
                .orElse(Set.of());
    }

    private Reconciliation found(List<OrderId> candidates) {
        return candidates.isEmpty() ? Reconciliation.notListed(clock.instant()) : Reconciliation.candidates(candidates);
    }
}
