package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the faults that the page of a stub switches on and off, over HTTP. */
class StubPageFaultTest extends StubPageFixture {

    private static final String FAULTS = "/__faults";
    private static final String JSON = "application/json";

    @Test
    void a_fault_that_is_switched_on_changes_the_answers_until_it_is_switched_off() throws Exception {
        JsonNode faults = change("{\"operation\":\"listProducts\",\"fault\":\"502\",\"always\":true}");
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.path("operation").asText()).isEqualTo("listProducts");
            assertThat(fault.path("fault").asText()).isEqualTo("502");
            assertThat(fault.has("calls")).isFalse();
        });
        wire.get(PRODUCTS).require(502);
        wire.get(PRODUCTS).require(502);
        String off = FAULTS + "/" + faults.at("/0/number").asText();
        assertThat(send("DELETE", off, "", "Content-Type", JSON).body()).isEqualTo("{\"faults\":[],\"settings\":[]}");
        wire.get(PRODUCTS).require(200);
        HttpResponse<String> again = send("DELETE", off, "", "Content-Type", JSON);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("this fault has already ended");
    }

    @Test
    void documented_failures_schedules_and_faults_of_code_are_faults_of_the_page_too() throws Exception {
        change("{\"operation\":\"getCertificate\",\"fault\":\"404 unknownCertificate\"}");
        change("{\"schedule\":\"listProducts:409-then-200,stub:ordersEnd=rejected\"}");
        stub.when("createCertificate").answers(418);
        assertThat(state("").path("faults"))
                .extracting(StubPageFaultTest::text)
                .containsExactly(
                        "getCertificate: 404 unknownCertificate, 1",
                        "listProducts: 409-then-200, 2",
                        "createCertificate: status 418, 1");
        wire.get(PRODUCTS).require(409);
        wire.get("/tls/certificate/" + "1".repeat(13)).require(404);
        assertThat(state("").path("faults"))
                .extracting(StubPageFaultTest::text)
                .containsExactly("listProducts: 409-then-200, 1", "createCertificate: status 418, 1");
    }

    @Test
    void the_choices_of_the_page_can_all_be_switched_on() throws Exception {
        JsonNode choices = state("").path("choices");
        assertThat(choices.path("operations"))
                .hasSameSizeAs(StubContract.of("regfish").operations());
        for (JsonNode operation : choices.path("operations")) {
            assertThat(operation.path("documented")).isNotEmpty();
            for (JsonNode failure : operation.path("documented")) {
                change(fault(operation.path("id").asText(), failure.asText()));
            }
        }
        for (JsonNode fault : choices.path("faults")) {
            change(fault("listProducts", fault.asText()));
        }
        assertThat(choices.path("faults")).hasSize(WireFault.values().length);
        assertThat(choices.path("settings"))
                .extracting(JsonNode::asText)
                .contains("requiresDns")
                .doesNotContain("ordersEnd");
        for (JsonNode setting : choices.path("settings")) {
            change(Reply.object().put("schedule", "stub:" + setting.asText()).toString());
        }
    }

    @Test
    void settings_are_switched_off_one_by_one() throws Exception {
        change("{\"schedule\":\"stub:ordersEnd=cancelled,stub:requiresDns,stub:requiresDns\"}");
        stub.ordersEnd("rejected");
        assertThat(settings()).containsExactly("ordersEnd=cancelled", "requiresDns", "set in code");
        String id = order();
        assertThat(read(id, 3)).isEqualTo("pending");
        switchOff("requiresDns");
        assertThat(read(id, 1)).isEqualTo("rejected");
        switchOff("set in code");
        assertThat(read(order(), 3)).isEqualTo("cancelled");
        switchOff("ordersEnd=cancelled");
        assertThat(read(order(), 3)).isEqualTo("issued");
        assertThat(settings()).isEmpty();
        HttpResponse<String> again = send("DELETE", "/__settings/1", "", "Content-Type", JSON);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("this setting has already been switched off");
        assertThat(send("DELETE", "/__settings/1", "").statusCode()).isEqualTo(415);
    }

    @Test
    void a_setting_with_several_values_is_switched_off() throws Exception {
        try (RealtimeStub realtime = RealtimeStub.start()) {
            realtime.play(Schedule.parse("stub:ignoresFilters=process;status,stub:ignoresFilters=product"));
            StubReseller any = realtime;
            ReversibleSettings<?> settings = any.reversibleSettings().orElseThrow();
            assertThat(settings.changes())
                    .extracting(ReversibleSettings.Change::name)
                    .containsExactly("ignoresFilters=process;status", "ignoresFilters=product");
            assertThat(settings.revert(1)).isTrue();
            assertThat(settings.revert(1)).isFalse();
            assertThat(settings.changes()).hasSize(1);
        }
    }

    private List<String> settings() throws Exception {
        return state("")
                .path("settings")
                .valueStream()
                .map(setting -> setting.path("setting").asText())
                .toList();
    }

    private void switchOff(String setting) throws Exception {
        JsonNode wanted = state("")
                .path("settings")
                .valueStream()
                .filter(one -> one.path("setting").asText().equals(setting))
                .findFirst()
                .orElseThrow();
        HttpResponse<String> done =
                send("DELETE", "/__settings/" + wanted.path("number").asText(), "", "Content-Type", JSON);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    }

    private String read(String id, int times) throws Exception {
        for (int i = 1; i < times; i++) {
            wire.get("/tls/certificate/" + id);
        }
        return wire.get("/tls/certificate/" + id).text("/response/status");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"operation\":\"listNothing\",\"fault\":\"502\"}; no operation listNothing",
                "{\"operation\":\"listProducts\",\"fault\":\"404 Never\"}; has no example Never for status 404",
                "{\"operation\":\"listProducts\",\"fault\":\"never\"}; not a number",
                "{\"schedule\":\"listProducts\"}; write operation:fault",
                "{\"schedule\":\"stub:never\"}; has no setting never",
                "<html>; not a number",
            })
    void a_fault_that_does_not_exist_gets_one_line(String body, String message) throws Exception {
        HttpResponse<String> refused = send("POST", FAULTS, body, "Content-Type", JSON);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(message).hasLineCount(1);
        assertThat(state("").path("faults")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""})
    void a_change_that_a_form_can_send_is_refused(String contentType) throws Exception {
        String[] header = contentType.isEmpty() ? new String[0] : new String[] {"Content-Type", contentType};
        String body = fault("listProducts", "502");
        assertThat(send("POST", FAULTS, body, header).statusCode()).isEqualTo(415);
        stub.when("listProducts").answers(503);
        assertThat(send("DELETE", FAULTS + "/1", "", header).statusCode()).isEqualTo(415);
        assertThat(state("").path("faults")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://page.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Origin: http://127.0.0.1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void a_change_of_another_origin_is_refused(String header) throws Exception {
        String[] parts = header.split(": ", 2);
        HttpResponse<String> refused =
                send("POST", FAULTS, fault("listProducts", "502"), "Content-Type", JSON, parts[0], parts[1]);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(state("").path("faults")).isEmpty();
    }

    @Test
    void a_change_of_the_page_itself_is_accepted() throws Exception {
        String body = fault("listProducts", "502");
        String[] own = {"Content-Type", JSON, "Origin", stub.uri().toString(), "Sec-Fetch-Site", "same-origin"};
        assertThat(send("POST", FAULTS, body, own).statusCode()).isEqualTo(200);
    }

    private static String fault(String operation, String fault) {
        return Reply.object().put("operation", operation).put("fault", fault).toString();
    }

    private static String text(JsonNode fault) {
        return fault.path("operation").asText() + ": " + fault.path("fault").asText() + ", "
                + fault.path("calls").asText();
    }

    private JsonNode change(String body) throws Exception {
        HttpResponse<String> done = send("POST", FAULTS, body, "Content-Type", JSON);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        return StubContract.JSON.readTree(done.body()).path("faults");
    }
}
