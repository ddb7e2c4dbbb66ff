package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.realtime.RealtimeOrderBodies;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStubFixture;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the page of a stub and of its JSON, over HTTP. {@link StubPageBrowserTest} opens the page in a browser. */
class StubPageTest extends StubPageFixture {

    @Test
    void a_browser_gets_the_page_with_a_policy_that_allows_only_its_own_script() throws Exception {
        HttpResponse<String> page = send("GET", "/", "", "Accept", "text/html,*/*");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; connect-src 'self'")
                        .contains("script-src 'sha256-", "frame-ancestors 'none'", "form-action 'none'")
                        .doesNotContain("unsafe", "*"));
        assertThat(page.body())
                .contains("<title>Stub</title>", "@media (prefers-color-scheme: dark)")
                .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "https://", stub.apiKey())
                .doesNotContainPattern("(src|href)=\"(?!data:)");
        assertThat(stub.journal().received()).isZero();
    }

    @Test
    void a_client_without_text_html_in_accept_gets_the_answer_of_the_reseller() throws Exception {
        assertThat(send("GET", "/", "", "Accept", "application/json").statusCode())
                .isEqualTo(404);
        assertThat(stub.journal().exchanges())
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.operationId()).isEqualTo(Journal.NO_OPERATION));
    }

    @Test
    void the_state_has_the_orders_with_their_history_and_the_ledger_with_its_totals() throws Exception {
        Instant start = time.instant();
        String id = order();
        time.advance(Duration.ofMinutes(5));
        wire.get("/tls/certificate/" + id).require(200);
        wire.get("/tls/certificate/" + id).require(200);
        JsonNode state = state("");
        JsonNode shown = state.at("/orders/0");
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.path("names"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("www.example.com");
        assertThat(shown.path("state").asText()).isEqualTo("issued");
        assertThat(shown.path("history"))
                .extracting(change ->
                        change.path("state").asText() + " " + change.path("at").asText())
                .containsExactly("pending " + start, "issued " + start.plusSeconds(300));
        assertThat(state.at("/ledger/orders").asInt()).isEqualTo(1);
        assertThat(state.at("/ledger/charged/EUR").asLong())
                .isEqualTo(stub.ledger().charged().get("EUR"));
        assertThat(state.at("/ledger/entries/0/orderId").asText()).isEqualTo(id);
        assertThat(state.path("received").asInt()).isEqualTo(3);
        assertThat(List.of(state.path("reseller").asText(), state.path("key").asText()))
                .containsExactly("regfish", stub.apiKey());
    }

    @Test
    void the_history_of_regfish_has_reissues_and_actions_outside_of_the_api() throws Exception {
        String id = order();
        stub.issue(id);
        TestCsr csr = TestCsr.of("www.example.com");
        wire.post("/tls/certificate/" + id + "/reissue", RegfishStubFixture.reissueBody(csr))
                .require(200);
        stub.end(id, "rejected");
        String waiting = stub.placeInConsole("SecureSite", "www.example.org");
        stub.completeInConsole(waiting);
        assertThat(states(state(""), id))
                .containsExactly("pending", "issued", "issued, reissue pending", "issued, reissue rejected");
        assertThat(states(state(""), waiting)).containsExactly("pending, organization required", "pending");
    }

    @Test
    void the_history_of_a_process_has_each_of_its_states() throws Exception {
        try (RealtimeStub realtime = RealtimeStub.start()) {
            realtime.statusGoesBackwards();
            Wire to = Wire.to(realtime);
            String path = "/v2/processes/"
                    + to.post(
                                    RealtimeOrderBodies.CERTIFICATES,
                                    RealtimeOrderBodies.plain(TestCsr.of("www.example.net")))
                            .header("x-process-id");
            for (int read = 0; read < 4; read++) {
                to.get(path).require(200);
            }
            JsonNode state = state(realtime.uri(), "");
            assertThat(states(state, path.substring(path.lastIndexOf('/') + 1)))
                    .containsExactly("NEW", "SUSPENDED", "RUNNING", "NEW", "COMPLETED");
            assertThat(state.path("account").asText()).isEqualTo(RealtimeStub.CUSTOMER);
        }
    }

    @Test
    void a_request_shows_its_differences_and_a_curl_command_without_the_key() throws Exception {
        wire.post("/tls/certificate/", Reply.object().put("sku", "it's $(id) `id`"))
                .require(400);
        JsonNode request = state("").at("/requests/0");
        assertThat(request.path("operation").asText()).isEqualTo("createCertificate");
        assertThat(request.path("breaches")).isNotEmpty();
        assertThat(request.path("deviations")).extracting(JsonNode::asText).contains("the path ends in a slash");
        assertThat(request.path("curl").asText())
                .isEqualTo("curl -i -g --path-as-is -X 'POST' '" + stub.uri() + "/tls/certificate/'"
                        + " -H 'x-api-key: '\"$KEY\" -H 'content-type: application/json'"
                        + " --data-raw '{\"sku\":\"it'\\''s $(id) `id`\"}'");
    }

    @Test
    void the_key_is_in_no_curl_command_wherever_it_was_sent() throws Exception {
        String key = stub.apiKey();
        wire.get(PRODUCTS + "?a=" + key + "&b=x%20y");
        wire.post("/unknown/" + key, key);
        send("GET", PRODUCTS, "", "Authorization", "Basic c2VjcmV0");
        send("GET", PRODUCTS, "", "x-api-key", "another key");
        JsonNode requests = state("").path("requests");
        assertThat(requests)
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.path("curl").asText())
                        .startsWith("curl ")
                        .doesNotContain(key, "c2VjcmV0", "another key"));
        assertThat(requests.at("/0/curl").asText()).contains(PRODUCTS + "?a='\"$KEY\"'&b=x+y'");
        assertThat(requests.at("/1/curl").asText()).endsWith("--data-raw \"$KEY\"");
    }

    @Test
    void a_login_in_the_header_of_the_key_is_not_in_the_curl_command() throws Exception {
        try (RealtimeStub realtime = RealtimeStub.start()) {
            HttpRequest request = HttpRequest.newBuilder(realtime.uri().resolve("/v2/processes"))
                    .header("Authorization", "Basic c2VjcmV0")
                    .build();
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
            assertThat(state(realtime.uri(), "").at("/requests/0/curl").asText())
                    .startsWith("curl ")
                    .doesNotContainIgnoringCase("authorization", "c2VjcmV0");
        }
    }

    @Test
    void the_curl_command_repeats_the_request_in_a_shell(@TempDir Path folder) throws Exception {
        wire.post("/tls/certificate?x=a%26b", "{\"sku\":\"it's\\n$HOME `id`\"}");
        Path script = Files.writeString(
                folder.resolve("repeat.sh"), state("").at("/requests/0/curl").asText() + " -sS -o /dev/null\n");
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        shell.environment().put("KEY", stub.apiKey());
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(printed).isEmpty();
        JsonNode requests = state("").path("requests");
        assertThat(requests.at("/1/curl")).isEqualTo(requests.at("/0/curl"));
        assertThat(requests.at("/1/breaches")).isEqualTo(requests.at("/0/breaches"));
    }

    @Test
    void a_request_that_would_harm_a_terminal_or_is_too_long_has_no_curl_command() throws Exception {
        wire.post("/tls/certificate", "\u001b[201~\nid\n");
        wire.post("/tls/certificate", "x".repeat(CurlCommand.MAX_BODY_BYTES + 1));
        assertThat(state("").path("requests"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.has("curl")).isFalse());
    }

    @Test
    void the_page_reads_only_the_requests_that_it_does_not_know() throws Exception {
        wire.get(PRODUCTS);
        JsonNode first = state("");
        wire.get("/tls/certificate");
        String known = "?run=" + first.path("run").asText() + "&after="
                + first.path("received").asLong();
        JsonNode second = state(known);
        assertThat(second.path("requests"))
                .singleElement()
                .satisfies(
                        request -> assertThat(request.path("number").asLong()).isEqualTo(2));
        assertThat(second.has("choices")).isFalse();
        assertThat(state("?run=another&after=2").path("requests")).hasSize(2);
        assertThat(send("GET", "/__state?run=" + first.path("run").asText() + "&after=x", "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_page_gets_the_latest_requests_and_orders_only() throws Exception {
        for (int i = 0; i < RecentRequests.KEPT + 3; i++) {
            wire.get("/" + i);
        }
        OrderHistory history = new OrderHistory(time);
        for (int i = 0; i <= OrderHistory.MAX_ORDERS; i++) {
            history.record("order " + i, "product", List.of(), "pending");
        }
        for (int i = 0; i <= OrderHistory.MAX_STATES; i++) {
            history.record("order 1", "product", List.of(), "state " + i);
        }
        assertThat(state("").path("requests"))
                .hasSize(RecentRequests.KEPT)
                .first()
                .satisfies(request -> assertThat(request.path("path").asText()).isEqualTo("/3"));
        assertThat(history.json()).hasSize(OrderHistory.MAX_ORDERS);
        assertThat(history.json().at("/0/id").asText()).isEqualTo("order " + OrderHistory.MAX_ORDERS);
        JsonNode eldest = history.json().get(OrderHistory.MAX_ORDERS - 1);
        assertThat(eldest.path("id").asText()).isEqualTo("order 1");
        assertThat(eldest.path("history")).hasSize(OrderHistory.MAX_STATES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/__state"})
    void another_site_reads_neither_the_page_nor_its_state(String path) throws Exception {
        HttpResponse<String> refused = send("GET", path, "", "Origin", "https://page.example", "Accept", "text/html");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).doesNotContain("<html", stub.apiKey());
    }

    private static List<String> states(JsonNode state, String order) {
        for (JsonNode one : state.path("orders")) {
            if (one.path("id").asText().equals(order)) {
                return one.path("history").findValuesAsText("state");
            }
        }
        throw new AssertionError("the page does not show the order " + order + ": " + state);
    }
}
