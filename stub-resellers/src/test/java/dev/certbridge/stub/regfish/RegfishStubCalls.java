package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A stub of regfish whose certificates are issued on the second look, at a time of our choice, and calls to it. */
final class RegfishStubCalls implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    private Instant now = START;
    private final RegfishStub stub;
    private final Wire wire;

    RegfishStubCalls() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        stub = RegfishStub.start(StubOptions.defaults().clock(clock).looksUntilIssued(2));
        wire = Wire.to(stub);
    }

    RegfishStub stub() {
        return stub;
    }

    Wire wire() {
        return wire;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Got create(TestCsr csr, String sku, String commonName, String... further) throws IOException {
        return wire.post("/tls/certificate", RegfishStubTest.order(csr, sku, commonName, further));
    }

    Got renew(String source, TestCsr csr, int days, String commonName) throws IOException {
        return wire.post(
                "/tls/certificate",
                RegfishStubTest.order(csr, "RapidSSL", commonName)
                        .put("renewal_of_certificate_id", source)
                        .put("validity_days", days));
    }

    /** The id of a fresh order. */
    String ordered(TestCsr csr, String sku, String commonName, String... further) throws IOException {
        return create(csr, sku, commonName, further).json().at("/response/id").asText();
    }

    /** The id of an order that has been read until it was issued. */
    String issued(TestCsr csr, String commonName, String... further) throws IOException {
        String id = ordered(csr, "RapidSSL", commonName, further);
        read(id);
        assertThat(read(id).path("status").asText()).isEqualTo("issued");
        return id;
    }

    Got reissue(String id, TestCsr csr) throws IOException {
        return reissue(id, reissueBody(csr));
    }

    Got reissue(String id, JsonNode body) throws IOException {
        return wire.post("/tls/certificate/" + id + "/reissue", body);
    }

    static ObjectNode reissueBody(TestCsr csr) {
        return object("csr", csr.pem()).put("dcv_method", "dns-cname-token");
    }

    Got complete(String id, String organization) throws IOException {
        return wire.post("/tls/certificate/" + id + "/complete", object("org_id", organization));
    }

    JsonNode read(String id) throws IOException {
        return wire.get("/tls/certificate/" + id).json().path("response");
    }

    JsonNode list() throws IOException {
        return wire.get("/tls/certificate").json().path("response");
    }

    Got download(String id) throws IOException {
        return wire.get("/tls/certificate/" + id + "/download/pem");
    }

    X509Certificate leaf(String id) throws IOException {
        return download(id).certificates().get(0);
    }

    Got record(String type, String name, String data) throws IOException {
        return wire.post("/dns/rr", recordBody(type, name, data));
    }

    Got delete(long rrid) throws IOException {
        return wire.send("DELETE", "/dns/rr/" + rrid, MissingNode.getInstance());
    }

    static ObjectNode recordBody(String type, String name, String data) {
        return object("type", type).put("name", name).put("data", data).put("ttl", 60);
    }

    static ObjectNode object(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }

    /** Stops the stub, which must have kept its contract. */
    @Override
    public void close() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }
}
