package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubFixture;
import dev.certbridge.stub.TestClock;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A stub of regfish whose certificates are issued at the second read, which has to keep its contract, and calls to it.
 */
public abstract class RegfishStubFixture extends StubFixture<RegfishStub> {

    static final String NAME = "www.example.com";
    static final String CERTIFICATES = "/tls/certificate";
    static final String OWNER = "_dnsauth.www.example.com.";

    RegfishStubFixture() {
        super(RegfishStub::start, TestClock.at("2026-11-02T08:00:00Z"), 2);
    }

    public static ObjectNode order(TestCsr csr, String sku, String commonName, String... further) {
        ObjectNode order = object("sku", sku)
                .put("common_name", commonName)
                .put("csr", csr.pem())
                .put("dcv_method", "dns-cname-token");
        List.of(further).forEach(order.withArrayProperty("dns_names")::add);
        return order;
    }

    public static ObjectNode order() {
        return order(TestCsr.of(NAME), "RapidSSL", NAME);
    }

    static ObjectNode object(String field, String value) {
        return Reply.object().put(field, value);
    }

    Got create(TestCsr csr, String sku, String commonName, String... further) throws IOException {
        return wire.post(CERTIFICATES, order(csr, sku, commonName, further));
    }

    Got renew(String source, TestCsr csr, int days) throws IOException {
        ObjectNode order = order(csr, "RapidSSL", NAME).put("renewal_of_certificate_id", source);
        return wire.post(CERTIFICATES, order.put("validity_days", days));
    }

    /** Returns the id of a new order. */
    String ordered(TestCsr csr, String sku, String commonName, String... further) throws IOException {
        return create(csr, sku, commonName, further).text("/response/id");
    }

    /** Returns the id of an order that has been read until it was issued. */
    String issued(TestCsr csr, String commonName, String... further) throws IOException {
        String id = ordered(csr, "RapidSSL", commonName, further);
        read(id);
        assertThat(status(id)).isEqualTo("issued");
        return id;
    }

    Got reissue(String id, TestCsr csr) throws IOException {
        return reissue(id, reissueBody(csr));
    }

    Got reissue(String id, JsonNode body) throws IOException {
        return wire.post(CERTIFICATES + "/" + id + "/reissue", body);
    }

    public static ObjectNode reissueBody(TestCsr csr) {
        return object("csr", csr.pem()).put("dcv_method", "dns-cname-token");
    }

    Got complete(String id, String organization) throws IOException {
        return wire.post(CERTIFICATES + "/" + id + "/complete", object("org_id", organization));
    }

    JsonNode read(String id) throws IOException {
        return wire.get(CERTIFICATES + "/" + id).at("/response");
    }

    String status(String id) throws IOException {
        return read(id).path("status").asText();
    }

    JsonNode list() throws IOException {
        return wire.get(CERTIFICATES).at("/response");
    }

    Got download(String id) throws IOException {
        return wire.get(CERTIFICATES + "/" + id + "/download/pem");
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

    static String error(Got got) {
        return got.status() + " " + got.text("/error");
    }
}
