package dev.certbridge.regfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;

/** A certificate object as regfish returns it, and responses of regfish made of such objects. */
final class RegfishCertificateJson {

    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create(Clock.systemUTC(), new SeededIds(4711));

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    /** Returns a response with these contents in the envelope of regfish. */
    static Response envelope(String json) {
        return Response.of(200, "{\"success\":true,\"code\":0,\"response\":" + json + "}");
    }

    static Response refusal(int status, String message) {
        return Response.of(status, "{\"success\":false,\"message\":\"" + message + "\"}");
    }

    /** Returns an order for the usual product and name that waits for validation. */
    static RegfishCertificateJson shown(String id) {
        return pending(id, "RapidSSL", "www.example.com");
    }

    /** Returns an order that waits for validation. */
    static RegfishCertificateJson pending(String id, String product, String commonName, String... further) {
        RegfishCertificateJson shown = new RegfishCertificateJson();
        shown.json
                .put("id", id)
                .put("status", "pending")
                .put("common_name", commonName)
                .put("product", product)
                .put("provider", "digicert")
                .put("action_required", false)
                .put("completion_url", "")
                .put("certificate_pem_available", false);
        var names = shown.json.putArray("dns_names");
        for (String name : further) {
            names.add(name);
        }
        return shown;
    }

    /** Adds a certificate; the serial number as regfish might write it. */
    RegfishCertificateJson issued(String serial) {
        return with("status", "issued")
                .with("serial_number", serial)
                .with("valid_from", "2026-11-02T00:00:00Z")
                .with("valid_until", "2027-05-19T23:59:59Z")
                .flag("certificate_pem_available", true)
                .flag("reissue_supported", true);
    }

    /** Adds a reissue. */
    RegfishCertificateJson reissue(long id, String status) {
        ObjectNode reissue = json.putObject("reissue")
                .put("id", id)
                .put("status", status)
                .put("common_name", json.path("common_name").asText());
        reissue.set("dns_names", json.path("dns_names"));
        reissue.putObject("validation")
                .put("method", "dns-cname-token")
                .putArray("dns_records")
                .addObject()
                .put("name", "_dnsauth.www.example.com.")
                .put("type", "CNAME")
                .put("value", "token" + id + ".dcv.digicert.com.");
        return this;
    }

    RegfishCertificateJson with(String member, String value) {
        json.put(member, value);
        return this;
    }

    RegfishCertificateJson without(String member) {
        json.remove(member);
        return this;
    }

    RegfishCertificateJson flag(String member, boolean value) {
        json.put(member, value);
        return this;
    }

    RegfishCertificateJson days(int days) {
        json.put("validity_days", days);
        return this;
    }

    String id() {
        return json.path("id").asText();
    }

    Response response() {
        return envelope(json.toString());
    }

    static Response list(RegfishCertificateJson... items) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (RegfishCertificateJson item : items) {
            array.add(item.json);
        }
        return envelope(array.toString());
    }

    /** Issues a certificate for a key. */
    static X509Certificate leaf(KeyAndCsr key) {
        SigningRequest request = SigningRequest.parse(key.csr().pem());
        Instant from = Instant.parse("2026-11-02T00:00:00Z");
        return AUTHORITY.issue(request.publicKey(), request.names(), from, Instant.parse("2027-05-19T23:59:59Z"));
    }

    /** Returns the response to a download of a certificate. */
    static Response bundle(X509Certificate leaf) {
        return Response.of(200, PemText.of(leaf, AUTHORITY.intermediate(), AUTHORITY.root()));
    }

    static String serial(X509Certificate leaf) {
        return leaf.getSerialNumber().toString(16);
    }
}
