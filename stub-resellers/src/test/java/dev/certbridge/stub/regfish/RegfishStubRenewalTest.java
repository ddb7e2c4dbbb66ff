package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.TestCsr;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubRenewalTest {

    private static final String NAME = "www.example.com";

    private final RegfishStubCalls regfish = new RegfishStubCalls();

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void what_is_left_of_the_old_certificate_is_added_up_to_199_days_and_told_only_then() throws Exception {
        String source = regfish.wire()
                .post(
                        "/tls/certificate",
                        RegfishStubTest.order(TestCsr.of(NAME), "RapidSSL", NAME)
                                .put("validity_days", 105))
                .json()
                .at("/response/id")
                .asText();
        regfish.stub().issue(source);
        regfish.pass(Duration.ofDays(100));
        TestCsr key = TestCsr.of(NAME);
        JsonNode renewal = regfish.renew(source, key, 190, NAME).json().path("response");
        String id = renewal.path("id").asText();

        assertThat(id).isNotEqualTo(source);
        assertThat(renewal.has("renewal_bonus_days")).isFalse();
        regfish.read(id);
        JsonNode issued = regfish.read(id);
        assertThat(issued.path("validity_days").asInt()).isEqualTo(190);
        assertThat(issued.path("renewal_bonus_days").asInt()).isEqualTo(4);
        assertThat(issued.path("valid_from").asText()).isEqualTo("2027-02-10T08:00:00Z");
        assertThat(issued.path("valid_until").asText()).isEqualTo("2027-08-23T07:59:59Z");
        assertThat(issued.path("last_status_check").asText()).isEqualTo("2027-02-10T08:00:00Z");
        assertThat(regfish.leaf(id).getPublicKey()).isEqualTo(key.publicKey());
        assertThat(regfish.read(source).path("status").asText()).isEqualTo("issued");
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 2 * 1490L));
    }

    @Test
    void no_bonus_goes_beyond_what_a_ca_may_issue() throws Exception {
        String source = regfish.issued(TestCsr.of(NAME), NAME);
        String id = regfish.renew(source, TestCsr.of(NAME), 195, NAME)
                .json()
                .at("/response/id")
                .asText();
        regfish.stub().issue(id);
        assertThat(regfish.read(id).path("renewal_bonus_days").asInt()).isEqualTo(4);
    }

    @Test
    void a_certificate_is_renewed_once_unless_that_renewal_came_to_nothing() throws Exception {
        String source = regfish.issued(TestCsr.of(NAME), NAME);
        String first = regfish.renew(source, TestCsr.of(NAME), 199, NAME)
                .json()
                .at("/response/id")
                .asText();
        assertThat(regfish.renew(source, TestCsr.of(NAME), 199, NAME).status()).isEqualTo(409);
        assertThat(regfish.stub().ledger().orders()).isEqualTo(2);

        regfish.stub().end(first, "rejected");
        JsonNode rejected = regfish.read(first);
        assertThat(rejected.path("status").asText()).isEqualTo("rejected");
        assertThat(rejected.has("validation")).isFalse();
        assertThat(regfish.renew(source, TestCsr.of(NAME), 199, NAME).status()).isEqualTo(200);
    }
}
