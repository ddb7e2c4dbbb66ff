package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the page of a stub in headless Chromium. Skipped where no Chromium is installed. */
@Timeout(180)
class StubPageBrowserTest extends StubPageFixture {

    private static final String HOSTILE = "<img src=x onerror=\"document.title='attacked'\"><script>alert(1)</script>";

    @TempDir
    private static Path profile;

    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Path program = Chromium.find().orElse(null);
        Assumptions.assumeTrue(program != null, "Chromium is not installed");
        chromium = Chromium.start(program, profile);
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.stop();
        }
    }

    @BeforeEach
    void open() {
        chromium.show(1280, "light");
        chromium.open(stub.uri().resolve("/"));
        chromium.until("document.getElementById('status').textContent === 'Live'");
    }

    @Test
    void orders_bookings_and_requests_appear_as_they_come() throws Exception {
        assertThat(text("title")).isEqualTo("regfish stub");
        assertThat(text("access")).contains(stub.uri().toString(), stub.apiKey());
        String id = order();
        chromium.until("document.querySelectorAll('#requests > li').length === 1");
        assertThat(text("orders")).contains("www.example.com", "pending");
        assertThat(text("ledger")).contains(id, "14.90 EUR", "charged");
        for (int read = 0; read < 3; read++) {
            wire.get("/tls/certificate/" + id);
        }
        chromium.until("document.querySelector('#orders .badge').textContent === 'issued'");
        assertThat(chromium.evaluate("document.querySelectorAll('#orders .history li').length")
                        .asInt())
                .isEqualTo(2);
        assertThat(text("totals")).contains("14.90 EUR");
        // The browser requests nothing that the journal of the reseller would show.
        assertThat(stub.journal().received()).isEqualTo(4);
    }

    @Test
    void a_hostile_request_is_shown_as_text() throws Exception {
        wire.post("/tls/certificate", Reply.object().put("sku", HOSTILE).put(HOSTILE, "x"));
        chromium.until("document.querySelectorAll('#requests > li.different').length === 1");
        assertThat(chromium.evaluate("document.querySelector('#requests pre').textContent")
                        .asText())
                .contains("<img src=x onerror=", "<script>alert(1)</script>");
        assertThat(chromium.evaluate("document.querySelectorAll('img, #requests script').length")
                        .asInt())
                .isZero();
        assertThat(chromium.evaluate("document.title").asText()).isEqualTo("regfish stub");
    }

    @Test
    void the_policy_blocks_a_script_that_is_not_of_the_page() {
        JsonNode blocked = chromium.evaluate("new Promise(done => {"
                + " document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));"
                + " const script = document.createElement('script'); script.textContent = 'document.title = 1';"
                + " document.body.append(script); })");
        assertThat(blocked.asText()).isEqualTo("script-src-elem");
    }

    @Test
    void the_keyboard_switches_a_fault_on_and_off() throws Exception {
        chromium.evaluate("document.getElementById('operation').value = 'listProducts';"
                + " document.getElementById('fault').value = '502';"
                + " document.getElementById('calls').value = 'always';"
                + " document.getElementById('calls').focus()");
        chromium.press("Tab");
        assertThat(chromium.evaluate("document.activeElement.textContent").asText())
                .isEqualTo("Switch on");
        chromium.press("Enter");
        chromium.until("document.querySelectorAll('#faults > li').length === 1");
        assertThat(text("result")).isEqualTo("Switched on 502 of listProducts.");
        wire.get(PRODUCTS).require(502);
        tabTo("Switch off");
        assertThat(chromium.evaluate("document.activeElement.getAttribute('aria-label')")
                        .asText())
                .isEqualTo("Switch off 502 of listProducts");
        chromium.press("Enter");
        chromium.until("document.querySelectorAll('#faults > li').length === 0");
        wire.get(PRODUCTS).require(200);
        assertThat(chromium.evaluate("document.activeElement.id").asText())
                .as("the focus moves to the heading, because the button is gone")
                .isEqualTo("faults-title");
    }

    @Test
    void the_keyboard_switches_a_setting_on_and_off() throws Exception {
        chromium.evaluate("document.getElementById('setting').value = 'issuesWithoutCertificate';"
                + " document.getElementById('setting').focus()");
        tabTo("Switch on");
        chromium.press("Enter");
        chromium.until("document.querySelectorAll('#faults > li').length === 1");
        assertThat(text("faults")).contains("stub: issuesWithoutCertificate", "setting");
        assertThat(text("result")).isEqualTo("Switched on issuesWithoutCertificate.");
        assertThat(download(order())).isEqualTo(409);
        tabTo("Switch off");
        assertThat(chromium.evaluate("document.activeElement.getAttribute('aria-label')")
                        .asText())
                .isEqualTo("Switch off issuesWithoutCertificate of the stub");
        chromium.press("Enter");
        chromium.until("document.querySelectorAll('#faults > li').length === 0");
        assertThat(text("result")).isEqualTo("Switched off issuesWithoutCertificate.");
        assertThat(download(order())).isEqualTo(200);
        assertThat(chromium.evaluate("document.activeElement.id").asText()).isEqualTo("faults-title");
    }

    private int download(String id) throws Exception {
        String order = "/tls/certificate/" + id;
        wire.get(order);
        assertThat(wire.get(order).text("/response/status")).isEqualTo("issued");
        return wire.get(order + "/download/pem").status();
    }

    @Test
    void a_refused_schedule_is_explained() {
        chromium.evaluate("document.getElementById('schedule').value = 'listProducts:never';"
                + " document.getElementById('schedule').focus()");
        chromium.press("Enter");
        chromium.until("document.getElementById('result').className === 'bad'");
        assertThat(text("result")).contains("never");
    }

    @Test
    void an_update_keeps_focus_open_details_and_scroll() throws Exception {
        chromium.show(400, "light");
        for (int i = 0; i < 40; i++) {
            wire.get("/first/" + i);
        }
        chromium.until("document.querySelectorAll('#requests > li').length === 40");
        chromium.evaluate("{ const row = document.querySelectorAll('#requests summary')[20];"
                + " row.click(); row.focus(); row.scrollIntoView(); window.marked = row;"
                + " window.top0 = row.getBoundingClientRect().top; }");
        wire.get("/second");
        chromium.until("document.querySelectorAll('#requests > li').length === 41");
        assertThat(chromium.evaluate("document.activeElement === window.marked && window.marked.parentElement.open")
                        .asBoolean())
                .isTrue();
        chromium.until("Math.abs(window.marked.getBoundingClientRect().top - window.top0) < 2");
    }

    @Test
    void another_stub_at_the_same_port_starts_the_page_again() throws Exception {
        try (StubServer server = StubServer.open(0)) {
            try (RegfishStub first = RegfishStub.start(server.number())) {
                Wire.to(first).get(PRODUCTS);
                chromium.open(first.uri().resolve("/"));
                chromium.until("document.querySelectorAll('#requests > li').length === 1");
            }
            try (RegfishStub second = RegfishStub.start(server.number())) {
                chromium.until("document.querySelectorAll('#requests > li').length === 0"
                        + " && document.getElementById('status').textContent === 'Live'");
                assertThat(second.journal().received()).isZero();
            }
        }
    }

    /** Pictures for review are written to the folder in the property {@code page.screenshots}. */
    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "400, light", "400, dark"})
    void nothing_is_wider_than_the_window_and_each_text_has_contrast(int width, String colours) throws Exception {
        String id = order();
        wire.get("/tls/certificate/" + id);
        wire.get("/tls/certificate/" + id + "/");
        wire.get("/" + "long".repeat(60));
        stub.when("listProducts").always().fault(WireFault.BAD_GATEWAY);
        stub.when("getCertificate").once().fault(WireFault.DROPPED);
        stub.play(Schedule.parse("stub:holdsBackUnusableOrganizations,stub:ordersEnd=rejected"));
        wire.get(PRODUCTS);
        stub.placeInConsole("SecureSite", "a-rather-long-name.of-a-department.example.org");
        wire.post("/tls/certificate", Reply.object().put("sku", HOSTILE));
        chromium.show(width, colours);
        chromium.until("document.querySelectorAll('#requests > li').length === 6");
        chromium.evaluate("document.querySelectorAll('details').forEach((one, i) => one.open = i < 4)");
        assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(chromium.textsWithLowContrast()).isEmpty();
        assertThat(chromium.evaluate(UNNAMED)).isEmpty();
        chromium.screenshot("stub-" + width + "-" + colours + ".png");
    }

    /** The controls without a label or a text. */
    private static final String UNNAMED = """
            [...document.querySelectorAll('button, select, input')].filter(one => !one.textContent.trim()
              && !one.getAttribute('aria-label') && !(one.labels && one.labels.length)).map(one => one.id)
            """;

    private static void tabTo(String label) {
        for (int i = 0; i < 20; i++) {
            chromium.press("Tab");
            if (chromium.evaluate("document.activeElement.textContent").asText().equals(label)) {
                return;
            }
        }
        throw new AssertionError("20 times Tab did not reach " + label);
    }

    private static String text(String id) {
        return chromium.evaluate("document.getElementById('" + id + "').innerText")
                .asText();
    }
}
