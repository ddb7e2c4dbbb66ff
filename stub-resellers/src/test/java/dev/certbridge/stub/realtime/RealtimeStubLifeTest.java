package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestClock;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates that others take the place of. */
class RealtimeStubLifeTest {

    private final TestClock time = new TestClock();
    private final RealtimeStub stub =
            RealtimeStub.start(StubOptions.defaults().looksUntilIssued(1).clock(time));
    private final Wire wire = Wire.to(stub);
    private final IssuedCertificates shelf = new IssuedCertificates(wire);
    private final TestCsr newer = TestCsr.of("www.example.com");

    @AfterEach
    void everyAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void aRenewalIsANewCertificateThatGetsWhatIsLeftOfTheOld() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        time.advance(Duration.ofDays(170));
        Got quoted = wire.post(old + "/renew?quote=true", renewal(6));
        assertThat(quoted.json().at("/quote/billables/0/action").asText()).isEqualTo("RENEW");
        assertThat(stub.ledger().orders()).isEqualTo(1);

        Got ordered = wire.post(old + "/renew", renewal(6));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(wire.get(old).json().path("status").asText()).isEqualTo("ACTIVE");
        JsonNode process = wire.get(IssuedCertificates.process(ordered)).json();
        assertThat(process.path("action").asText()).isEqualTo("renew");
        assertThat(process.at("/command/certificateId").asText()).isEqualTo(old.substring(old.lastIndexOf('/') + 1));

