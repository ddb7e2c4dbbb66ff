package dev.certbridge.stub.regfish;

import static java.util.stream.StreamSupport.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Openssl;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegfishStubTest {

    private static final String CERTIFICATES = "/tls/certificate";

    private RegfishStub stub = RegfishStub.start();
    private Wire wire = Wire.to(stub);

    @AfterEach
    void everyAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void anOrderIsIssuedOnTheThirdLookAndItsChainVerifies(@TempDir Path folder) throws Exception {
        TestCsr csr = TestCsr.of("www.example.com", "example.com");
        Got ordered = wire.post(CERTIFICATES, order(csr, "RapidSSL", "www.example.com", "example.com"));

        assertThat(ordered.status()).isEqualTo(200);
        JsonNode certificate = ordered.json().path("response");
        assertThat(ordered.json().path("success").asBoolean()).isTrue();
        assertThat(certificate.path("id").asText()).matches("[0-9A-HJKMNP-TV-Z]{13}");
        assertThat(certificate.path("status").asText()).isEqualTo("pending");
        assertThat(certificate.path("validation").path("dns_records").findValuesAsText("name"))
                .containsExactly("_dnsauth.www.example.com.", "_dnsauth.example.com.");
        assertThat(certificate.has("csr")).isFalse();

        String one = CERTIFICATES + "/" + certificate.path("id").asText();
        assertThat(wire.get(one).json().at("/response/status").asText()).isEqualTo("pending");
        assertThat(wire.get(one + "/download/pem").status()).isEqualTo(409);
        assertThat(wire.get(one).json().at("/response/status").asText()).isEqualTo("pending");
        assertThat(wire.get(one).json().at("/response/status").asText()).isEqualTo("issued");

        List<X509Certificate> chain = wire.get(one + "/download/pem").certificates();
        X509Certificate leaf = chain.get(0);
        assertThat(leaf.getPublicKey()).isEqualTo(csr.publicKey());
        assertThat(leaf.getSubjectAlternativeNames().stream()
                        .map(san -> san.get(1).toString()))
                .containsExactly("www.example.com", "example.com");
        assertThat(Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(199).minusSeconds(1));
        assertThat(Openssl.verify(folder, stub.authority().root(), chain.get(1), leaf))
                .endsWith("OK\nexit 0");
    }

    @Test
    void theLedgerHoldsWhatWasBookedAndCharged() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(CERTIFICATES, order(csr, "RapidSSL", "www.example.com"));

        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.orderId())
                    .isEqualTo(ordered.json().at("/response/id").asText());
            assertThat(entry.operationId()).isEqualTo("createCertificate");
            assertThat(entry.names()).containsExactly("www.example.com");
            assertThat(entry.charged()).isTrue();
        });
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 1490L));
    }

    @Test
    void aListingNeverMovesAnOrderOn() throws Exception {
        wire.post(CERTIFICATES, order(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com"));
        for (int i = 0; i < 5; i++) {
            JsonNode listed = wire.get(CERTIFICATES).json().path("response");
            assertThat(listed).hasSize(1);
            assertThat(listed.get(0).path("status").asText()).isEqualTo("pending");
        }
    }

    @Test
    void anOrderThatLacksItsOrganizationIsHeldBackAndNotCharged() throws Exception {
        Got ordered = wire.post(CERTIFICATES, order(TestCsr.of("shop.example.net"), "SecureSite", "shop.example.net"));
        JsonNode certificate = ordered.json().path("response");
        String id = certificate.path("id").asText();

        assertThat(certificate.path("action_required").asBoolean()).isTrue();
        assertThat(certificate.path("completion_url").asText()).endsWith("/my/certs/" + id + "/complete");
        assertThat(certificate.has("validation")).isFalse();
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEmpty();

        stub.completeInConsole(id);
        JsonNode completed = wire.get(CERTIFICATES + "/" + id).json().path("response");
        assertThat(completed.path("action_required").asBoolean()).isFalse();
        assertThat(completed.at("/validation/dns_records")).hasSize(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void anOrderForAnUnknownOrganizationIsAConflict() throws Exception {
        ObjectNode order = order(TestCsr.of("shop.example.net"), "SecureSite", "shop.example.net");
        assertThat(wire.post(CERTIFICATES, order.put("org_id", "hdl_0000000000000"))
                        .status())
                .isEqualTo(409);
        assertThat(wire.post(CERTIFICATES, order.put("org_id", RegfishStub.ORGANIZATION))
                        .status())
                .isEqualTo(200);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void aRenewalNeedsAnIssuedSource() throws Exception {
        ObjectNode order = order(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");
        String source = wire.post(CERTIFICATES, order).json().at("/response/id").asText();
        ObjectNode renewal = order.deepCopy();

        assertThat(wire.post(CERTIFICATES, renewal.put("renewal_of_certificate_id", "NONE"))
                        .status())
                .isEqualTo(404);
        assertThat(wire.post(CERTIFICATES, renewal.put("renewal_of_certificate_id", source))
                        .status())
                .isEqualTo(409);
        assertThat(stub.ledger().orders()).isEqualTo(1);

        for (int i = 0; i < 3; i++) {
            wire.get(CERTIFICATES + "/" + source);
        }
        assertThat(wire.post(CERTIFICATES, renewal).json().at("/response/id").asText())
                .isNotEqualTo(source);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @Test
    void theZipIsARealArchive() throws Exception {
        restart(StubOptions.defaults().looksUntilIssued(1));
        String one = issued("www.example.com");
        Got zip = wire.get(one + "/download/zip");
        assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
        try (ZipInputStream in =
                new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("www_example_com.crt");
            assertThat(new String(in.readAllBytes())).startsWith("-----BEGIN CERTIFICATE-----");
        }
        assertThat(wire.get(one + "/download/p7b").status()).isEqualTo(400);
    }

    @Test
    void aDownloadCanComeTooEarlyAlthoughTheCertificateIsIssued() throws Exception {
        restart(StubOptions.defaults().looksUntilIssued(1).downloadLag(1));
        String one = issued("www.example.com");
        assertThat(wire.get(one + "/download/pem").status()).isEqualTo(409);
        assertThat(wire.get(one + "/download/pem").status()).isEqualTo(200);
    }

    @Test
    void recordsCanAppearOnlyInALaterRead() throws Exception {
        restart(StubOptions.defaults().lateRecords(true));
        Got ordered = wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        assertThat(ordered.json().at("/response/validation").isMissingNode()).isTrue();
        Got read =
                wire.get(CERTIFICATES + "/" + ordered.json().at("/response/id").asText());
        assertThat(read.json().at("/response/validation/dns_records")).hasSize(1);
    }

    @Test
    void theCatalogHasAllSevenProductsAndNoPrices() throws Exception {
        JsonNode products = wire.get("/tls/products").json().path("response");
        assertThat(stream(products.spliterator(), false)
                        .map(product -> product.path("sku").asText()))
                .containsExactly(
                        "RapidSSL",
                        "RapidSSLWildcard",
                        "QuickSSLPremium",
                        "SSL123",
                        "TrueBusinessID",
                        "SecureSite",
                        "SSLWebServer");
        assertThat(products.toString()).doesNotContain("price");
    }

    @Test
    void theSameSeedGivesTheSameIds() throws Exception {
        restart(StubOptions.defaults().seed(42));
        wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        List<String> first =
                stub.ledger().entries().stream().map(Ledger.Entry::orderId).toList();
        restart(StubOptions.defaults().seed(42));
        wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        assertThat(stub.ledger().entries().stream().map(Ledger.Entry::orderId)).isEqualTo(first);
    }

    private void restart(StubOptions options) {
        stub.close();
        stub = RegfishStub.start(options);
        wire = Wire.to(stub);
    }

    /** The path of a certificate that is issued after one look. */
    private String issued(String name) throws Exception {
        Got ordered = wire.post(CERTIFICATES, order(TestCsr.of(name), "RapidSSL", name));
        String one = CERTIFICATES + "/" + ordered.json().at("/response/id").asText();
        assertThat(wire.get(one).json().at("/response/status").asText()).isEqualTo("issued");
        return one;
    }

    static ObjectNode order(TestCsr csr, String sku, String commonName, String... further) {
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("sku", sku)
                .put("common_name", commonName)
                .put("csr", csr.pem())
                .put("dcv_method", "dns-cname-token");
        for (String name : further) {
            order.withArrayProperty("dns_names").add(name);
        }
        return order;
    }
}
