package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.RunDetails;
import dev.certbridge.stub.Chromium;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the page of the matrix in headless Chromium, with the real contracts and pacts, and without any result, so
 * that the page has as many gaps as it can have, and with a new contract. Skipped where no Chromium is installed.
 */
@Timeout(180)
class MatrixPageBrowserTest {

    /**
     * The parts of the overview that are narrower than their text, outside the window, hidden, or smaller than 11 px.
     */
    private static final String UNREADABLE = """
            [...document.querySelectorAll('.map th[scope=row], .map a')].filter(one => {
                const box = one.getBoundingClientRect();
                return !one.checkVisibility() || box.left < 0 || box.right > innerWidth || !one.innerText.trim()
                    || one.scrollWidth > one.clientWidth + 1 || parseFloat(getComputedStyle(one).fontSize) < 11;
              }).map(one => one.innerText + ' ' + getComputedStyle(one).fontSize)
            """;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        Path program = Chromium.find().orElse(null);
        Assumptions.assumeTrue(program != null, "Chromium is not installed");
        Matrix matrix = Matrix.ofKit(new RunReport(List.of()), ClientUnderTest.all());
        Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);
        ContractDocument before = ContractDocument.onClassPath("regfish");
        ContractDocument after = ContractDocument.parse(
                "regfish", before.text().replace("csr, dcv_method]", "csr, dcv_method, org_id]"));
        MatrixReport.of(matrix, RunDetails.of(clock, matrix.contracts()), List.of(ContractComparison.of(before, after)))
                .write(folder);
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
        chromium.open(folder.resolve("matrix.html").toUri());
    }

    /** Pictures for review are written to the folder in the property {@code page.screenshots}. */
    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "400, light", "400, dark"})
    void nothing_is_wider_than_the_window_and_each_text_has_contrast(int width, String colours) throws Exception {
        chromium.show(width, colours);
        assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(chromium.textsWithLowContrast()).isEmpty();
        chromium.screenshot("matrix-" + width + "-" + colours + ".png");
    }

    @Test
    void the_changes_in_a_new_contract_and_the_gaps_are_before_the_figures() {
        assertThat(chromium.evaluate("[...document.querySelectorAll('h2, .figures')].slice(0, 3).map(one =>"
                                + " one.textContent.trim().split('\\n')[0])")
                        .toString())
                .startsWith("[\"Changes in the new contract\",\"To fix\",\"2 resellers");
    }

    @Test
    void the_overview_is_readable_in_a_narrow_window() {
        chromium.show(400, "light");
        assertThat(chromium.evaluate(UNREADABLE)).isEmpty();
        assertThat(chromium.evaluate("document.querySelector('.map a').innerText")
                        .asText())
                .matches("[1-5][0-9]{2}.");
    }

    @Test
    void a_link_shows_the_lines_of_the_contract_or_the_pact() {
        chromium.evaluate("document.querySelector('a[href^=\"#regfish-L\"]').click()");
        chromium.until("document.querySelector('dialog').open");
        assertThat(chromium.evaluate("document.querySelector('dialog code').textContent")
                        .asText())
                .isEqualTo("specs/regfish/openapi.yaml");
        assertThat(chromium.evaluate("document.querySelector('dialog .here').textContent")
                        .asText())
                .matches("\\s+['\"][1-5][0-9]{2}['\"]:\\s+");
        assertThat(chromium.evaluate("document.querySelectorAll('dialog .here').length")
                        .asInt())
                .isGreaterThan(5);

        chromium.evaluate("document.querySelector('dialog button').click();"
                + " document.querySelector('a[href^=\"#certbridge-regfish-L\"]').click()");
        chromium.until("document.querySelector('dialog h3').textContent.startsWith('Pact: ')");
        assertThat(chromium.evaluate("document.querySelector('dialog pre').textContent")
                        .asText())
                .startsWith("{")
                .contains("\"description\"");
    }

    @Test
    void a_link_with_a_line_opens_its_text_when_the_page_is_opened() {
        chromium.open(URI.create(folder.resolve("matrix.html").toUri() + "#realtime-L29"));
        chromium.until("document.querySelector('dialog').open");
        assertThat(chromium.evaluate("document.querySelector('dialog .here').textContent")
                        .asText())
                .isEqualTo("info:\n");
    }
}
