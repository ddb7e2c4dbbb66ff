package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificate object of regfish, built from what there is to show. */
final class CertificateView {

    private static final String CONSOLE = "https://dash.regfish.com/my/certs/";

    private final ObjectNode json;
    private final OrderBody request;
    private final boolean heldBack;
    private boolean bound;

    CertificateView(String id, OrderBody request, String status, boolean heldBack, boolean reissuable) {
        this.request = request;
        this.heldBack = heldBack;
        this.json = JsonNodeFactory.instance
                .objectNode()
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
                .put("reissue_supported", reissuable);
    }

    CertificateView organization(@Nullable StubOrganization organization) {
        bound = organization != null;
        if (organization != null) {
            json.put("organization_id", organization.id());
            json.set("organization", organization.summary());
        }
        return this;
    }

    CertificateView checked(@Nullable Instant time) {
        Optional.ofNullable(time).ifPresent(last -> json.put("last_status_check", last.toString()));
        return this;
    }

    CertificateView issued(@Nullable IssuedTerm issued) {
        json.put("certificate_pem_available", issued != null).put("renewal_supported", issued != null);
        if (issued != null) {
            json.put("order_state", "ISSUED");
            issued.describe(json);
        }
        return this;
    }

    /** What an order waits for; null when it waits no more. */
    CertificateView waiting(@Nullable DomainProof proof) {
        if (proof == null) {
            return this;
        }
        if (heldBack) {
            json.put("order_state", "ACTION_REQUIRED")
                    .put("pending_reason", "organization_required")
                    .put("pending_message", "An organization has to be chosen before this order can go to the CA.");
            return this;
        }
        // The organization is approved by people at the CA, after the domain.
        json.put("order_state", bound && proof.hasBegun() ? "PENDING_APPROVAL" : "PENDING")
                .put("pending_reason", "validation_pending")
                .put("pending_message", "Domain control for " + request.commonName() + " has not been shown yet.");
        proof.describe(json);
        return this;
    }

    CertificateView reissue(@Nullable RegfishReissue reissue) {
        if (reissue != null) {
            reissue.describe(request, json);
        }
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
