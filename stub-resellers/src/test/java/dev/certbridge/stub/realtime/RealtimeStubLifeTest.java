package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Certificates that are renewed, reissued, revoked, or expire. */
class RealtimeStubLifeTest extends RealtimeStubFixture {

    private final TestCsr newer = TestCsr.of("www.example.com");

    RealtimeStubLifeTest() {
        super(1);
    }

    @Test
    void a_renewal_is_a_new_certificate_that_gets_what_is_left_of_the_old() throws Exception {
        String old = issued(order());
        time.advance(Duration.ofDays(170));
        Got quoted = wire.post(old + "/renew?quote=true", renewal(6));
        assertThat(quoted.text("/quote/billables/0/action")).isEqualTo("RENEW");
        assertThat(stub.ledger().orders()).isEqualTo(1);
        Got ordered = wire.post(old + "/renew", renewal(6));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(status(old)).isEqualTo("ACTIVE");
        JsonNode process = wire.get(process(ordered)).json();
        assertThat(process.path("action").asText()).isEqualTo("renew");
        assertThat(process.at("/command/certificateId").asText()).isEqualTo(old.substring(old.lastIndexOf('/') + 1));
        JsonNode renewed = wire.get(certificateOf(ordered)).json();
        assertThat(renewed.path("product").asText()).isEqualTo("ssl_example_dv");
        assertThat(renewed.path("csr").asText()).isEqualTo(newer.pem());
        assertThat(renewed.path("startDate").asText()).isEqualTo("2027-05-11T00:00:00Z");
        // Six months, and the eleven days less a second that the old one had left; 100 days of them in this
        // certificate.
        assertThat(renewed.path("subscriptionEndDate").asText()).isEqualTo("2027-11-21T23:59:58Z");
        assertThat(renewed.path("expiryDate").asText()).isEqualTo("2027-08-18T23:59:59Z");
        assertThat(status(old)).isEqualTo("RENEWED");
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("renewCertificate");
            assertThat(entry.cents()).isEqualTo(2500);
        });
        assertRefused(wire.post(old + "/renew", renewal(6)), "ObjectStatusProhibitsOperation");
    }

    @Test
    void two_renewals_of_one_certificate_are_two_orders() throws Exception {
        String old = issued(order());
        wire.post(old + "/renew", renewal(6));
        wire.post(old + "/renew", renewal(6));
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 7500L));
    }

    @Test
    void what_a_renewal_must_not_say_is_refused() throws Exception {
        String old = issued(order());
        assertRefused(wire.post(old + "/renew", renewal(6).put("country", "NL")), "UnrecognizedPropertyException");
        assertRefused(wire.post(old + "/renew", renewal(7)), "ConstraintViolationException");
        assertRefused(wire.post(old + "/renew", renewal(12).put("product", "ssl_example_wildcard")), "ValidationError");
        assertRefused(wire.post(CERTIFICATES + "/5/renew", renewal(6)), "ObjectDoesNotExist");
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void extra_names_of_a_renewal_have_to_be_acknowledged() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        ObjectNode order = RealtimeOrderBodies.multi(csr, "www.example.com", "a.example.com");
        JsonNode quote = wire.post(CERTIFICATES + "?quote=true", order).at("/quote");
        String old = issued(RealtimeOrderBodies.acknowledging(order, quote));
        ObjectNode renewal = order.deepCopy().put("csr", newer.pem());
        renewal.remove("customer");
        renewal.remove("product");
        Got refused = wire.post(old + "/renew", renewal);
        assertRefused(refused, "BillableAcknowledgmentNeededException");
        Got ordered = wire.post(old + "/renew", RealtimeOrderBodies.acknowledging(renewal, refused.at("/quote")));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(stub.ledger().entries())
                .last()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
    }

    @Test
    void a_reissue_costs_nothing_ends_with_the_old_one_and_leaves_it_downloadable() throws Exception {
        String old = issued(order());
        time.advance(Duration.ofDays(30));
        assertThat(wire.post(old + "/reissue?quote=true", reissue())
                        .at("/quote")
                        .toString())
                .isEqualTo("{\"total\":0}");
        Got ordered = wire.post(old + "/reissue", reissue());
        JsonNode process = wire.get(process(ordered)).json();
        assertThat(process.path("action").asText()).isEqualTo("reissue");
        assertThat(process.has("transaction")).isFalse();
        String replacement = certificateOf(ordered);
        assertThat(wire.get(replacement + "/download?format=CRT")
                        .certificates()
                        .get(0)
                        .getPublicKey())
                .isEqualTo(newer.publicKey());
        JsonNode before = wire.get(old).json();
        assertThat(before.path("status").asText()).isEqualTo("REISSUED");
        assertThat(wire.get(replacement).at("/expiryDate")).isEqualTo(before.path("expiryDate"));
        assertThat(wire.get(old + "/download?format=CRT").certificates().get(0).getPublicKey())
                .isNotEqualTo(newer.publicKey());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
        assertRefused(wire.post(old + "/reissue", reissue()), "ObjectStatusProhibitsOperation");
    }

    @Test
    void a_reissue_is_charged_for_more_names_without_being_asked() throws Exception {
        String old = issued(multi("www.example.com"));
        ObjectNode more = reissue();
        more.putArray("san").add("www.example.com").add("a.example.com");
        assertThat(wire.post(old + "/reissue?quote=true", more).number("/quote/total"))
                .isEqualTo(1500);
        wire.post(old + "/reissue", more).require(202);
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.cents()).isEqualTo(1500);
            assertThat(entry.acknowledged()).isFalse();
        });
    }

    @Test
    void what_a_reissue_must_not_say_is_refused() throws Exception {
        String old = issued(order());
        for (String field : new String[] {"period", "product", "country", "customer", "billables"}) {
            assertRefused(wire.post(old + "/reissue", reissue().put(field, "x")), "UnrecognizedPropertyException");
        }
        String trial = issued(order().put("product", "ssl_example_trial").put("period", 1));
        assertThat(wire.get("/v2/ssl/products/ssl_example_trial")
                        .at("/features")
                        .toString())
                .doesNotContain("REISSUE");
        assertRefused(wire.post(trial + "/reissue", reissue()), "ValidationError");
    }

    @Test
    void the_deprecated_renewal_counts_years_and_needs_neither_product_nor_csr() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(RealtimeOrderBodies.DEPRECATED, RealtimeOrderBodies.deprecated(csr));
        wire.get(process(ordered));
        String old = certificateOf(ordered);
        ObjectNode renewal = Reply.object().put("period", 1).put("validationMethod", "DNS");
        renewal.putObject("properties");
        String legacy = RealtimeOrderBodies.DEPRECATED + old.substring(CERTIFICATES.length()) + "/renew";
        assertThat(wire.post(legacy + "?quote=true", renewal).text("/quote/billables/0/action"))
                .isEqualTo("RENEW");
        Got renewed = wire.post(legacy, renewal);
        assertThat(renewed.status()).isEqualTo(202);
        wire.get(process(renewed));
        assertThat(wire.get(certificateOf(renewed)).text("/csr")).isEqualTo(csr.pem());
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("renewCertificateLegacy");
            assertThat(entry.cents()).isEqualTo(2500);
        });
        String foreign = legacy.replace(RealtimeStub.CUSTOMER, "somebody");
        assertRefused(wire.post(foreign, renewal), "ObjectDoesNotExist");
    }

    private ObjectNode renewal(int months) {
        return Reply.object().put("period", months).put("csr", newer.pem());
    }

    private ObjectNode reissue() {
        return Reply.object().put("csr", newer.pem());
    }

    @Test
    void a_revocation_is_done_at_once_and_only_once() throws Exception {
        String one = issued(order());
        Got revoked = wire.send("DELETE", one, NO_BODY);
        assertThat(revoked.status()).isEqualTo(202);
        assertThat(revoked.text()).isEmpty();
        JsonNode process = wire.get(process(revoked)).json();
        assertThat(process.path("action").asText()).isEqualTo("revoke");
        assertThat(process.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(status(one)).isEqualTo("REVOKED");
        ObjectNode reason = Reply.object().put("reason", "KEY_COMPROMISE");
        assertRefused(wire.send("DELETE", one, reason), "ObjectStatusProhibitsOperation");
        assertRefused(wire.send("DELETE", CERTIFICATES + "/5", reason), "ObjectDoesNotExist");
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
        assertThat(total(CERTIFICATES)).isEqualTo(1);
    }

    @Test
    void a_replaced_certificate_can_be_revoked_and_stays_so() throws Exception {
        String old = issued(order());
        Got renewing = wire.post(old + "/renew", renewal(6));
        ObjectNode reason = Reply.object().put("reason", "SUPERSEDED");
        wire.send("DELETE", old, reason).require(202);
        wire.get(process(renewing));
        assertThat(status(old)).isEqualTo("REVOKED");
    }

    @Test
    void an_expired_certificate_is_shown_as_expired() throws Exception {
        String one = issued(order());
        time.advance(Duration.ofDays(182));
        assertThat(status(one)).isEqualTo("EXPIRED");
        assertRefused(wire.send("DELETE", one, NO_BODY), "ObjectStatusProhibitsOperation");
        wire.post(one + "/renew", renewal(6)).require(202);
    }
}
