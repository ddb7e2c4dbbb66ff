package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests in the shapes of the vendor's own clients and of its WHMCS add-on, one for each way in which they differ
 * from the contract: served, and noted as a deviation.
 */
class RealtimeVendorRequestsTest extends RealtimeStubFixture {

    private final ObjectNode order = order();

    RealtimeVendorRequestsTest() {
        super(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/ssl/products/, listProducts",
        "/v2/ssl/certificates/, listCertificates",
        "/v2/processes/, listProcesses",
        "/v2/customers/example-handle/notifications/, listNotifications"
    })
    void a_collection_may_end_in_a_slash(String path, String operation) throws IOException {
        wire.get(path).require(200);
        assertThat(last().operationId()).isEqualTo(operation);
        assertThat(last().path()).isEqualTo(path);
        requireDeviation("the path ends in a slash");
    }

    @Test
    void an_order_and_its_renewal_may_be_posted_to_a_path_that_ends_in_a_slash() throws IOException {
        String process = process(wire.post(CERTIFICATES + "/", order));
        requireDeviation("the path ends in a slash");
        wire.get(process);
        wire.get(process);
        String certificate = wire.get(CERTIFICATES).text("/entities/0/id");
        ObjectNode renewal = Reply.object().put("period", 6);
        renewal.set("csr", order().get("csr"));
        wire.post(CERTIFICATES + "/" + certificate + "/renew/", renewal).require(202);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?fields=id&fields=status", "?fields=id,status", "?fields=status"})
    void fields_may_be_repeated_or_separated_by_commas(String query) throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        JsonNode read = wire.get(process + query).json();
        assertThat(read.size()).isEqualTo(2);
        assertThat(read.has("status")).isTrue();
        assertThat(wire.get("/v2/processes" + query).at("/entities/0")).hasSize(2);
        assertThat(last().differences()).isEmpty();
    }

    @Test
    void a_parameter_that_is_no_list_may_be_repeated_and_its_first_value_counts() throws IOException {
        wire.post(CERTIFICATES, order);
        JsonNode page = wire.get("/v2/processes?limit=3&limit=x&type=certificate&type=certificate")
                .json();
        assertThat(page.at("/pagination/limit").asInt()).isEqualTo(3);
        assertThat(page.path("entities")).hasSize(1);
        assertThat(last().deviations())
                .containsExactly("limit: is given 2 times and is not a list; the first value is used");
        assertThat(wire.post(CERTIFICATES + "?quote=true&quote=true", order)
                        .json()
                        .has("quote"))
                .isTrue();
        requireDeviation("quote: is given 2 times and is not a list");
        assertThat(wire.get("/v2/processes?limit=x&limit=3").text("/violations/0/field"))
                .isEqualTo("limit");
    }

    @Test
    void an_empty_object_may_come_where_no_body_is_expected() throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        wire.get(process);
        wire.get(process);
        String id = wire.get("/v2/customers/example-handle/notifications/poll").text("/notification/id");
        wire.post("/v2/customers/example-handle/notifications/" + id + "/ack", "{}")
                .require(200);
        requireDeviation("has a body, but this operation has no body in the contract");
        assertThat(wire.get("/v2/customers/example-handle/notifications/poll").number("/count"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", ""})
    void a_certificate_may_be_sent_again_without_a_method(String body) throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        wire.get(process);
        JsonNode before = wire.get(process + "/info").at("/validations");
        Got again = wire.post(process + "/resend", body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/validations")).isEqualTo(before);
        assertThat(last().differences()).isEmpty();
    }

    @Test
    void a_null_member_is_one_that_is_missing() throws IOException {
        order.putNull("approver").putNull("language").putArray("dcv").addObject();
        ((ObjectNode) order.at("/dcv/0"))
                .put("commonName", "www.example.com")
                .put("type", "DNS")
                .putNull("email");
        wire.post(CERTIFICATES, order).require(202);
        assertThat(last().deviations())
                .containsExactlyInAnyOrder(
                        "approver: is null and is treated as missing",
                        "language: is null and is treated as missing",
                        "dcv.0.email: is null and is treated as missing");
    }

    @Test
    void a_null_in_the_place_of_what_is_needed_is_refused() throws IOException {
        assertThat(wire.post(CERTIFICATES, order.deepCopy().putNull("csr")).text("/violations/0/field"))
                .isEqualTo("csr");
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void the_lines_of_a_quote_may_be_copied_back_with_all_their_members() throws IOException {
        ObjectNode multi = multi("www.example.com", "shop.example.com");
        JsonNode lines = wire.post(CERTIFICATES + "?quote=true", multi).at("/quote/billables");
        assertThat(lines.get(0).has("amount") && lines.get(0).has("refundable")).isTrue();
        multi.set("billables", lines);
        wire.post(CERTIFICATES, multi).require(202);
        assertThat(last().differences()).isEmpty();
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
    }

    @Test
    void a_reason_and_a_language_may_be_any_text() throws IOException {
        String process = process(wire.post(CERTIFICATES, order.put("language", "en")));
        requireDeviation("language: en is not one of the known values");
        wire.get(process);
        wire.get(process);
        String certificate = wire.get(CERTIFICATES).text("/entities/0/id");
        ObjectNode reason = Reply.object().put("reason", "reason");
        wire.send("DELETE", CERTIFICATES + "/" + certificate, reason).require(202);
        requireDeviation("reason: reason is not one of the known values");
    }

    @Test
    void a_date_may_come_as_an_object_of_another_language() throws IOException {
        String process = process(wire.post(CERTIFICATES, order));
        ObjectNode call = Reply.object();
        call.putObject("date")
                .put("date", "2026-12-01 10:00:00.000000")
                .put("timezone_type", 3)
                .put("timezone", "UTC");
        wire.post(process + "/schedule-validation-call", call).require(200);
        requireDeviation("date: ");
    }

    @Test
    void a_body_of_json_may_have_another_content_type_or_none() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(stub.uri() + "/v2/ssl/decodecsr"))
                    .header("Authorization", "ApiKey " + stub.apiKey())
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"csr\":" + order.get("csr") + "}"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            requireDeviation("has a JSON body with Content-Type [" + type + "]");
        }
    }

    @Test
    void the_journal_is_served_as_json_with_its_deviations() throws IOException {
        wire.get("/v2/ssl/products/");
        wire.get("/v2/ssl/products?limit=x");
        JsonNode journal = wire.get("/__journal").json();
        assertThat(journal.path("received").asInt()).isEqualTo(2);
        assertThat(journal.at("/exchanges/0/deviations/0").asText()).isEqualTo("the path ends in a slash");
        assertThat(journal.at("/exchanges/0/breaches")).isEmpty();
        assertThat(journal.at("/exchanges/1/breaches/0").asText()).contains("limit");
        assertThat(journal.at("/exchanges/1/status").asInt()).isEqualTo(400);
    }

    private void requireDeviation(String text) {
        assertThat(last().deviations())
                .anySatisfy(deviation -> assertThat(deviation).contains(text));
        assertThat(last().breaches()).isEmpty();
    }
}
