package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One order, from the moment it was accepted. Reading it moves it on, as time would; a listing does not. Deliberately
 * without a CSR or a time of creation in what it shows, because regfish shows neither.
 */
final class RegfishOrder {

    private final String id;
    private final OrderBody request;
    private final SigningRequest csr;
    private final StubState registrar;
    private final DomainProof proof;
    private final Optional<Instant> renewedUntil;
    private @Nullable StubOrganization organization;
    private @Nullable IssuedTerm issued;
    private @Nullable IssuedTerm replaced;
    private @Nullable RegfishReissue reissue;
    private @Nullable RegfishOrder renewal;
    private @Nullable String ended;
    private @Nullable Instant lastStatusCheck;
    private boolean wentBack;
    private int earlyDownloads;
    private int oldLeafReads;
    private int oldFileDownloads;

    /** Accepted. A renewal says until when its source is valid. */
    RegfishOrder(
            String id,
            OrderBody request,
            SigningRequest csr,
            StubState registrar,
            Optional<StubOrganization> organization,
            Optional<Instant> renewedUntil) {
        this.id = id;
        this.request = request;
        this.csr = csr;
        this.registrar = registrar;
        this.proof = new DomainProof(registrar, request.dcvMethod(), request.names(), request.dcvEmails());
        this.organization = organization.orElse(null);
        this.renewedUntil = renewedUntil;
    }

    String id() {
        return id;
    }

    OrderBody request() {
        return request;
    }

    SigningRequest csr() {
        return csr;
    }

    List<String> names() {
        return request.names();
    }

    /** Waits for an organization; the CA has no order yet. */
    synchronized boolean isHeldBack() {
        return ended == null && request.sku().organizationRequired() && organization == null;
    }

    synchronized boolean isEnded() {
        return ended != null;
    }

    /** Until when the source of a renewal is valid; refused when it cannot be renewed, or has been already. */
    synchronized Instant renewableUntil() {
        if (issued == null || (renewal != null && !renewal.isEnded())) {
            throw new RegfishRefusal(409, "The order cannot be submitted", "This certificate cannot be renewed now");
        }
        return issued.until();
    }

    synchronized void renewWith(RegfishOrder other) {
        renewableUntil();
        renewal = other;
    }

    /** Names the organization of an order that was held back. */
    synchronized void complete(StubOrganization named) {
        String no = "The order cannot be completed";
        if (!isHeldBack()) {
            throw new RegfishRefusal(409, no, "The order does not wait for details");
        }
        if (!named.usable()) {
            throw new RegfishRefusal(409, no, "The organization cannot be used for orders");
        }
        organization = named;
    }

    synchronized void reissue(ReissueRequest wanted, SigningRequest newCsr, long reissueId) {
        String no = "The certificate cannot be reissued now";
        if (!isReissuable()) {
            throw new RegfishRefusal(409, no, "The certificate has not been issued");
        }
        if (reissue != null && reissue.isUnderWay()) {
            throw new RegfishRefusal(409, no, "A reissue is in progress");
        }
        int days = Math.min(wanted.validityDays().orElse(request.validityDays()), request.validityDays());
        DomainProof another = new DomainProof(registrar, wanted.dcvMethod(), request.names(), List.of());
        reissue = new RegfishReissue(reissueId, newCsr, days, another, registrar.now());
    }

    /** A single read. */
    synchronized ObjectNode look() {
        boolean old = oldLeafReads > 0;
        if (ended == null && issued == null && !isHeldBack()) {
            lastStatusCheck = registrar.now();
            if (proof.look()) {
                decide(registrar.knobs().ending);
            }
        } else if (issued != null && registrar.knobs().backwards && !wentBack) {
            wentBack = true;
            return view("pending", null);
        } else if (reissue != null && reissue.isUnderWay()) {
            lastStatusCheck = registrar.now();
            if (reissue.look(lastStatusCheck)) {
                issueAgain(reissue);
            }
        }
        ObjectNode json = json();
        oldLeafReads -= old ? 1 : 0;
        return json;
    }

    private void decide(String ending) {
        if (ending.isEmpty()) {
            issue();
        } else {
            ended = ending;
        }
    }

    /** What is under way is issued, whatever it waits for. */
    synchronized void issue() {
        if (ended != null || isHeldBack()) {
            throw new IllegalStateException("order " + id + " is not at the CA");
        }
        if (issued == null) {
            issued = IssuedTerm.first(registrar, request, csr, renewedUntil, registrar.now());
        } else if (reissue != null && reissue.isUnderWay()) {
            issueAgain(reissue);
        }
    }

    /** What is under way comes to nothing: the reissue, or else the order. */
    synchronized void end(String status) {
        if (reissue != null && reissue.isUnderWay()) {
            reissue.end(status, registrar.now());
        } else if (issued == null) {
            ended = status;
        } else {
            throw new IllegalStateException("order " + id + " is issued and nothing of it is under way");
        }
    }

    synchronized Reply download(String format) {
        if (!format.equals("pem") && !format.equals("zip")) {
            throw new RegfishRefusal(400, "Unknown download format");
        }
        if (issued == null || registrar.knobs().noCertificates || earlyDownloads++ < registrar.knobs().earlyDownloads) {
            throw new RegfishRefusal(409, "The certificate is not ready for download");
        }
        boolean old = replaced != null && (oldLeafReads > 0 || oldFileDownloads > 0);
        IssuedTerm served = old ? replaced : issued;
        oldLeafReads = Math.max(0, oldLeafReads - 1);
        oldFileDownloads = Math.max(0, oldFileDownloads - 1);
        CertificateBundle bundle = new CertificateBundle(
                request.commonName(), served.leaf(), registrar.workshop().authority());
        return format.equals("zip")
                ? Reply.bytes(200, "application/zip", bundle.zip())
                : Reply.bytes(200, "application/x-pem-file", bundle.pem().getBytes(StandardCharsets.US_ASCII));
    }

    /** As it is shown everywhere. */
    synchronized ObjectNode json() {
        IssuedTerm shown = replaced != null && oldLeafReads > 0 ? replaced : issued;
        return view(status(), registrar.knobs().noCertificates ? null : shown);
    }

    private ObjectNode view(String status, @Nullable IssuedTerm shown) {
        return new CertificateView(id, request, status, isHeldBack(), isReissuable())
                .organization(organization)
                .checked(lastStatusCheck)
                .issued(shown)
                .waiting(ended == null && issued == null ? proof : null)
                .reissue(reissue)
                .json();
    }

    private boolean isReissuable() {
        return issued != null && !issued.isExpired(registrar.now());
    }

    private void issueAgain(RegfishReissue accepted) {
        Instant now = registrar.now();
        replaced = issued;
        issued = replaced.again(registrar, request.names(), accepted.csr(), accepted.days(), now);
        accepted.end(RegfishReissue.ISSUED, now);
        oldLeafReads = registrar.knobs().oldLeafReads;
        oldFileDownloads = registrar.knobs().oldFileDownloads;
    }

    private String status() {
        if (ended != null) {
            return ended;
        }
        if (issued == null) {
            return "pending";
        }
        return issued.isExpired(registrar.now()) ? "expired" : "issued";
    }
}
