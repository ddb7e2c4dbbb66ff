package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubExchange;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RegfishStubReissueTest extends RegfishStubFixture {

    private final TestCsr key = TestCsr.of("www.example.com", "example.com");
    private final TestCsr newKey = TestCsr.of("www.example.com", "example.com");

    @Test
    void while_a_reissue_runs_the_old_certificate_is_issued_and_downloadable() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        X509Certificate old = leaf(id);
        time.advance(Duration.ofDays(30));
        JsonNode accepted = reissue(id, newKey).at("/response");
        assertThat(accepted.path("id").asText()).isEqualTo(id);
        assertThat(accepted.path("status").asText()).isEqualTo("issued");
        assertThat(accepted.path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(accepted.at("/reissue/id").isIntegralNumber()).isTrue();
        assertThat(accepted.at("/reissue/status").asText()).isEqualTo("pending");
        assertThat(accepted.at("/reissue/requested_at").asText()).isEqualTo("2026-12-02T08:00:00Z");
        assertThat(accepted.at("/reissue/validation/dns_records")).hasSize(2);
        assertThat(accepted.has("validation")).isFalse();
        assertThat(leaf(id)).isEqualTo(old);
        assertThat(read(id).at("/reissue/status").asText()).isEqualTo("pending");
        JsonNode done = read(id);
        X509Certificate leaf = leaf(id);
        assertThat(done.at("/reissue/status").asText()).isEqualTo("issued");
        assertThat(done.at("/reissue/validation").isMissingNode()).isTrue();
        assertThat(leaf.getPublicKey()).isEqualTo(newKey.publicKey());
        assertThat(done.path("serial_number").asText()).isEqualTo(hex(leaf)).isNotEqualTo(hex(old));
        assertThat(done.path("valid_until").asText()).isEqualTo("2027-06-19T07:59:59Z");
        assertThat(done.path("contract_valid_until").asText()).isEqualTo("2027-11-02T07:59:59Z");
    }

    @Test
    void a_reissue_is_booked_beside_its_order_and_costs_nothing() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        long reissue = reissue(id, newKey).number("/response/reissue/id");
        assertThat(stub.ledger().entries())
                .extracting(Ledger.Entry::orderId, Ledger.Entry::operationId)
                .containsExactly(tuple(id, "createCertificate"), tuple(id + "/" + reissue, "reissueCertificate"));
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 1490L));
    }

    @Test
    void no_reissue_outlives_the_term_of_its_order_and_a_shorter_one_can_be_asked_for() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        time.advance(Duration.ofDays(190));
        reissue(id, newKey);
        stub.issue(id);
        // 100 days, as authorities may issue from March 2027 on.
        assertThat(read(id).path("valid_until").asText()).isEqualTo("2027-08-19T07:59:59Z");
        reissue(id, reissueBody(key).put("validity_days", 10));
        stub.issue(id);
        assertThat(read(id).path("valid_until").asText()).isEqualTo("2027-05-21T07:59:59Z");
        reissue(id, newKey);
        stub.issue(id);
        time.advance(Duration.ofDays(95));
        reissue(id, newKey);
        stub.issue(id);
        assertThat(read(id).path("valid_until").asText()).isEqualTo("2027-11-02T07:59:59Z");
    }

    @Test
    void the_names_have_to_be_those_that_regfish_shows() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        ObjectNode twoNames = reissueBody(newKey);
        twoNames.putArray("dns_names").add("www.example.com").add("example.com");
        ObjectNode otherName = reissueBody(newKey).put("common_name", "example.com");
        reissue(id, twoNames).require(400);
        reissue(id, otherName).require(400);
        reissue(id, TestCsr.of("other.example.com")).require(400);
        assertThat(stub.ledger().orders()).isEqualTo(1);
        ObjectNode exact = reissueBody(newKey).put("common_name", "www.example.com");
        exact.putArray("dns_names").add("EXAMPLE.com");
        reissue(id, exact).require(200);
    }

    @Test
    void only_an_issued_certificate_without_a_reissue_under_way_can_be_reissued() throws Exception {
        String id = ordered(key, "RapidSSL", "www.example.com", "example.com");
        reissue("NONE", newKey).require(404);
        Got tooEarly = reissue(id, newKey);
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.text("/error")).isEqualTo("The certificate has not been issued");
        stub.issue(id);
        reissue(id, newKey).require(200);
        assertThat(reissue(id, newKey).text("/error")).isEqualTo("A reissue is in progress");
        assertThat(stub.ledger().orders()).isEqualTo(2);
        stub.issue(id);
        time.advance(Duration.ofDays(200));
        assertThat(status(id)).isEqualTo("expired");
        reissue(id, key).require(409);
        download(id).require(200);
    }

    @Test
    void a_reissue_that_came_to_nothing_leaves_the_old_certificate() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        X509Certificate old = leaf(id);
        long first = reissue(id, newKey).number("/response/reissue/id");
        stub.end(id, "rejected");
        JsonNode read = read(id);
        assertThat(read.path("status").asText()).isEqualTo("issued");
        assertThat(read.at("/reissue/status").asText()).isEqualTo("rejected");
        assertThat(leaf(id)).isEqualTo(old);
        assertThat(reissue(id, newKey).number("/response/reissue/id")).isNotEqualTo(first);
    }

    @Test
    void an_order_can_fail_late_and_a_listener_learns_of_the_end_but_not_while_a_reissue_is_pending() throws Exception {
        List<StubExchange> heard = new CopyOnWriteArrayList<>();
        String reissued = issued(key, "www.example.com", "example.com");
        reissue(reissued, newKey);
        stub.listen(heard::add);
        stub.end(reissued, "rejected");
        read(reissued);
        reissue(reissued, newKey);
        wire.get(CERTIFICATES + "/" + reissued);
        stub.failsLate();
        String id = ordered(TestCsr.of(NAME), "RapidSSL", NAME);
        read(id);
        assertThat(read(id).path("status").asText()).isEqualTo("rejected");
        assertThat(heard.stream()
                        .filter(exchange -> exchange.call().method().equals("GET"))
                        .map(StubExchange::isFinal))
                .containsExactly(true, false, false, true);
    }

    @Test
    void the_old_certificate_can_linger_after_the_reissue_says_issued() throws Exception {
        stub.oldLeafAfterReissue(2);
        String id = issued(key, "www.example.com", "example.com");
        X509Certificate old = leaf(id);
        reissue(id, newKey);
        read(id);
        JsonNode finished = read(id);
        assertThat(finished.at("/reissue/status").asText()).isEqualTo("issued");
        assertThat(finished.path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(leaf(id)).isEqualTo(old);
        assertThat(read(id).path("serial_number").asText()).isEqualTo(hex(old));
        assertThat(leaf(id).getPublicKey()).isEqualTo(newKey.publicKey());
        assertThat(read(id).path("serial_number").asText()).isEqualTo(hex(leaf(id)));
    }

    @Test
    void the_file_can_be_older_than_the_serial_number_that_is_shown() throws Exception {
        stub.oldFileAfterReissue(1);
        String id = issued(key, "www.example.com", "example.com");
        X509Certificate old = leaf(id);
        reissue(id, newKey);
        stub.issue(id);
        assertThat(read(id).path("serial_number").asText()).isNotEqualTo(hex(old));
        assertThat(leaf(id)).isEqualTo(old);
        assertThat(leaf(id).getPublicKey()).isEqualTo(newKey.publicKey());
    }

    @Test
    void a_reissue_whose_answer_was_lost_has_been_accepted() throws Exception {
        String id = issued(key, "www.example.com", "example.com");
        stub.answer(
                "reissueCertificate", CannedFailure.documented(502, "caFailed").afterBooking());
        reissue(id, newKey).require(502);
        assertThat(read(id).at("/reissue/status").asText()).isEqualTo("pending");
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    private static String hex(X509Certificate leaf) {
        BigInteger serial = leaf.getSerialNumber();
        return String.format("%X", serial);
    }

    @Test
    void what_is_left_of_the_old_certificate_is_added_up_to_199_days_and_told_only_then() throws Exception {
        String source = wire.post(
                        CERTIFICATES, order(TestCsr.of(NAME), "RapidSSL", NAME).put("validity_days", 105))
                .text("/response/id");
        stub.issue(source);
        time.advance(Duration.ofDays(100));
        TestCsr key = TestCsr.of(NAME);
        JsonNode renewal = renew(source, key, 190).at("/response");
        String id = renewal.path("id").asText();
        assertThat(id).isNotEqualTo(source);
        assertThat(renewal.has("renewal_bonus_days")).isFalse();
        read(id);
        JsonNode issued = read(id);
        assertThat(issued.path("validity_days").asInt()).isEqualTo(190);
        assertThat(issued.path("renewal_bonus_days").asInt()).isEqualTo(4);
        assertThat(issued.path("valid_from").asText()).isEqualTo("2027-02-10T08:00:00Z");
        assertThat(issued.path("valid_until").asText()).isEqualTo("2027-08-23T07:59:59Z");
        assertThat(issued.path("last_status_check").asText()).isEqualTo("2027-02-10T08:00:00Z");
        assertThat(leaf(id).getPublicKey()).isEqualTo(key.publicKey());
        assertThat(status(source)).isEqualTo("issued");
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2 * 1490L));
    }

    @Test
    void no_bonus_goes_beyond_what_a_ca_may_issue() throws Exception {
        String source = issued(TestCsr.of(NAME), NAME);
        String id = renew(source, TestCsr.of(NAME), 195).text("/response/id");
        stub.issue(id);
        assertThat(read(id).path("renewal_bonus_days").asInt()).isEqualTo(4);
    }

    @Test
    void a_certificate_is_renewed_once_unless_that_renewal_came_to_nothing() throws Exception {
        String source = issued(TestCsr.of(NAME), NAME);
        String first = renew(source, TestCsr.of(NAME), 199).text("/response/id");
        renew(source, TestCsr.of(NAME), 199).require(409);
        assertThat(stub.ledger().orders()).isEqualTo(2);
        stub.end(first, "rejected");
        JsonNode rejected = read(first);
        assertThat(rejected.path("status").asText()).isEqualTo("rejected");
        assertThat(rejected.has("validation")).isFalse();
        renew(source, TestCsr.of(NAME), 199).require(200);
    }
}
