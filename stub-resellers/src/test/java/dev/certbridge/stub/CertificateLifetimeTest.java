package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.realtime.RealtimeOrders;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No certificate of a stub is valid for longer than authorities may issue on the day, whatever was ordered. */
class CertificateLifetimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T23:59:59Z, 398",
        "2026-03-15T00:00:00Z, 200",
        "2027-03-14T23:59:59Z, 200",
        "2027-03-15T00:00:00Z, 100",
        "2029-03-14T23:59:59Z, 100",
        "2029-03-15T00:00:00Z, 47"
    })
    void the_limit_falls_in_three_steps(Instant issued, int days) {
        assertThat(CertificateLifetime.limitDays(issued)).isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:00:00Z, 200, 2027-06-17T11:59:59Z",
        "2026-11-29T12:00:00Z, 365, 2027-06-17T11:59:59Z",
        "2027-11-29T12:00:00Z, 199, 2028-03-08T11:59:59Z",
        "2029-11-29T12:00:00Z, 199, 2030-01-15T11:59:59Z"
    })
    void regfish_keeps_the_rest_of_the_days_as_the_term_of_the_order(Instant now, int days, Instant until)
            throws IOException {
        try (RegfishStub stub = RegfishStub.start(at(now))) {
            ObjectNode order = JsonNodeFactory.instance
                    .objectNode()
                    .put("sku", "RapidSSL")
                    .put("common_name", "www.example.com")
                    .put("csr", TestCsr.of("www.example.com").pem())
                    .put("dcv_method", "dns-cname-token")
                    .put("validity_days", days);
            JsonNode ordered =
                    Wire.to(stub).post("/tls/certificate", order).json().path("response");
            String path = "/tls/certificate/" + ordered.path("id").asText();
            JsonNode issued = Wire.to(stub).get(path).json().path("response");

            assertThat(issued.path("validity_days").asInt()).isEqualTo(days);
            assertThat(issued.path("valid_until").asText()).isEqualTo(until.toString());
            assertThat(Instant.parse(issued.path("contract_valid_until").asText()))
                    .isAfterOrEqualTo(now.plusSeconds(days * 86_400L - 1));
            assertThat(Wire.to(stub)
                            .get(path + "/download/pem")
                            .certificates()
                            .get(0)
                            .getNotAfter())
                    .isEqualTo(until);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:00:00Z, 2027-06-17T11:59:59Z",
        "2027-11-29T12:00:00Z, 2028-03-08T11:59:59Z",
        "2029-11-29T12:00:00Z, 2030-01-15T11:59:59Z"
    })
    void realtime_register_keeps_the_rest_of_the_months_as_a_subscription(Instant now, Instant until)
            throws IOException {
        try (RealtimeStub stub = RealtimeStub.start(at(now))) {
            Wire wire = Wire.to(stub);
            ObjectNode order =
                    RealtimeOrders.plain(TestCsr.of("www.example.com")).put("period", 12);
            String process = wire.post(RealtimeOrders.CERTIFICATES, order).header("x-process-id");
            wire.get("/v2/processes/" + process);
            JsonNode issued = wire.get(RealtimeOrders.CERTIFICATES).json().at("/entities/0");

            assertThat(issued.path("expiryDate").asText()).isEqualTo(until.toString());
            assertThat(issued.path("subscriptionEndDate").asText())
                    .isEqualTo(now.atOffset(ZoneOffset.UTC)
                            .plusYears(1)
                            .minusSeconds(1)
                            .toInstant()
                            .toString());
        }
    }

    private static StubOptions at(Instant now) {
        return StubOptions.defaults().clock(Clock.fixed(now, ZoneOffset.UTC)).looksUntilIssued(1);
    }
}
