package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code certbridge conformance}. {@code .ci/run} runs it as people do; here is what a pipeline relies on. What a
 * contract breaks is tested by the last test.
 */
class ConformanceCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_contract_with_another_description_breaks_nothing() throws IOException {
        write(
                folder,
                contractOf("regfish").replace("Main host name, fully qualified.", "The name that browsers show."));

        // The program loads its libraries anew, as the jar does, because earlier tests have used SLF4J.
        StringWriter out = new StringWriter();
        int exit = ProgramClassPath.run(
                Optional.empty(),
                Optional.of(folder),
                new PrintWriter(out),
                new PrintWriter(out),
                Map.of(),
                "conformance",
                "--spec-dir",
                folder.toString());

        assertThat(exit).as(out.toString()).isZero();
        assertThat(out.toString())
                .matches("(?s)20[0-9TZ:-]+, certbridge \\S+( build)?, JDK \\S+, contracts: regfish \\S+\\R\\R.*")
                .containsPattern("Changes in the new contract, regfish (\\S+) -> \\1\\R  No change\\.")
                .containsPattern("rules with the new contracts: \\d+ rules, \\d+ cases at 1 clients, 0 failed")
                .containsPattern("regfish M14 .*: regfish quotes no prices")
                .contains(" S3 ")
                .doesNotContain("SLF4J");
        assertThat(out.toString().strip().lines()).last().isEqualTo("verdict: the new contracts break nothing");
    }

    @Test
    void json_is_the_document_of_the_report_and_nothing_else() throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        CliRun run = CliRun.of("conformance", "--reseller", "regfish", "--json", "--report", folder.toString())
                .requireDone();

        JsonNode document = run.json();
        assertThat(document)
                .isEqualTo(new ObjectMapper()
                        .readTree(folder.resolve("matrix.json").toFile()));
        assertThat(document.get("conforming").booleanValue()).isTrue();
        assertThat(document.get("newContracts")).isEmpty();
        assertThat(Instant.parse(document.at("/run/date").textValue())).isBetween(start, Instant.now());
        assertThat(document.at("/run/contracts").findValuesAsText("reseller")).containsExactly("regfish");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void json_has_the_changes_in_a_new_contract_and_the_exit_code_is_the_same() throws IOException {
        write(folder, contractOf("regfish").replace("operationId: getCertificate", "operationId: readCertificate"));

        JsonNode document = CliRun.of("conformance", "--spec-dir", folder.toString(), "--json")
                .requireExit(1)
                .json();

        assertThat(document.get("conforming").booleanValue()).isFalse();
        assertThat(document.at("/newContracts/0/needsWork").booleanValue()).isTrue();
        assertThat(document.at("/newContracts/0/changes").findValuesAsText("change"))
                .contains("getCertificate is now called readCertificate");
    }

    @Test
    void json_of_wrong_usage_is_a_failure() {
        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString(), "--json")
                .requireExit(2);
        assertThat(run.err()).hasLineCount(1).contains("there is no contract in " + folder);
        assertThat(run.json().get("exit").intValue()).isEqualTo(2);
    }

    @Test
    void a_folder_without_a_contract_is_wrong_usage() {
        CliRun.of("conformance", "--spec-dir", folder.toString())
                .requireFailed(2, "there is no contract in " + folder, "regfish/openapi.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "swagger: '2.0'", "openapi: 3.0.3", "\tno yaml: ["})
    void an_invalid_contract_is_wrong_usage(String text) throws IOException {
        write(folder, text);

        CliRun.of("conformance", "--spec-dir", folder.toString()).requireFailed(2, "is not an OpenAPI 3 document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paths: {}", "paths: {/tls/certificate: {summary: nothing yet}}"})
    void a_contract_without_an_operation_is_wrong_usage(String paths) throws IOException {
        write(folder, "openapi: 3.0.3\ninfo: {title: regfish, version: 2.0.0}\n" + paths + "\n");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireFailed(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("regfish/openapi.yaml has no operations. The file must contain the whole contract");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9/a.yaml", "../../outside.yaml", "file:///etc/passwd"})
    void a_contract_with_an_external_reference_is_wrong_usage(String reference) throws IOException {
        write(
                folder,
                "openapi: 3.0.3\ninfo: {title: regfish, version: 2.0.0}\npaths: {/tls/certificate: {$ref: '" + reference
                        + "'}}\n");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireFailed(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(reference, "first combine its files into one document");
    }

    @Test
    void a_report_that_cannot_be_written_is_refused_before_the_rules_run() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        CliRun run = CliRun.of("conformance", "--report", taken.toString()).requireFailed(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void an_unknown_reseller_is_wrong_usage() {
        CliRun.of("conformance", "--reseller", "nobody").requireFailed(2);
    }

    @Test
    void reseller_cannot_be_combined_with_spec_dir() throws IOException {
        write(folder, contractOf("regfish"));

        CliRun.of("conformance", "--reseller", "realtime", "--spec-dir", folder.toString())
                .requireFailed(2, "--reseller cannot be used with --spec-dir");
    }

    @Test
    void a_contract_with_a_new_required_field_reports_broken_members_pacts_and_rules_and_exits_with_1()
            throws IOException {
        write(
                folder,
                contractOf("regfish")
                        .replace(
                                "required: [sku, common_name, csr, dcv_method]",
                                "required: [sku, common_name, csr, dcv_method, org_id]"));
        Path report = folder.resolve("report");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString(), "--report", report.toString())
                .requireExit(1);
        assertThat(run.out())
                .contains("M3!!: two cases of the rule failed. (M3): the rule was opted out of or is not applicable.")
                .contains("BREAKING (1)", "createCertificate (TlsCertificatesApi.createCertificate)")
                .containsPattern("request application/json org_id: is now required +\\[CertificateRequest")
                .contains("to do: change the requests of the client, and its pacts")
                .containsPattern("certbridge-regfish.json:\\d+(,\\d+)* createCertificate: .*org_id")
                .containsPattern("(?m)^  regfish M\\d+ .*look at")
                .doesNotContain("realtime", "Place[");
        assertThat(run.out().lines().filter(line -> line.contains("org_id: must not be missing")))
                .as("one line for each reason, from the rules that order and from those about requests")
                .hasSizeBetween(1, 3);
        assertThat(run.out())
                .contains("regfish M8 a lost order is found: ", "the stub booked no order; the call failed with ")
                .doesNotContain("failure 1", "IndexOutOfBounds", "Exchange[");
        assertThat(run.out().lines().filter(line -> line.contains("org_id: is now required")))
                .as("the change is listed once")
                .hasSize(1);
        assertThat(run.out().strip().lines())
                .last()
                .asString()
                .isEqualTo(
                        "verdict: regfish: Breaking: the client can fail until it is changed (1 breaking change). The"
                                + " new contract does not allow some pacts. With the new contracts, a rule fails or the"
                                + " matrix has a gap. See above.");
        assertThat(run.err()).isEmpty();
        assertThat(report.resolve("matrix.html"))
                .content()
                .as("the page has the changes, and links to itself only")
                .contains("Changes in the new contract", "href=\"#regfish-L")
                .doesNotContainPattern("href=\"[^#]");
        assertThat(report.resolve("TEST-conformance-matrix.xml")).content().contains("<failure");
        assertThat(new ObjectMapper().readTree(report.resolve("matrix.json").toFile()))
                .isNotEmpty();
        JsonNode findings = new ObjectMapper()
                .readTree(report.resolve("conformance.sarif").toFile())
                .at("/runs/0/results");
        assertThat(findings.findValuesAsText("uri"))
                .filteredOn(uri -> uri.endsWith("openapi.yaml"))
                .isNotEmpty()
                .containsOnly(folder + "/regfish/openapi.yaml");
        int line = findings.get(0)
                .at("/locations/0/physicalLocation/region/startLine")
                .intValue();
        assertThat(Files.readAllLines(folder.resolve("regfish/openapi.yaml")).get(line - 1))
                .as("the line of the change")
                .isEqualTo("        org_id:");
        assertThat(run.out()
                        + Files.readString(report.resolve("matrix.html"))
                        + Files.readString(report.resolve("TEST-conformance-matrix.xml")))
                .doesNotContain(" specs/regfish/openapi.yaml");
    }

    /** The text of the one inside this program. */
    private static String contractOf(String reseller) {
        return contentOf(
                ConformanceCommandTest.class.getResource("/dev/certbridge/specs/" + reseller + "/openapi.yaml"),
                StandardCharsets.UTF_8);
    }

    /** Puts one of regfish into a folder. */
    private static void write(Path folder, String contract) throws IOException {
        Files.createDirectories(folder.resolve("regfish"));
        Files.writeString(folder.resolve("regfish/openapi.yaml"), contract);
    }
}
