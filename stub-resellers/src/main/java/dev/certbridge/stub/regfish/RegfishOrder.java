package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.regfish.OrganizationStore.StubOrganization;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import dev.certbridge.stub.regfish.RegfishOrderHandler.OrderBody;
import dev.certbridge.stub.regfish.RegfishOrderHandler.ReissueBody;
import dev.certbridge.stub.regfish.RegfishState.RegfishStubSettings;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accepted order. Each read first advances the state and then shows it. Each listing first shows the state and then
 * advances it. The JSON contains neither the CSR nor the time of creation, because regfish does not show them.
 */
final class RegfishOrder {

    private static final String CONSOLE = "https://dash.regfish.com/my/certs/";
    private static final String ISSUED = "issued";

    static final String PENDING = "pending";

    /**
     * The final statuses of an order. An order with a final status changes only when a caller reissues or renews it.
     */
    static final Set<String> FINAL = Set.of(ISSUED, "expired", "cancelled", "order_cancelled", "rejected");

    private final String id;
    private final OrderBody request;
    private final SigningRequest csr;
    private final RegfishState state;
    private final DomainProof proof;
    private final Optional<Instant> renewedUntil;
    private @Nullable StubOrganization organization;
    private @Nullable IssuedTerm issued;
    private @Nullable IssuedTerm replaced;
    private @Nullable Reissue reissue;
    private @Nullable RegfishOrder renewal;
    private @Nullable String ended;
    private @Nullable Instant lastStatusCheck;
    private @Nullable String recorded;
    private boolean wentBack;
    private int refusedDownloads;
    private int oldLeafReads;
    private int oldFileDownloads;

    RegfishOrder(
            String id,
            OrderBody request,
            SigningRequest csr,
            RegfishState state,
            Optional<StubOrganization> organization,
            Optional<Instant> renewedUntil) {
        this.id = id;
        this.request = request;
        this.csr = csr;
        this.state = state;
        this.proof = new DomainProof(state, request.dcvMethod(), request.names(), request.dcvEmails());
        this.organization = organization.orElse(null);
        this.renewedUntil = renewedUntil;
    }

    private final class Reissue {

        private final long number;
        private final SigningRequest newCsr;
        private final int days;
        private final DomainProof newProof;
        private final Instant requestedAt = state.now();
        private String status = PENDING;
        private @Nullable Instant updatedAt;

        Reissue(long number, SigningRequest newCsr, int days, DomainProof newProof) {
            this.number = number;
            this.newCsr = newCsr;
            this.days = days;
            this.newProof = newProof;
        }

        boolean isUnderWay() {
            return status.equals(PENDING);
        }

        void end(String otherStatus) {
            status = otherStatus;
            updatedAt = state.now();
        }

        void addTo(ObjectNode certificate) {
            ObjectNode json = certificate
                    .putObject("reissue")
                    .put("id", number)
                    .put("status", status)
                    .put("common_name", request.commonName());
            request.furtherNames().forEach(json.putArray("dns_names")::add);
            if (isUnderWay() || status.equals(ISSUED)) {
                json.put("order_state", isUnderWay() ? "PENDING" : "ISSUED");
            }
            json.put("requested_at", requestedAt.toString())
                    .put("last_updated_at", updatedAt == null ? null : updatedAt.toString());
            if (isUnderWay()) {
                newProof.addTo(json);
            }
        }
    }

    String id() {
        return id;
    }

    OrderBody request() {
        return request;
    }

    List<String> names() {
        return request.names();
    }

    /** Starts to record the states of the order for the page of the stub. */
    synchronized void recordStates() {
        recorded = "";
        recordChange();
    }

    private void recordChange() {
        String now = status()
                + (isHeldBack() ? ", organization required" : "")
                + (reissue == null ? "" : ", reissue " + reissue.status);
        if (recorded != null && !recorded.equals(now)) {
            recorded = now;
            state.context().history().record(id, request.sku().wireName(), names(), now);
        }
    }

    /**
     * Returns true while the order waits for an organization. An order is not sent to the CA without its organization.
     */
    synchronized boolean isHeldBack() {
        return ended == null && request.sku().organizationRequired() && organization == null;
    }

    private synchronized boolean isEnded() {
        return ended != null;
    }

    private boolean isReissueUnderWay() {
        return reissue != null && reissue.isUnderWay();
    }

    /**
     * Returns the last second in which the certificate is valid. Throws RegfishRefusal if the certificate cannot be
     * renewed.
     */
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

    synchronized void complete(StubOrganization other) {
        String message = "The order cannot be completed";
        if (!isHeldBack()) {
            throw new RegfishRefusal(409, message, "The order does not wait for details");
        }
        if (!other.usable()) {
            throw new RegfishRefusal(409, message, "The organization cannot be used for orders");
        }
        organization = other;
        recordChange();
    }

    synchronized void reissue(ReissueBody body, SigningRequest newCsr, long number) {
        String message = "The certificate cannot be reissued now";
        if (!isReissuable()) {
            throw new RegfishRefusal(409, message, "The certificate has not been issued");
        }
        if (isReissueUnderWay()) {
            throw new RegfishRefusal(409, message, "A reissue is in progress");
        }
        int days = Math.min(body.validityDays().orElse(request.validityDays()), request.validityDays());
        DomainProof newProof = new DomainProof(state, body.dcvMethod(), request.names(), List.of());
        reissue = new Reissue(number, newCsr, days, newProof);
        recordChange();
    }

