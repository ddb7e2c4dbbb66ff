package dev.certbridge.conformance.regfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.Reply;
import dev.certbridge.conformance.stub.SigningRequest;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.Workshop;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One order, from the moment it was accepted. Reading it moves it on, as time would; a listing does not. Deliberately
 * without a CSR or a time of creation in what it shows, because regfish shows neither.
 */
final class RegfishOrder {

    private final String id;
    private final Request request;
    private final SigningRequest csr;
    private final Workshop workshop;
    private final Validation validation;
    private @Nullable String organization;
    private int looks;
    private int earlyDownloads;
    private @Nullable X509Certificate certificate;
    private @Nullable Instant lastStatusCheck;

    RegfishOrder(String id, Request request, SigningRequest csr, Workshop workshop) {
        this.id = id;
        this.request = request;
        this.csr = csr;
        this.workshop = workshop;
        this.organization = request.organization().orElse(null);
        this.validation = Validation.of(request, workshop.ids());
        this.earlyDownloads = workshop.options().downloadLag();
    }

    String id() {
        return id;
    }

    List<String> names() {
        return request.names();
    }

    /** Waits for an organization; the CA has no order yet. */
    synchronized boolean isHeldBack() {
        return request.sku().organizationRequired() && organization == null;
    }

    synchronized boolean isRenewable() {
        return certificate != null;
    }

    synchronized void bind(String organizationId) {
        organization = organizationId;
    }

    /** A single read. */
    synchronized ObjectNode look() {
        StubOptions options = workshop.options();
        if (!isHeldBack() && certificate == null) {
            looks++;
            lastStatusCheck = options.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            if (looks >= options.looksUntilIssued()) {
                Instant from = lastStatusCheck;
                Instant until =
                        from.plus(Duration.ofDays(request.validityDays())).minusSeconds(1);
                certificate = workshop.authority().issue(csr.publicKey(), names(), from, until);
            }
        }
        return json();
    }

    synchronized Reply download(String format) {
        if (!format.equals("pem") && !format.equals("zip")) {
            throw new Refused(400, "Unknown download format");
        }
        X509Certificate issued = certificate;
        if (issued == null || earlyDownloads-- > 0) {
            throw new Refused(409, "The certificate is not ready for download");
        }
        Bundle bundle = new Bundle(request.commonName(), issued, workshop.authority());
        return format.equals("zip")
                ? Reply.bytes(200, "application/zip", bundle.zip())
                : Reply.bytes(200, "application/x-pem-file", bundle.pem().getBytes(StandardCharsets.US_ASCII));
    }

    /** As it is shown everywhere. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("status", certificate == null ? "pending" : "issued")
                .put("common_name", request.commonName())
                .put("product", request.sku().wireName())
                .put("provider", "digicert");
        request.furtherNames().forEach(json.putArray("dns_names")::add);
        json.put("order_state", state())
                .put("action_required", isHeldBack())
                .put("completion_url", isHeldBack() ? "https://dash.regfish.com/my/certs/" + id + "/complete" : "")
                .put("organization_id", organization)
                .put("validity_days", request.validityDays())
                .put("certificate_pem_available", certificate != null)
                .put("renewal_supported", certificate != null)
                .put("reissue_supported", certificate != null);
        Optional.ofNullable(organization)
                .ifPresent(bound -> json.putObject("organization")
                        .put("id", bound)
                        .put("name", "Example Shops GmbH")
                        .put("status", "validated")
                        .put("usable_for_ordering", true));
        Optional.ofNullable(lastStatusCheck).ifPresent(time -> json.put("last_status_check", time.toString()));
        Optional.ofNullable(certificate).ifPresentOrElse(issued -> describe(json, issued), () -> waiting(json));
        return json;
    }

    private String state() {
        if (certificate != null) {
            return "ISSUED";
        }
        if (isHeldBack()) {
            return "ACTION_REQUIRED";
        }
        // The organization is approved by people at the CA, after the domain.
        return organization != null && looks > 0 ? "PENDING_APPROVAL" : "PENDING";
    }

    private void waiting(ObjectNode json) {
        if (isHeldBack()) {
            json.put("pending_reason", "organization_required")
                    .put("pending_message", "An organization has to be chosen before this order can go to the CA.");
            return;
        }
        json.put("pending_reason", "validation_pending")
                .put("pending_message", "Domain control for " + request.commonName() + " has not been shown yet.");
        if (looks > 0 || !workshop.options().lateRecords()) {
            json.set("validation", validation.json());
        }
    }

    private static void describe(ObjectNode json, X509Certificate issued) {
        String from = issued.getNotBefore().toInstant().toString();
        String until = issued.getNotAfter().toInstant().toString();
        json.put("serial_number", issued.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
                .put("valid_from", from)
                .put("valid_until", until)
                .put("contract_valid_from", from)
                .put("contract_valid_until", until);
    }
}
