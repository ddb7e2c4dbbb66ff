package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubReissueTest {

    private final RegfishStubCalls regfish = new RegfishStubCalls();
    private final TestCsr key = TestCsr.of("www.example.com", "example.com");
    private final TestCsr newKey = TestCsr.of("www.example.com", "example.com");

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void while_a_reissue_runs_the_old_certificate_is_issued_and_downloadable() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        X509Certificate old = regfish.leaf(id);
        regfish.pass(Duration.ofDays(30));

        JsonNode accepted = regfish.reissue(id, newKey).json().path("response");
        assertThat(accepted.path("id").asText()).isEqualTo(id);
        assertThat(accepted.path("status").asText()).isEqualTo("issued");
        assertThat(accepted.path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(accepted.at("/reissue/id").isIntegralNumber()).isTrue();
        assertThat(accepted.at("/reissue/status").asText()).isEqualTo("pending");
        assertThat(accepted.at("/reissue/requested_at").asText()).isEqualTo("2026-12-02T08:00:00Z");
        assertThat(accepted.at("/reissue/validation/dns_records")).hasSize(2);
        assertThat(accepted.has("validation")).isFalse();
        assertThat(regfish.leaf(id)).isEqualTo(old);

        assertThat(regfish.read(id).at("/reissue/status").asText()).isEqualTo("pending");
        JsonNode done = regfish.read(id);
        X509Certificate leaf = regfish.leaf(id);
        assertThat(done.at("/reissue/status").asText()).isEqualTo("issued");
        assertThat(done.at("/reissue/validation").isMissingNode()).isTrue();
        assertThat(leaf.getPublicKey()).isEqualTo(newKey.publicKey());
        assertThat(done.path("serial_number").asText()).isEqualTo(hex(leaf)).isNotEqualTo(hex(old));
        assertThat(done.path("valid_until").asText()).isEqualTo("2027-06-19T07:59:59Z");
        assertThat(done.path("contract_valid_until").asText()).isEqualTo("2027-11-02T07:59:59Z");
    }

    @Test
    void a_reissue_is_booked_beside_its_order_and_costs_nothing() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        long reissue =
                regfish.reissue(id, newKey).json().at("/response/reissue/id").asLong();

        assertThat(regfish.stub().ledger().entries())
                .extracting(Ledger.Entry::orderId, Ledger.Entry::operationId)
                .containsExactly(tuple(id, "createCertificate"), tuple(id + "/" + reissue, "reissueCertificate"));
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 1490L));
    }

    @Test
    void no_reissue_outlives_the_term_of_its_order_and_a_shorter_one_can_be_asked_for() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        regfish.pass(Duration.ofDays(190));
        regfish.reissue(id, newKey);
        regfish.stub().issue(id);
        // 100 days, as authorities may issue from March 2027 on.
        assertThat(regfish.read(id).path("valid_until").asText()).isEqualTo("2027-08-19T07:59:59Z");

        regfish.reissue(id, RegfishStubCalls.reissueBody(key).put("validity_days", 10));
        regfish.stub().issue(id);
        assertThat(regfish.read(id).path("valid_until").asText()).isEqualTo("2027-05-21T07:59:59Z");

        regfish.reissue(id, newKey);
        regfish.stub().issue(id);
        regfish.pass(Duration.ofDays(95));
        regfish.reissue(id, newKey);
        regfish.stub().issue(id);
        assertThat(regfish.read(id).path("valid_until").asText()).isEqualTo("2027-11-02T07:59:59Z");
    }

    @Test
    void the_names_have_to_be_those_that_regfish_shows() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        ObjectNode twoNames = RegfishStubCalls.reissueBody(newKey);
        twoNames.putArray("dns_names").add("www.example.com").add("example.com");
        ObjectNode otherName = RegfishStubCalls.reissueBody(newKey).put("common_name", "example.com");

        assertThat(regfish.reissue(id, twoNames).status()).isEqualTo(400);
        assertThat(regfish.reissue(id, otherName).status()).isEqualTo(400);
        assertThat(regfish.reissue(id, TestCsr.of("other.example.com")).status())
                .isEqualTo(400);
        assertThat(regfish.stub().ledger().orders()).isEqualTo(1);

        ObjectNode exact = RegfishStubCalls.reissueBody(newKey).put("common_name", "www.example.com");
        exact.putArray("dns_names").add("EXAMPLE.com");
        assertThat(regfish.reissue(id, exact).status()).isEqualTo(200);
    }

    @Test
    void only_an_issued_certificate_without_a_reissue_under_way_can_be_reissued() throws Exception {
        String id = regfish.ordered(key, "RapidSSL", "www.example.com", "example.com");
        assertThat(regfish.reissue("NONE", newKey).status()).isEqualTo(404);
        Got tooEarly = regfish.reissue(id, newKey);
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.json().path("error").asText()).isEqualTo("The certificate has not been issued");

        regfish.stub().issue(id);
        assertThat(regfish.reissue(id, newKey).status()).isEqualTo(200);
        assertThat(regfish.reissue(id, newKey).json().path("error").asText()).isEqualTo("A reissue is in progress");
        assertThat(regfish.stub().ledger().orders()).isEqualTo(2);

        regfish.stub().issue(id);
        regfish.pass(Duration.ofDays(200));
        assertThat(regfish.read(id).path("status").asText()).isEqualTo("expired");
        assertThat(regfish.reissue(id, key).status()).isEqualTo(409);
        assertThat(regfish.download(id).status()).isEqualTo(200);
    }

    @Test
    void a_reissue_that_came_to_nothing_leaves_the_old_certificate() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        X509Certificate old = regfish.leaf(id);
        long first =
                regfish.reissue(id, newKey).json().at("/response/reissue/id").asLong();
        regfish.stub().end(id, "rejected");

        JsonNode read = regfish.read(id);
        assertThat(read.path("status").asText()).isEqualTo("issued");
        assertThat(read.at("/reissue/status").asText()).isEqualTo("rejected");
        assertThat(regfish.leaf(id)).isEqualTo(old);
        assertThat(regfish.reissue(id, newKey).json().at("/response/reissue/id").asLong())
                .isNotEqualTo(first);
    }

    @Test
    void the_old_certificate_can_linger_after_the_reissue_says_issued() throws Exception {
        regfish.stub().oldLeafAfterReissue(2);
        String id = regfish.issued(key, "www.example.com", "example.com");
        X509Certificate old = regfish.leaf(id);
        regfish.reissue(id, newKey);
        regfish.read(id);

        JsonNode finished = regfish.read(id);
        assertThat(finished.at("/reissue/status").asText()).isEqualTo("issued");
        assertThat(finished.path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(regfish.leaf(id)).isEqualTo(old);
        assertThat(regfish.read(id).path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(regfish.leaf(id).getPublicKey()).isEqualTo(newKey.publicKey());
        assertThat(regfish.read(id).path("serial_number").asText()).isEqualTo(hex(regfish.leaf(id)));
    }

    @Test
    void the_file_can_be_older_than_the_serial_number_that_is_shown() throws Exception {
        regfish.stub().oldFileAfterReissue(1);
        String id = regfish.issued(key, "www.example.com", "example.com");
        X509Certificate old = regfish.leaf(id);
        regfish.reissue(id, newKey);
        regfish.stub().issue(id);

        assertThat(regfish.read(id).path("serial_number").asText()).isNotEqualTo(hex(old));
        assertThat(regfish.leaf(id)).isEqualTo(old);
        assertThat(regfish.leaf(id).getPublicKey()).isEqualTo(newKey.publicKey());
    }

    @Test
    void a_reissue_whose_answer_was_lost_has_been_accepted() throws Exception {
        String id = regfish.issued(key, "www.example.com", "example.com");
        regfish.stub()
                .answer(
                        "reissueCertificate",
                        CannedFailure.documented(502, "caFailed").afterBooking());
        assertThat(regfish.reissue(id, newKey).status()).isEqualTo(502);
        assertThat(regfish.read(id).at("/reissue/status").asText()).isEqualTo("pending");
        assertThat(regfish.stub().ledger().orders()).isEqualTo(2);
    }

    private static String hex(X509Certificate leaf) {
        BigInteger serial = leaf.getSerialNumber();
        return String.format("%X", serial);
    }
}
