package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Openssl;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealtimeStubTest extends RealtimeStubFixture {

    RealtimeStubTest() {
        super(3);
    }

    @Test
    void an_order_runs_through_its_process_to_a_certificate_that_verifies(@TempDir Path folder) throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(CERTIFICATES, RealtimeOrderBodies.plain(csr));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(ordered.text("/validations/dcv/0/status")).isEqualTo("WAITING");
        assertThat(ordered.text("/validations/dcv/0/dnsType")).isEqualTo("CNAME");
        String process = process(ordered);
        assertThat(wire.get("/v2/processes?limit=0").number("/pagination/total"))
                .isEqualTo(1);
        JsonNode running = wire.get(process).json();
        assertThat(running.path("status").asText()).isEqualTo("RUNNING");
        assertThat(running.at("/reservation/EUR").asLong()).isEqualTo(2500);
        assertThat(running.at("/command/csr").asText()).isEqualTo(csr.pem());
        assertThat(status(process)).isEqualTo("SUSPENDED");
        assertThat(wire.get(process + "/info").text("/validations/dcv/0/status"))
                .isEqualTo("WAITING");
        JsonNode completed = wire.get(process).json();
        assertThat(completed.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(completed.at("/transaction/EUR").asLong()).isEqualTo(2500);
        assertThat(completed.has("reservation")).isFalse();
        assertThat(wire.get(process + "/info").text("/validations/dcv/0/status"))
                .isEqualTo("VALIDATED");
        JsonNode listed = wire.get(CERTIFICATES + "?process:eq=" + ordered.header("x-process-id"))
                .json();
        assertThat(listed.at("/pagination/total").asInt()).isEqualTo(1);
        String one = CERTIFICATES + "/" + listed.at("/entities/0/id").asText();
        assertThat(wire.get(one).text("/csr")).isEqualTo(csr.pem());
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
    void the_ids_of_processes_and_certificates_overlap() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1));
        String first = issue("a.example.com");
        String second = issue("b.example.com");
        JsonNode certificate = wire.get(CERTIFICATES + "?process=" + first).at("/entities/0");
        assertThat(certificate.path("id").asText()).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void every_download_format_holds_what_its_name_says_in_every_form(DownloadBodyType form) throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1));
        stub.downloadsAs(form);
        issue("www.example.com");
        String id = wire.get(CERTIFICATES).text("/entities/0/id");
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
        assertThat(wire.get(download + "JPEG").text("/violations/0/field")).isEqualTo("format");
    }

    @Test
    void downloads_are_base64_text_of_pem_unless_told_otherwise() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1));
        issue("www.example.com");
        String id = wire.get(CERTIFICATES).text("/entities/0/id");
        Got download = wire.get(CERTIFICATES + "/" + id + "/download?format=CRT");
        assertThat(download.text()).doesNotStartWith("-----");
        assertThat(download.decoded()).asString().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void an_ov_order_waits_for_its_organization() throws Exception {
        Got missing = wire.post(
                CERTIFICATES,
                RealtimeOrderBodies.plain(TestCsr.of("www.example.net"))
                        .put("product", "ssl_example_ov")
                        .put("period", 12));
        assertThat(missing.at("/violations").findValuesAsText("field")).containsExactly("dcv", "coc", "approver");
        var order = RealtimeOrderBodies.multi(TestCsr.of("www.example.net"), "www.example.net")
                .put("product", "ssl_example_ov")
                .put("period", 12)
                .put("coc", "00000000");
        order.putObject("approver")
                .put("firstName", "Anna")
                .put("lastName", "Example")
                .put("email", "anna@example.net")
                .put("voice", "+31.380000000");
        Got ordered = wire.post(CERTIFICATES, order);
        assertThat(ordered.at("/requiresAttention").asBoolean()).isTrue();
        assertThat(ordered.text("/validations/organization")).isEqualTo("ATTENTION");
    }

    @Test
    void the_deprecated_call_counts_years() throws Exception {
        Got ordered = wire.post(
                RealtimeOrderBodies.DEPRECATED, RealtimeOrderBodies.deprecated(TestCsr.of("www.example.com")));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(ordered.header("x-process-id")).isNotEmpty();
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("createCertificate");
            assertThat(entry.cents()).isEqualTo(5000);
        });
        Got quoted = wire.post(
                RealtimeOrderBodies.DEPRECATED + "?quote=true",
                RealtimeOrderBodies.deprecated(TestCsr.of("www.example.com")));
        assertThat(quoted.text("/quote/billables/0/action")).isEqualTo("CREATE");
    }

    @Test
    void records_can_appear_only_from_the_first_look_at_info_on() throws Exception {
        restart(StubOptions.defaults().lateRecords(true));
        Got ordered = wire.post(CERTIFICATES, order());
        assertThat(ordered.at("/validations/dcv").isMissingNode()).isTrue();
        Got info = wire.get(process(ordered) + "/info");
        assertThat(info.at("/validations/dcv")).hasSize(1);
    }

    @Test
    void the_certificate_lasts_as_long_as_was_asked_for() throws Exception {
        restart(StubOptions.defaults()
                .readsUntilIssued(1)
                .clock(Clock.fixed(Instant.parse("2026-11-22T00:40:00Z"), ZoneOffset.UTC)));
        issue("www.example.com");
        JsonNode certificate = wire.get(CERTIFICATES).at("/entities/0");
        assertThat(certificate.path("startDate").asText()).isEqualTo("2026-11-22T00:40:00Z");
        assertThat(certificate.path("expiryDate").asText()).isEqualTo("2027-05-22T00:39:59Z");
    }

    /** The id of a process that is done after one look. */
    private String issue(String name) throws Exception {
        String id = wire.post(CERTIFICATES, RealtimeOrderBodies.plain(TestCsr.of(name)))
                .header("x-process-id");
        assertThat(wire.get("/v2/processes/" + id).text("/status")).isEqualTo("COMPLETED");
        return id;
    }

    private final ObjectNode order = order();

    @Test
    void a_csr_is_decoded_from_what_was_sent() throws IOException {
        TestCsr csr = TestCsr.of("www.example.com", "shop.example.com");
        JsonNode decoded = wire.post("/v2/ssl/decodecsr", Reply.object().put("csr", csr.pem()))
                .json();
        assertThat(decoded.path("commonName").asText()).isEqualTo("www.example.com");
        assertThat(decoded.path("altNames").valueStream().map(JsonNode::asText))
                .containsExactly("www.example.com", "shop.example.com");
        assertThat(decoded.path("publicKeyAlgorithm").asText()).isEqualTo("ECDSA");
        assertThat(decoded.path("publicKeySize").asInt()).isEqualTo(256);
        assertThat(wire.post("/v2/ssl/decodecsr", Reply.object().put("csr", "x"))
                        .text("/type"))
                .isEqualTo("InvalidCSRException");
    }

    @Test
    void addresses_are_those_of_the_name_that_was_asked_for() throws IOException {
        ArrayNode addresses = (ArrayNode)
                wire.get("/v2/ssl/dcvemailaddresslist/*.shop.example.org").json();
        assertThat(addresses.valueStream().map(JsonNode::asText))
                .contains("admin@shop.example.org", "hostmaster@example.org")
                .hasSize(10);
    }

    @Test
    void the_end_of_a_process_is_reported_in_a_notification() throws IOException {
        stub.ordersEnd(OrderOutcome.CANCELLED);
        String process = process(wire.post(CERTIFICATES, order));
        String notifications = "/v2/customers/example-handle/notifications";
        assertThat(wire.get(notifications + "/poll").number("/count")).isZero();
        wire.get(process);
        wire.get(process);
        wire.get(process);
        JsonNode notification = wire.get(notifications + "/poll").at("/notification");
        assertThat(notification.path("eventType").asText()).isEqualTo("RequestCertificateEvent");
        assertThat(notification.path("subjectStatus").asText()).isEqualTo("CANCELLED");
        assertThat(process).endsWith("/" + notification.path("process").asText());
        String one = notifications + "/" + notification.path("id").asText();
        assertThat(wire.get(one).json()).isEqualTo(notification);
        assertThat(wire.get(one + "?fields=message").json()).hasSize(2);
        assertThat(wire.get(notifications + "/abc").text("/type")).isEqualTo("ObjectDoesNotExist");
        assertThat(wire.get(notifications + "?eventType=Other").at("/entities")).isEmpty();
    }

    @Test
    void a_notification_needs_no_read_of_its_process_and_leaves_the_queue_when_it_is_acknowledged() throws IOException {
        stub.issuesAfter(Duration.ZERO);
        String process = process(wire.post(CERTIFICATES, order));
        String notifications = "/v2/customers/example-handle/notifications";
        JsonNode listed = wire.get(notifications).at("/entities/0");
        assertThat(process).endsWith("/" + listed.path("process").asText());
        assertThat(wire.get(notifications + "/poll").at("/notification")).isEqualTo(listed);
        wire.post(notifications + "/" + listed.path("id").asText() + "/ack", "{}");
        assertThat(wire.get(notifications + "/poll").number("/count")).isZero();
        assertThat(wire.get(notifications).at("/entities/0/acknowledgeDate").isTextual())
                .isTrue();
    }

    @Test
    void process_ids_are_beyond_32_bits() throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        assertThat(Long.parseLong(process.substring(process.lastIndexOf('/') + 1)))
                .isGreaterThan(Integer.MAX_VALUE);
    }

    @Test
    void a_quote_orders_nothing() throws Exception {
        Got quoted = wire.post(CERTIFICATES + "?quote=true", order());
        assertThat(quoted.status()).isEqualTo(200);
        assertThat(quoted.number("/quote/total")).isEqualTo(2500);
        assertThat(quoted.at("/quote/billables")).hasSize(1);
        assertThat(stub.ledger().orders()).isZero();
        assertThat(total("/v2/processes")).isZero();
    }

    @Test
    void a_quote_of_nothing_has_neither_currency_nor_lines() throws Exception {
        ObjectNode trial = order().put("product", "ssl_example_trial").put("period", 1);
        assertThat(wire.post(CERTIFICATES + "?quote=true", trial).at("/quote").toString())
                .isEqualTo("{\"total\":0}");
    }

    @Test
    void a_plain_order_is_charged_without_acknowledgement() throws Exception {
        wire.post(CERTIFICATES, order());
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.acknowledged()).isFalse();
            assertThat(entry.charged()).isTrue();
        });
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void every_line_beyond_the_product_has_to_be_acknowledged() throws Exception {
        ObjectNode order = RealtimeOrderBodies.multi(
                TestCsr.of("www.example.com"), "www.example.com", "a.example.com", "b.example.com", "*.example.com");
        Got refused = wire.post(CERTIFICATES, order);
        JsonNode quote = refused.at("/quote");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/type")).isEqualTo("BillableAcknowledgmentNeededException");
        assertThat(quote.path("total").asLong()).isEqualTo(4000 + 2 * 1500 + 6000);
        assertThat(quote.path("billables").findValuesAsText("action"))
                .containsExactly("REQUEST", "EXTRA_DOMAIN", "EXTRA_WILDCARD");
        ObjectNode tooFew = RealtimeOrderBodies.acknowledging(order, quote);
        ((ObjectNode) tooFew.at("/billables/1")).put("quantity", 1);
        wire.post(CERTIFICATES, tooFew).require(400);
        ObjectNode oneLess = RealtimeOrderBodies.acknowledging(order, quote);
        oneLess.withArrayProperty("billables").remove(0);
        wire.post(CERTIFICATES, oneLess).require(400);
        assertThat(stub.ledger().orders()).isZero();
        wire.post(CERTIFICATES, RealtimeOrderBodies.acknowledging(order, quote)).require(202);
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 13_000L));
    }

    @Test
    void a_listing_shows_a_process_and_then_advances_it_like_a_read() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(4).clock(time));
        String process = ordered();
        assertThat(listedStatus("")).isEqualTo("NEW");
        assertThat(listedStatus("?type=certificate")).isEqualTo("RUNNING");
        assertThat(status(process)).isEqualTo("SUSPENDED");
        assertThat(listedStatus("?fields=status")).isEqualTo("SUSPENDED");
        assertThat(listedStatus("")).isEqualTo("COMPLETED");
    }

    @Test
    void a_listing_advances_only_the_processes_whose_status_it_shows() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(2).clock(time));
        String process = ordered();
        stub.prefill(1, ProcessState.NEW);
        for (String query : List.of("?identifier=elsewhere.example.com", "?offset=2", "?fields=identifier")) {
            wire.get("/v2/processes" + query);
            wire.get("/v2/processes" + query);
        }
        assertThat(status(process)).isEqualTo("SUSPENDED");
        for (int i = 0; i < 3; i++) {
            assertThat(listedStatus("?identifier:ne=www.example.com")).isEqualTo("NEW");
        }
    }

    @Test
    void listings_can_leave_processes_as_they_are() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1).clock(time));
        stub.onlyReadsAdvanceOrders();
        ordered();
        for (int i = 0; i < 3; i++) {
            assertThat(listedStatus("")).isEqualTo("NEW");
        }
    }

    private String listedStatus(String query) throws IOException {
        return wire.get("/v2/processes" + query).text("/entities/0/status");
    }

    @Test
    void an_empty_list_of_names_drops_the_free_one() throws Exception {
        ObjectNode order = order();
        order.putArray("san");
        wire.post(CERTIFICATES, order);
        assertThat(stub.ledger().entries().get(0).names()).containsExactly("www.example.com");
    }
}
