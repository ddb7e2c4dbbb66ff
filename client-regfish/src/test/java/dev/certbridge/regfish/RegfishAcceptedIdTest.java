package dev.certbridge.regfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The id of an accepted order is found wherever an unreadable answer holds it, and nothing else is taken for it. */
class RegfishAcceptedIdTest {

    @Test
    void an_id_is_read_from_location_where_the_body_holds_none() {
        assertThat(seen("<html>", "https://api.example.org/tls/certificate/ABCDEFGHIJKLM"))
                .contains("ABCDEFGHIJKLM");
        assertThat(seen("<html>", "https://api.example.org/tls/certificate/")).isEmpty();
    }

    @Test
    void an_id_is_read_from_json_that_broke_off_among_other_texts() {
        assertThat(seen("{\"success\":true,\"response\":{\"status\":\"pending\",\"validation\":{\"id\":\"OTHER\"},"
                        + "\"id\":\"ABCDEFGHIJKLM\",\"common_name\":\"www.ex"))
                .contains("ABCDEFGHIJKLM");
    }

    @Test
    void an_id_that_is_blank_or_no_text_is_none() {
        assertThat(seen("{\"success\":true,\"response\":{\"id\":\" \",\"status\":\"pend"))
                .isEmpty();
        assertThat(seen("{\"success\":true,\"response\":{\"id\":\" \"}}")).isEmpty();
        assertThat(seen("{\"success\":true,\"response\":{\"id\":[\"OTHER\"],\"status\":\"pend"))
                .isEmpty();
        assertThat(seen("{\"success\":true,\"id\":\"OTHER\",\"response\":{\"status\":\"pend"))
                .isEmpty();
    }

    @Test
    void an_id_is_read_from_what_is_no_json_from_its_start() {
        assertThat(seen("<!-- --> {\"success\":true,\"response\":{\"id\":\"ABCDEFGHIJKLM\"}}"))
                .contains("ABCDEFGHIJKLM");
    }

    private static Optional<String> seen(String body) {
        return seen(reply -> new Reply(200, reply.headers(), body.getBytes(UTF_8)));
    }

    private static Optional<String> seen(String body, String location) {
        return seen(reply -> new Reply(200, reply.headers(), body.getBytes(UTF_8)).with("Location", location));
    }

    private static Optional<String> seen(UnaryOperator<Reply> answer) {
        try (TestClient shopper = TestClient.at("regfish")) {
            shopper.stub().answer("createCertificate", CannedFailure.altered(answer::apply));
            return catchThrowableOfType(OutcomeUnknownException.class, () -> shopper.order("www.example.com"))
                    .seenId()
                    .map(OrderId::providerId);
        }
    }
}
