package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt. regfish shows neither a CSR nor a time of creation, so the one proof is an issued
 * certificate for our key; everything else is a candidate for a person to judge. So are two that are proven: the order
 * was doubled, and a person has to know of both.
 */
final class RegfishAttemptMatcher {

    private final RegfishListings listing;
    private final RegfishReads reads;
    private final SpendLog book;
    private final ResellerAccount place;
    private final Clock clock;

    RegfishAttemptMatcher(RegfishClient client, SpendLog book, ResellerAccount place, Clock clock) {
        this.listing = new RegfishListings(client);
        this.reads = new RegfishReads(client);
        this.book = book;
        this.place = place;
        this.clock = clock;
    }

    Reconciliation reconcile(Attempt attempt) {
        if (!attempt.target().equals(place.target())) {
            throw new IllegalArgumentException("nothing was sent: the attempt was sent to " + attempt.target()
                    + ", this client is at " + place.target());
        }
        Optional<String> completes = attempt.wish().completes();
        if (completes.isPresent()) {
            return completed(completes.get());
        }
        return attempt.request().kind() == OrderId.Kind.REISSUE ? reissued(attempt) : ordered(attempt);
    }

    private Reconciliation ordered(Attempt attempt) {
        Set<String> before = before(attempt);
        Optional<Certificate> answered = attempt.orderId()
                .filter(id -> !id.isQuoted())
                .flatMap(id -> reads.known(id.providerId()))
                .filter(certificate -> isAlike(certificate, attempt.request(), before));
        // The answer itself named this one: no other can be ours.
        List<Certificate> alike = answered.map(List::of).orElseGet(() -> alike(attempt, before));
        List<OrderId> proven = new ArrayList<>();
        List<OrderId> candidates = new ArrayList<>();
        for (Certificate certificate : alike) {
            OrderId id = place.orderId(certificate.getId(), attempt.request());
            Optional<IssuedCertificate> issued = RegfishMapper.state(certificate) == Order.State.ISSUED
                    ? reads.issued(certificate)
                    : Optional.empty();
            if (issued.filter(leaf -> hasOurKey(leaf, attempt)).isPresent()) {
                proven.add(id);
            } else if (issued.isEmpty() || certificate.getReissue() != null) {
                // Another key is another order, unless this one was reissued since.
                candidates.add(id);
            }
        }
        if (proven.size() == 1) {
            return new Placed(proven.get(0));
        }
        return found(proven.isEmpty() ? candidates : proven);
    }

    /** New since the attempt, equal to what was asked for, and claimed by no intent. */
    private List<Certificate> alike(Attempt attempt, Set<String> before) {
        OrderRequest request = attempt.request();
        List<Certificate> alike = new ArrayList<>();
        listing.each(certificate -> {
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
                && RegfishOrderMatcher.of(certificate).isFor(request)
                && sameTerm(certificate, request);
    }

    private boolean claimed(Certificate certificate, Attempt attempt) {
        return book.orders(place.target(), certificate.getId()).stream()
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
        OrderId id = place.reissueId(source, request, before.oldSerial());
        Optional<Certificate> now = reads.known(source);
        Optional<IssuedCertificate> leaf = now.filter(
                        certificate -> Boolean.TRUE.equals(certificate.getCertificatePemAvailable()))
                .flatMap(reads::issued);
        if (leaf.filter(issued -> before.isNew(issued, id.keySha256())).isPresent()) {
            return new Placed(id);
        }
        boolean changed = now.filter(
                        certificate -> another(certificate.getReissue(), before) || before.replaced(certificate))
                .isPresent();
        return found(changed ? List.of(id) : List.of());
    }

    private static boolean another(@Nullable Reissue reissue, ReissueBaseline before) {
        return reissue != null && !before.had(reissue);
    }

    /** What was completed is one text in the book: the order, then the organization. */
    private Reconciliation completed(String text) {
        OrderId id = OrderId.parse(text.substring(0, text.indexOf(" with ")));
        boolean done = reads.known(id.providerId())
                .filter(certificate -> Boolean.FALSE.equals(certificate.getActionRequired()))
                .isPresent();
        return found(done ? List.of(id) : List.of());
    }

    private Set<String> before(Attempt attempt) {
        return attempt.sending()
                .snapshot()
                .flatMap(book::snapshot)
                .map(Snapshot::seen)
                .orElse(Set.of());
    }

    private Reconciliation found(List<OrderId> candidates) {
        return candidates.isEmpty() ? new NotListed(clock.instant()) : new Candidates(candidates);
    }

    private static boolean hasOurKey(IssuedCertificate issued, Attempt attempt) {
        return issued.keySha256().equals(attempt.request().csr().keySha256());
    }
}