    synchronized ObjectNode read() {
        if (issued != null && state.settings().backwards && !wentBack) {
            wentBack = true;
            return json(PENDING, null);
        }
        boolean old = oldLeafReads > 0;
        advance();
        ObjectNode json = json();
        oldLeafReads -= old ? 1 : 0;
        return json;
    }

    /** Returns the order as JSON for a listing. */
    synchronized ObjectNode listed(boolean advances) {
        ObjectNode json = json();
        if (advances) {
            advance();
        }
        return json;
    }

    private void advance() {
        if (ended == null && issued == null && !isHeldBack()) {
            lastStatusCheck = state.now();
            if (proof.check()) {
                decide(state.settings().ending);
            }
        } else if (reissue != null && reissue.isUnderWay()) {
            lastStatusCheck = state.now();
            reissue.updatedAt = lastStatusCheck;
            if (reissue.newProof.check()) {
                issueAgain(reissue);
            }
        }
        recordChange();
    }

    private void decide(String ending) {
        if (ending.isEmpty()) {
            issue();
        } else {
            ended = ending;
        }
    }

    /**
     * Issues the certificate of the order or of its reissue at once. Throws IllegalStateException if the order is not
     * at the CA.
     */
    synchronized void issue() {
        if (ended != null || isHeldBack()) {
            throw new IllegalStateException("order " + id + " is not at the CA");
        }
        if (issued == null) {
            issued = IssuedTerm.first(state, request, csr, renewedUntil);
        } else if (reissue != null && reissue.isUnderWay()) {
            issueAgain(reissue);
        }
        recordChange();
    }

    private void issueAgain(Reissue accepted) {
        IssuedTerm before = Objects.requireNonNull(issued);
        replaced = before;
        issued = before.reissued(state, request.names(), accepted.newCsr, accepted.days);
        accepted.end(ISSUED);
        oldLeafReads = state.settings().oldLeafReads;
        oldFileDownloads = state.settings().oldFileDownloads;
    }

    synchronized void end(String status) {
        if (reissue != null && reissue.isUnderWay()) {
            reissue.end(status);
        } else if (issued == null) {
            ended = status;
        } else {
            throw new IllegalStateException("order " + id + " is already issued, and no reissue is in progress");
        }
        recordChange();
    }

    synchronized Reply download(String format) {
        if (!format.equals("pem") && !format.equals("zip")) {
            throw new RegfishRefusal(400, "Unknown download format");
        }
        RegfishStubSettings settings = state.settings();
        if (issued == null || settings.noCertificates || refusedDownloads++ < settings.downloadLag) {
            throw new RegfishRefusal(409, "The certificate is not ready for download");
        }
        boolean old = replaced != null && (oldLeafReads > 0 || oldFileDownloads > 0);
        X509Certificate leaf = (old ? replaced : issued).leaf();
        oldLeafReads = Math.max(0, oldLeafReads - 1);
        oldFileDownloads = Math.max(0, oldFileDownloads - 1);
        CertificateAuthority authority = state.context().authority();
        if (format.equals("pem")) {
            String pem = PemText.of(leaf, authority.intermediate(), authority.root());
            return Reply.bytes(200, "application/x-pem-file", pem.getBytes(StandardCharsets.US_ASCII));
        }
        // The files in the archive of regfish and their names are not known.
        String stem = request.commonName().replace("*", "_").replace('.', '_');
        return Reply.bytes(200, "application/zip", PemText.zip(leaf, stem, authority.intermediate(), authority.root()));
    }

    private boolean isReissuable() {
        return issued != null && !issued.isExpired(state.now());
    }

    private String status() {
        if (ended != null) {
            return ended;
        }
        if (issued == null) {
            return PENDING;
        }
        return issued.isExpired(state.now()) ? "expired" : ISSUED;
    }

    synchronized ObjectNode json() {
        IssuedTerm shown = replaced != null && oldLeafReads > 0 ? replaced : issued;
        return json(status(), state.settings().noCertificates ? null : shown);
    }

    private ObjectNode json(String status, @Nullable IssuedTerm shown) {
        boolean heldBack = isHeldBack();
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("status", status)
                .put("common_name", request.commonName())
                .put("product", request.sku().wireName())
                .put("provider", "digicert");
        request.furtherNames().forEach(json.putArray("dns_names")::add);
        json.put("action_required", heldBack)
                .put("completion_url", heldBack ? CONSOLE + id + "/complete" : "")
                .putNull("organization_id")
                .put("validity_days", request.validityDays())
                .put("reissue_supported", isReissuable());
        if (organization != null) {
            json.put("organization_id", organization.id());
            json.set("organization", organization.summary());
        }
        if (lastStatusCheck != null) {
            json.put("last_status_check", lastStatusCheck.toString());
        }
        json.put("certificate_pem_available", shown != null).put("renewal_supported", shown != null);
        if (shown != null) {
            json.put("order_state", "ISSUED");
            shown.addTo(json);
        }
        if (heldBack && issued == null) {
            json.put("order_state", "ACTION_REQUIRED")
                    .put("pending_reason", "organization_required")
                    .put("pending_message", "An organization has to be chosen before this order can go to the CA.");
        } else if (ended == null && issued == null) {
            // People at the CA approve the organization after the domain has been validated.
            json.put("order_state", organization != null && proof.isStarted() ? "PENDING_APPROVAL" : "PENDING")
                    .put("pending_reason", "validation_pending")
                    .put("pending_message", "Domain control for " + request.commonName() + " has not been shown yet.");
            proof.addTo(json);
        }
        if (reissue != null) {
            reissue.addTo(json);
        }
        return json;
    }
}
