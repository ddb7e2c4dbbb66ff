package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers about CSRs, addresses and notifications are computed from what was sent, not copied from the contract. */
class RealtimeComputedAnswersTest {

    private final RealtimeStub stub = RealtimeStub.start(StubOptions.defaults().looksUntilIssued(2));
    private final Wire wire = Wire.to(stub);
    private final ObjectNode order = RealtimeOrders.plain(TestCsr.of("www.example.com"));

    @AfterEach
    void every_answer_kept_the_contract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void a_csr_is_decoded_from_what_was_sent() throws IOException {
        TestCsr csr = TestCsr.of("www.example.com", "shop.example.com");
        JsonNode decoded = wire.post(
                        "/v2/ssl/decodecsr",
                        JsonNodeFactory.instance.objectNode().put("csr", csr.pem()))
                .json();
        assertThat(decoded.path("commonName").asText()).isEqualTo("www.example.com");
        assertThat(decoded.path("altNames").valueStream().map(JsonNode::asText))
                .containsExactly("www.example.com", "shop.example.com");
        assertThat(decoded.path("publicKeyAlgorithm").asText()).isEqualTo("ECDSA");
        assertThat(decoded.path("publicKeySize").asInt()).isEqualTo(256);
        assertThat(wire.post(
                                "/v2/ssl/decodecsr",
                                JsonNodeFactory.instance.objectNode().put("csr", "x"))
                        .json()
                        .path("type")
                        .asText())
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
    void every_process_that_ends_is_told_in_a_notification() throws IOException {
        stub.ordersEnd(OrderOutcome.CANCELLED);
        String process = process(wire.post(CERTIFICATES, order));
        String notifications = "/v2/customers/example-handle/notifications";
        assertThat(wire.get(notifications + "/poll").json().path("count").asInt())
                .isZero();
        wire.get(process);
        wire.get(process);

        JsonNode told = wire.get(notifications + "/poll").json().path("notification");
        assertThat(told.path("eventType").asText()).isEqualTo("RequestCertificateEvent");
        assertThat(told.path("subjectStatus").asText()).isEqualTo("CANCELLED");
        assertThat(process).endsWith("/" + told.path("process").asText());
        String one = notifications + "/" + told.path("id").asText();
        assertThat(wire.get(one).json()).isEqualTo(told);
        assertThat(wire.get(one + "?fields=message").json()).hasSize(2);
        assertThat(wire.get(notifications + "/abc").json().path("type").asText())
                .isEqualTo("ObjectDoesNotExist");
        assertThat(wire.get(notifications + "?eventType=Other").json().path("entities"))
                .isEmpty();
    }

    @Test
    void process_ids_are_beyond_32_bits() throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        assertThat(Long.parseLong(process.substring(process.lastIndexOf('/') + 1)))
                .isGreaterThan(Integer.MAX_VALUE);
    }

    private static String process(Got ordered) {
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        return "/v2/processes/" + ordered.header("x-process-id");
    }
}
