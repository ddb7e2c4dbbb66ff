package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.Openssl;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.zip.ZipInputStream;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealtimeStubTest {

    private RealtimeStub stub = RealtimeStub.start();
    private Wire wire = Wire.to(stub);

    @AfterEach
    void everyAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void anOrderRunsThroughItsProcessToACertificateThatVerifies(@TempDir Path folder) throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(CERTIFICATES, RealtimeOrders.plain(csr));

        assertThat(ordered.status()).isEqualTo(202);
        assertThat(ordered.json().at("/validations/dcv/0/status").asText()).isEqualTo("WAITING");
        assertThat(ordered.json().at("/validations/dcv/0/dnsType").asText()).isEqualTo("CNAME");
        String process = "/v2/processes/" + ordered.header("x-process-id");
        assertThat(wire.get("/v2/processes").json().at("/entities/0/status").asText())
                .isEqualTo("NEW");

        JsonNode running = wire.get(process).json();
        assertThat(running.path("status").asText()).isEqualTo("RUNNING");
        assertThat(running.at("/reservation/EUR").asLong()).isEqualTo(2500);
        assertThat(running.at("/command/csr").asText()).isEqualTo(csr.pem());
        assertThat(wire.get(process).json().path("status").asText()).isEqualTo("SUSPENDED");
        assertThat(wire.get(process + "/info")
                        .json()
                        .at("/validations/dcv/0/status")
                        .asText())
                .isEqualTo("WAITING");
        JsonNode completed = wire.get(process).json();
        assertThat(completed.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(completed.at("/transaction/EUR").asLong()).isEqualTo(2500);
        assertThat(completed.has("reservation")).isFalse();
        assertThat(wire.get(process + "/info")
                        .json()
                        .at("/validations/dcv/0/status")
                        .asText())
                .isEqualTo("VALIDATED");

        JsonNode listed = wire.get(CERTIFICATES + "?process:eq=" + ordered.header("x-process-id"))
                .json();
        assertThat(listed.at("/pagination/total").asInt()).isEqualTo(1);
        String one = CERTIFICATES + "/" + listed.at("/entities/0/id").asText();
        assertThat(wire.get(one).json().path("csr").asText()).isEqualTo(csr.pem());
        X509Certificate leaf =
                wire.get(one + "/download?format=CRT").certificates().get(0);
        X509Certificate issuer =
                wire.get(one + "/download?format=CA_BUNDLE").certificates().get(0);
        assertThat(leaf.getPublicKey()).isEqualTo(csr.publicKey());
        assertThat(leaf.getSubjectAlternativeNames().stream()
                        .map(san -> san.get(1).toString()))
                .containsExactly("www.example.com", "example.com");
        assertThat(Openssl.verify(folder, stub.authority().root(), issuer, leaf))
                .endsWith("OK\nexit 0");
    }

    @Test
    void theIdsOfProcessesAndCertificatesOverlap() throws Exception {
        restart(StubOptions.defaults().looksUntilIssued(1));
        String first = issue("a.example.com");
        String second = issue("b.example.com");
        JsonNode certificate =
                wire.get(CERTIFICATES + "?process=" + first).json().at("/entities/0");
        assertThat(certificate.path("id").asText()).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void everyDownloadFormatHoldsWhatItsNameSaysInEveryForm(DownloadBodyType form) throws Exception {
        restart(StubOptions.defaults().looksUntilIssued(1));
        stub.downloadsAs(form);
        issue("www.example.com");
        String id = wire.get(CERTIFICATES).json().at("/entities/0/id").asText();
        String download = CERTIFICATES + "/" + id + "/download?format=";
        assertThat(wire.get(download + "CRT").certificates())
                .singleElement()
                .satisfies(leaf ->
                        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=www.example.com"));
        assertThat(wire.get(download + "CA").certificates())
                .containsExactly(stub.authority().intermediate());
        assertThat(wire.get(download + "CA_BUNDLE").certificates())
                .containsExactly(
                        stub.authority().intermediate(), stub.authority().root());
        Got request = wire.get(download + "CSR");
        Got signed = wire.get(download + "PKCS7");
        if (form == DownloadBodyType.BASE64_OF_DER) {
            assertThat(new PKCS10CertificationRequest(request.decoded()).getSubject())
                    .hasToString("CN=www.example.com");
            assertThat(ContentInfo.getInstance(signed.decoded()).getContentType())
                    .isEqualTo(CMSObjectIdentifiers.signedData);
        } else {
            assertThat(request.decoded()).asString().startsWith("-----BEGIN CERTIFICATE REQUEST-----");
            assertThat(signed.decoded()).asString().startsWith("-----BEGIN PKCS7-----");
        }
        assertThat(request.text().startsWith("-----")).isEqualTo(form == DownloadBodyType.PEM);
        byte[] archive = Base64.getDecoder().decode(wire.get(download + "ZIP").text());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("Linux/www_example_com.crt");
            assertThat(zip.getNextEntry().getName()).isEqualTo("Linux/www_example_com.ca-bundle");
        }
        assertThat(wire.get(download + "JPEG").json().at("/violations/0/field").asText())
                .isEqualTo("format");
    }

    @Test
    void downloadsAreBase64TextOfPemUnlessToldOtherwise() throws Exception {
        restart(StubOptions.defaults().looksUntilIssued(1));
        issue("www.example.com");
        String id = wire.get(CERTIFICATES).json().at("/entities/0/id").asText();
        Got download = wire.get(CERTIFICATES + "/" + id + "/download?format=CRT");
        assertThat(download.text()).doesNotStartWith("-----");
        assertThat(download.decoded()).asString().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void anOvOrderWaitsForItsOrganization() throws Exception {
        Got missing = wire.post(
                CERTIFICATES,
                RealtimeOrders.plain(TestCsr.of("www.example.net"))
                        .put("product", "ssl_example_ov")
                        .put("period", 12));
        assertThat(missing.json().path("violations").findValuesAsText("field"))
                .containsExactly("dcv", "coc", "approver");

        var order = RealtimeOrders.multi(TestCsr.of("www.example.net"), "www.example.net")
                .put("product", "ssl_example_ov")
                .put("period", 12)
                .put("coc", "00000000");
        order.putObject("approver")
                .put("firstName", "Anna")
                .put("lastName", "Example")
                .put("email", "anna@example.net")
                .put("voice", "+31.380000000");
        Got ordered = wire.post(CERTIFICATES, order);
        assertThat(ordered.json().path("requiresAttention").asBoolean()).isTrue();
        assertThat(ordered.json().at("/validations/organization").asText()).isEqualTo("ATTENTION");
    }

    @Test
    void theDeprecatedCallCountsYears() throws Exception {
        Got ordered = wire.post(RealtimeOrders.DEPRECATED, RealtimeOrders.deprecated(TestCsr.of("www.example.com")));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(ordered.header("x-process-id")).isNotEmpty();
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("createCertificate");
            assertThat(entry.cents()).isEqualTo(5000);
        });
        Got quoted = wire.post(
                RealtimeOrders.DEPRECATED + "?quote=true", RealtimeOrders.deprecated(TestCsr.of("www.example.com")));
        assertThat(quoted.json().at("/quote/billables/0/action").asText()).isEqualTo("CREATE");
    }

    @Test
    void recordsCanAppearOnlyFromTheFirstLookAtInfoOn() throws Exception {
        restart(StubOptions.defaults().lateRecords(true));
        Got ordered = wire.post(CERTIFICATES, RealtimeOrders.plain(TestCsr.of("www.example.com")));
        assertThat(ordered.json().at("/validations/dcv").isMissingNode()).isTrue();
        Got info = wire.get("/v2/processes/" + ordered.header("x-process-id") + "/info");
        assertThat(info.json().at("/validations/dcv")).hasSize(1);
    }

    @Test
    void theResellersClockIsInEveryAnswer() throws Exception {
        Instant then = Instant.parse("2026-11-22T00:40:00Z");
        restart(StubOptions.defaults().clock(Clock.fixed(then, ZoneOffset.UTC)));
        assertThat(wire.get("/v2/processes").header("Date")).isEqualTo("Sun, 22 Nov 2026 00:40:00 GMT");
        assertThat(wire.get("/nowhere").header("Date")).isEqualTo("Sun, 22 Nov 2026 00:40:00 GMT");
        wire.post(CERTIFICATES, RealtimeOrders.plain(TestCsr.of("www.example.com")));
        assertThat(wire.get("/v2/processes")
                        .json()
                        .at("/entities/0/createdDate")
                        .asText())
                .isEqualTo("2026-11-22T00:40:00Z");
    }

    @Test
    void theCertificateLastsAsLongAsWasAskedFor() throws Exception {
        restart(StubOptions.defaults()
                .looksUntilIssued(1)
                .clock(Clock.fixed(Instant.parse("2026-11-22T00:40:00Z"), ZoneOffset.UTC)));
        issue("www.example.com");
        JsonNode certificate = wire.get(CERTIFICATES).json().at("/entities/0");
        assertThat(certificate.path("startDate").asText()).isEqualTo("2026-11-22T00:40:00Z");
        assertThat(certificate.path("expiryDate").asText()).isEqualTo("2027-05-22T00:39:59Z");
    }

    private void restart(StubOptions options) {
        stub.close();
        stub = RealtimeStub.start(options);
        wire = Wire.to(stub);
    }

    /** The id of a process that is done after one look. */
    private String issue(String name) throws Exception {
        String id =
                wire.post(CERTIFICATES, RealtimeOrders.plain(TestCsr.of(name))).header("x-process-id");
        assertThat(wire.get("/v2/processes/" + id).json().path("status").asText())
                .isEqualTo("COMPLETED");
        return id;
    }
}
