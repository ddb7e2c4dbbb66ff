package dev.certbridge.stub.regfish;

import static java.util.stream.StreamSupport.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Openssl;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.WireFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegfishStubTest extends RegfishStubFixture {

    @Test
    void an_order_is_issued_on_the_third_look_and_its_chain_verifies(@TempDir Path folder) throws Exception {
        restart(StubOptions.defaults());
        TestCsr csr = TestCsr.of("www.example.com", "example.com");
        Got ordered = wire.post(CERTIFICATES, order(csr, "RapidSSL", "www.example.com", "example.com"));
        assertThat(ordered.status()).isEqualTo(200);
        JsonNode certificate = ordered.at("/response");
        assertThat(ordered.at("/success").asBoolean()).isTrue();
        assertThat(certificate.path("id").asText()).matches("[0-9A-HJKMNP-TV-Z]{13}");
        assertThat(certificate.path("status").asText()).isEqualTo("pending");
        assertThat(certificate.path("validation").path("dns_records").findValuesAsText("name"))
                .containsExactly("_dnsauth.www.example.com.", "_dnsauth.example.com.");
        assertThat(certificate.has("csr")).isFalse();
        String one = CERTIFICATES + "/" + certificate.path("id").asText();
        assertThat(wire.get(one).text("/response/status")).isEqualTo("pending");
        wire.get(one + "/download/pem").require(409);
        assertThat(wire.get(one).text("/response/status")).isEqualTo("pending");
        assertThat(wire.get(one).text("/response/status")).isEqualTo("issued");
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
    void the_ledger_holds_what_was_booked_and_charged() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(CERTIFICATES, order(csr, "RapidSSL", "www.example.com"));
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.orderId()).isEqualTo(ordered.text("/response/id"));
            assertThat(entry.operationId()).isEqualTo("createCertificate");
            assertThat(entry.names()).containsExactly("www.example.com");
            assertThat(entry.charged()).isTrue();
        });
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 1490L));
    }

    @Test
    void an_order_that_lacks_its_organization_is_held_back_and_not_charged() throws Exception {
        Got ordered = wire.post(CERTIFICATES, order(TestCsr.of("shop.example.net"), "SecureSite", "shop.example.net"));
        JsonNode certificate = ordered.at("/response");
        String id = certificate.path("id").asText();
        assertThat(certificate.path("action_required").asBoolean()).isTrue();
        assertThat(certificate.path("completion_url").asText()).endsWith("/my/certs/" + id + "/complete");
        assertThat(certificate.has("validation")).isFalse();
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEmpty();
        stub.completeInConsole(id);
        JsonNode completed = wire.get(CERTIFICATES + "/" + id).at("/response");
        assertThat(completed.path("action_required").asBoolean()).isFalse();
        assertThat(completed.at("/validation/dns_records")).hasSize(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void an_order_for_an_unknown_organization_is_a_conflict() throws Exception {
        ObjectNode order = order(TestCsr.of("shop.example.net"), "SecureSite", "shop.example.net");
        wire.post(CERTIFICATES, order.put("org_id", "hdl_0000000000000")).require(409);
        wire.post(CERTIFICATES, order.put("org_id", RegfishStub.ORGANIZATION)).require(200);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_renewal_needs_an_issued_source() throws Exception {
        ObjectNode order = order();
        String source = wire.post(CERTIFICATES, order).text("/response/id");
        ObjectNode renewal = order.deepCopy();
        wire.post(CERTIFICATES, renewal.put("renewal_of_certificate_id", "NONE"))
                .require(404);
        wire.post(CERTIFICATES, renewal.put("renewal_of_certificate_id", source))
                .require(409);
        assertThat(stub.ledger().orders()).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            wire.get(CERTIFICATES + "/" + source);
        }
        assertThat(wire.post(CERTIFICATES, renewal).text("/response/id")).isNotEqualTo(source);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @Test
    void the_zip_is_a_real_archive() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1));
        String one = CERTIFICATES + "/" + issued(key, NAME);
        Got zip = wire.get(one + "/download/zip");
        assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
        try (ZipInputStream in =
                new ZipInputStream(new ByteArrayInputStream(zip.response().body()))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("www_example_com.crt");
            assertThat(new String(in.readAllBytes())).startsWith("-----BEGIN CERTIFICATE-----");
        }
        wire.get(one + "/download/p7b").require(400);
    }

    @Test
    void a_download_can_come_too_early_although_the_certificate_is_issued() throws Exception {
        restart(StubOptions.defaults().readsUntilIssued(1).downloadLag(1));
        String id = issued(key, NAME);
        download(id).require(409);
        download(id).require(200);
    }

    @Test
    void records_can_appear_only_in_a_later_read() throws Exception {
        restart(StubOptions.defaults().lateRecords(true));
        Got ordered = wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        assertThat(ordered.at("/response/validation").isMissingNode()).isTrue();
        Got read = wire.get(CERTIFICATES + "/" + ordered.text("/response/id"));
        assertThat(read.at("/response/validation/dns_records")).hasSize(1);
    }

    @Test
    void the_catalog_has_all_seven_products_and_no_prices() throws Exception {
        JsonNode products = wire.get("/tls/products").at("/response");
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
    void the_same_seed_gives_the_same_ids() throws Exception {
        restart(StubOptions.defaults().seed(42));
        wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        List<String> first =
                stub.ledger().entries().stream().map(Ledger.Entry::orderId).toList();
        restart(StubOptions.defaults().seed(42));
        wire.post(CERTIFICATES, order(TestCsr.of("a.example.com"), "RapidSSL", "a.example.com"));
        assertThat(stub.ledger().entries().stream().map(Ledger.Entry::orderId)).isEqualTo(first);
    }

    @Test
    void each_prefilled_order_is_issued_for_its_own_name_and_the_key_of_the_caller() throws Exception {
        TestCsr key = TestCsr.of("any.example.com");
        stub.listingLag(5);
        List<PrefilledOrder> orders = new ArrayList<>(stub.prefill(3, key.pem()));
        assertThat(list().findValuesAsText("id"))
                .containsExactlyInAnyOrderElementsOf(
                        orders.stream().map(PrefilledOrder::id).toList());
        for (PrefilledOrder order : orders) {
            read(order.id());
            JsonNode issued = read(order.id());
            assertThat(issued.path("status").asText()).isEqualTo("issued");
            assertThat(issued.path("common_name").asText()).isEqualTo(order.name());
            assertThat(leaf(order.id()).getPublicKey()).isEqualTo(key.publicKey());
            assertThat(leaf(order.id()).getSubjectX500Principal().getName()).isEqualTo("CN=" + order.name());
        }
        orders.addAll(stub.prefill(2));
        assertThat(orders)
                .extracting(PrefilledOrder::name)
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    private final TestCsr key = TestCsr.of(NAME);

    @Test
    void records_can_stay_away_until_a_later_read() throws Exception {
        stub.recordsOnLook(2).requiresDns();
        JsonNode ordered = create(key, "RapidSSL", NAME).at("/response");
        String id = ordered.path("id").asText();
        assertThat(ordered.has("validation")).isFalse();
        assertThat(read(id).has("validation")).isFalse();
        assertThat(read(id).at("/validation/dns_records")).hasSize(1);
    }

    @Test
    void downloads_can_come_too_early_although_the_certificate_says_issued() throws Exception {
        stub.downloadLag(2);
        String id = issued(key, NAME);
        assertThat(read(id).path("certificate_pem_available").asBoolean()).isTrue();
        download(id).require(409);
        download(id).require(409);
        download(id).require(200);
    }

    @Test
    void a_listing_can_lag_behind() throws Exception {
        String old = ordered(key, "RapidSSL", NAME);
        list();
        list();
        stub.listingLag(2);
        String fresh = ordered(TestCsr.of(NAME), "RapidSSL", NAME);
        assertThat(listed()).containsExactly(old);
        assertThat(listed()).containsExactly(old);
        assertThat(listed()).containsExactlyInAnyOrder(old, fresh);
    }

    @Test
    void a_listing_shows_an_order_and_then_advances_it_like_a_read() throws Exception {
        create(key, "RapidSSL", NAME);
        assertThat(list().at("/0/status").asText()).isEqualTo("pending");
        assertThat(list().at("/0/status").asText()).isEqualTo("pending");
        assertThat(list().at("/0/status").asText()).isEqualTo("issued");
    }

    @Test
    void a_listing_and_a_read_count_together() throws Exception {
        String id = ordered(key, "RapidSSL", NAME);
        assertThat(list().at("/0/status").asText()).isEqualTo("pending");
        assertThat(status(id)).isEqualTo("issued");
    }

    @Test
    void listings_can_leave_orders_as_they_are() throws Exception {
        stub.onlyReadsAdvanceOrders();
        create(key, "RapidSSL", NAME);
        for (int i = 0; i < 4; i++) {
            assertThat(list()).hasSize(1);
            assertThat(list().at("/0/status").asText()).isEqualTo("pending");
        }
    }

    @Test
    void listings_leave_prefilled_orders_as_they_are() throws Exception {
        stub.prefill(1);
        for (int i = 0; i < 4; i++) {
            assertThat(list().at("/0/status").asText()).isEqualTo("pending");
        }
    }

    @Test
    void the_ca_can_sign_for_another_key() throws Exception {
        stub.signsForAnotherKey();
        X509Certificate foreign = leaf(issued(key, NAME));
        assertThat(foreign.getPublicKey()).isNotEqualTo(key.publicKey());
        assertThat(names(foreign)).containsExactly(NAME);
    }

    @Test
    void the_ca_can_leave_out_a_name() throws Exception {
        stub.signsForAnotherName();
        X509Certificate lacking = leaf(issued(TestCsr.of(NAME, "example.com"), NAME, "example.com"));
        assertThat(names(lacking)).containsExactly(NAME, "someone-else.example");
    }

    @Test
    void an_accepted_order_whose_answer_was_lost_can_be_found_and_proven_by_its_key() throws Exception {
        for (CannedFailure lost : List.of(CannedFailure.drop(), CannedFailure.reset())) {
            stub.answer("createCertificate", lost.afterBooking());
            assertThatThrownBy(() -> create(key, "RapidSSL", NAME)).isInstanceOf(IOException.class);
        }
        stub.answer(
                "createCertificate", CannedFailure.documented(502, "caFailed").afterBooking());
        create(key, "RapidSSL", NAME).require(502);
        String colleagues = stub.placeInConsole("RapidSSL", NAME);
        assertThat(stub.ledger().entries())
                .extracting(Ledger.Entry::operationId)
                .containsExactly("createCertificate", "createCertificate", "createCertificate", "console");
        for (String id : listed()) {
            stub.issue(id);
            assertThat(leaf(id).getPublicKey().equals(key.publicKey())).isEqualTo(!id.equals(colleagues));
        }
    }

    @Test
    void a_200_can_say_that_it_is_no_success() throws Exception {
        stub.answer("createCertificate", WireFault.SAYS_NO.failure());
        Got booked = create(key, "RapidSSL", NAME);
        assertThat(booked.status()).isEqualTo(200);
        assertThat(booked.at("/success").asBoolean(true)).isFalse();
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 1490L));
        stub.answer("createCertificate", WireFault.SAYS_NO.failure().beforeBooking());
        assertThat(create(key, "RapidSSL", NAME).json()).isEqualTo(booked.json());
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_term_of_an_order_is_at_least_that_of_its_certificate() throws Exception {
        stub.contractDays(1);
        JsonNode issued = read(issued(key, NAME));
        assertThat(issued.path("contract_valid_until")).isEqualTo(issued.path("valid_until"));
    }

    @Test
    void what_is_not_there_cannot_be_moved_on() throws Exception {
        String held = ordered(key, "SecureSite", NAME);
        assertThatThrownBy(() -> stub.issue(held)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stub.issue("NONE")).isInstanceOf(IllegalArgumentException.class);
        String issued = issued(key, NAME);
        assertThatThrownBy(() -> stub.end(issued, "cancelled")).isInstanceOf(IllegalStateException.class);
    }

    private List<String> listed() throws IOException {
        return list().findValuesAsText("id");
    }

    private static List<String> names(X509Certificate leaf) throws Exception {
        return stream(leaf.getSubjectAlternativeNames().spliterator(), false)
                .map(san -> san.get(1).toString())
                .toList();
    }
}