        JsonNode renewed = wire.get(shelf.certificateOf(ordered)).json();
        assertThat(renewed.path("product").asText()).isEqualTo("ssl_example_dv");
        assertThat(renewed.path("csr").asText()).isEqualTo(newer.pem());
        assertThat(renewed.path("startDate").asText()).isEqualTo("2027-05-11T00:00:00Z");
        // Six months, and the eleven days less a second that the old one had left; 100 days of them in this
        // certificate.
        assertThat(renewed.path("subscriptionEndDate").asText()).isEqualTo("2027-11-21T23:59:58Z");
        assertThat(renewed.path("expiryDate").asText()).isEqualTo("2027-08-18T23:59:59Z");
        assertThat(wire.get(old).json().path("status").asText()).isEqualTo("RENEWED");
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("renewCertificate");
            assertThat(entry.cents()).isEqualTo(2500);
        });
        assertProhibited(wire.post(old + "/renew", renewal(6)));
    }

    @Test
    void twoRenewalsOfOneCertificateAreTwoOrders() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        wire.post(old + "/renew", renewal(6));
        wire.post(old + "/renew", renewal(6));
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 7500L));
    }

    @Test
    void whatARenewalMustNotSayIsRefused() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        assertType(wire.post(old + "/renew", renewal(6).put("country", "NL")), "UnrecognizedPropertyException");
        assertType(wire.post(old + "/renew", renewal(7)), "ConstraintViolationException");
        assertType(wire.post(old + "/renew", renewal(12).put("product", "ssl_example_wildcard")), "ValidationError");
        assertType(wire.post(CERTIFICATES + "/5/renew", renewal(6)), "ObjectDoesNotExist");
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void extraNamesOfARenewalHaveToBeAcknowledged() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        ObjectNode order = RealtimeOrders.multi(csr, "www.example.com", "a.example.com");
        JsonNode quote = wire.post(CERTIFICATES + "?quote=true", order).json().path("quote");
        String old = shelf.issued(RealtimeOrders.acknowledging(order, quote));
        ObjectNode renewal = order.deepCopy().put("csr", newer.pem());
        renewal.remove("customer");
        renewal.remove("product");
        Got refused = wire.post(old + "/renew", renewal);
        assertType(refused, "BillableAcknowledgmentNeededException");
        Got ordered = wire.post(
                old + "/renew",
                RealtimeOrders.acknowledging(renewal, refused.json().path("quote")));
        assertThat(ordered.status()).isEqualTo(202);
        assertThat(stub.ledger().entries())
                .last()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
    }

    @Test
    void aReissueCostsNothingEndsWithTheOldOneAndLeavesItDownloadable() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        time.advance(Duration.ofDays(30));
        assertThat(wire.post(old + "/reissue?quote=true", reissue())
                        .json()
                        .path("quote")
                        .toString())
                .isEqualTo("{\"total\":0}");
        Got ordered = wire.post(old + "/reissue", reissue());
        JsonNode process = wire.get(IssuedCertificates.process(ordered)).json();
        assertThat(process.path("action").asText()).isEqualTo("reissue");
        assertThat(process.has("transaction")).isFalse();

        String replacement = shelf.certificateOf(ordered);
        assertThat(wire.get(replacement + "/download?format=CRT")
                        .certificates()
                        .get(0)
                        .getPublicKey())
                .isEqualTo(newer.publicKey());
        JsonNode before = wire.get(old).json();
        assertThat(before.path("status").asText()).isEqualTo("REISSUED");
        assertThat(wire.get(replacement).json().path("expiryDate")).isEqualTo(before.path("expiryDate"));
        assertThat(wire.get(old + "/download?format=CRT").certificates().get(0).getPublicKey())
                .isNotEqualTo(newer.publicKey());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
        assertProhibited(wire.post(old + "/reissue", reissue()));
    }

    @Test
    void aReissueIsChargedForMoreNamesWithoutBeingAsked() throws Exception {
        String old = shelf.issued(RealtimeOrders.multi(TestCsr.of("www.example.com"), "www.example.com"));
        ObjectNode more = reissue();
        more.putArray("san").add("www.example.com").add("a.example.com");
        assertThat(wire.post(old + "/reissue?quote=true", more)
                        .json()
                        .at("/quote/total")
                        .asLong())
                .isEqualTo(1500);
        assertThat(wire.post(old + "/reissue", more).status()).isEqualTo(202);
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.cents()).isEqualTo(1500);
            assertThat(entry.acknowledged()).isFalse();
        });
    }

    @Test
    void whatAReissueMustNotSayIsRefused() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        for (String field : new String[] {"period", "product", "country", "customer", "billables"}) {
            assertType(wire.post(old + "/reissue", reissue().put(field, "x")), "UnrecognizedPropertyException");
        }
        String trial = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com"))
                .put("product", "ssl_example_trial")
                .put("period", 1));
        assertThat(wire.get("/v2/ssl/products/ssl_example_trial")
                        .json()
                        .path("features")
                        .toString())
                .doesNotContain("REISSUE");
        assertType(wire.post(trial + "/reissue", reissue()), "ValidationError");
    }

    @Test
    void theDeprecatedRenewalCountsYearsAndNeedsNeitherProductNorCsr() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        Got ordered = wire.post(RealtimeOrders.DEPRECATED, RealtimeOrders.deprecated(csr));
        wire.get(IssuedCertificates.process(ordered));
        String old = shelf.certificateOf(ordered);
        ObjectNode renewal =
                JsonNodeFactory.instance.objectNode().put("period", 1).put("validationMethod", "DNS");
        renewal.putObject("properties");
        String legacy = RealtimeOrders.DEPRECATED + old.substring(CERTIFICATES.length()) + "/renew";

        assertThat(wire.post(legacy + "?quote=true", renewal)
                        .json()
                        .at("/quote/billables/0/action")
                        .asText())
                .isEqualTo("RENEW");
        Got renewed = wire.post(legacy, renewal);
        assertThat(renewed.status()).isEqualTo(202);
        wire.get(IssuedCertificates.process(renewed));
        assertThat(wire.get(shelf.certificateOf(renewed)).json().path("csr").asText())
                .isEqualTo(csr.pem());
        assertThat(stub.ledger().entries()).last().satisfies(entry -> {
            assertThat(entry.operationId()).isEqualTo("renewCertificateLegacy");
            assertThat(entry.cents()).isEqualTo(2500);
        });
        String foreign = legacy.replace(RealtimeStub.CUSTOMER, "somebody");
        assertType(wire.post(foreign, renewal), "ObjectDoesNotExist");
    }

    private ObjectNode renewal(int months) {
        return JsonNodeFactory.instance.objectNode().put("period", months).put("csr", newer.pem());
    }

    private ObjectNode reissue() {
        return JsonNodeFactory.instance.objectNode().put("csr", newer.pem());
    }

    private static void assertProhibited(Got got) {
        assertType(got, "ObjectStatusProhibitsOperation");
    }

    private static void assertType(Got got, String type) {
        assertThat(got.status()).as(got.text()).isEqualTo(400);
        assertThat(got.json().path("type").asText()).as(got.text()).isEqualTo(type);
    }
}
