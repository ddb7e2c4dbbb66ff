package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code certbridge conformance}. {@code .ci/run} runs it as people do; here is what a pipeline relies on. */
class ConformanceCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_contract_that_demands_more_is_told_in_members_pacts_and_rules_and_ends_with_1() throws IOException {
        write(contract("regfish")
                .replace(
                        "required: [sku, common_name, csr, dcv_method]",
                        "required: [sku, common_name, csr, dcv_method, org_id]"));
        Path report = folder.resolve("report");

        Run run = Run.of("conformance", "--spec-dir", folder.toString(), "--report", report.toString());

        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("regfish: 1 breaking")
                .containsPattern("createCertificate.*org_id.*members \\[.*CertificateRequest")
                .containsPattern("certbridge-regfish.json:\\d+ createCertificate \\[\\d+]: .*org_id")
                .containsPattern("(?m)^  regfish M\\d+ .*look at")
                .contains("not conforming: ")
                .doesNotContain("realtime", "Place[");
        assertThat(run.out().strip().lines()).last().asString().startsWith("verdict: these contracts break both");
        assertThat(run.err()).isEmpty();
        assertThat(report.resolve("matrix.html"))
                .content()
                .as("the page has what it links to, the changed contract too")
                .contains(
                        "required: [sku, common_name, csr, dcv_method, org_id]", "href=\"#specs-regfish-openapi.yaml-L")
                .doesNotContainPattern("href=\"[^#]");
        assertThat(report.resolve("TEST-conformance-matrix.xml")).content().contains("<failure");
        assertThat(new ObjectMapper().readTree(report.resolve("matrix.json").toFile()))
                .isNotEmpty();
    }

    @Test
    void a_contract_that_only_says_something_else_breaks_nothing() throws IOException {
        write(contract("regfish").replace("Main host name, fully qualified.", "The name that browsers show."));

        Run run = Run.of("conformance", "--spec-dir", folder.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("regfish: 0 breaking and 0 compatible changes of the contract, 0 pacts broken")
                .containsPattern("conforming: \\d+ rules, \\d+ cases at 1 clients, 0 broken")
                .containsPattern("regfish M14 .*: regfish tells no price");
        assertThat(run.out().strip().lines()).last().isEqualTo("verdict: these contracts break nothing");
    }

    @Test
    void a_folder_without_a_contract_is_a_mistake_of_usage() {
        Run run = Run.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("there is no contract in " + folder, "regfish/openapi.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "swagger: '2.0'", "openapi: 3.0.3", "\tno yaml: ["})
    void a_contract_that_is_none_is_a_mistake_of_usage(String text) throws IOException {
        write(text);

        Run run = Run.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("is not an OpenAPI 3 document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paths: {}", "paths: {/tls/certificate: {summary: nothing yet}}"})
    void a_contract_without_an_operation_is_a_mistake_of_usage(String paths) throws IOException {
        write("openapi: 3.0.3\ninfo: {title: regfish, version: 2.0.0}\n" + paths + "\n");

        Run run = Run.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("regfish/openapi.yaml has no operation, so there is nothing to try");
    }

    @Test
    void a_report_that_cannot_be_written_is_told_before_anything_is_run() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        Run run = Run.of("conformance", "--report", taken.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_reseller_that_is_not_known_is_a_mistake_of_usage() {
        Run run = Run.of("conformance", "--at", "nobody").requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void the_folders_say_which_resellers_are_tried_and_nothing_else_does() throws IOException {
        write(contract("regfish"));

        Run run = Run.of("conformance", "--at", "realtime", "--spec-dir", folder.toString())
                .requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("leave --at out");
    }

    private void write(String contract) throws IOException {
        Files.createDirectories(folder.resolve("regfish"));
        Files.writeString(folder.resolve("regfish/openapi.yaml"), contract);
    }

    private static String contract(String reseller) throws IOException {
        try (InputStream in = ConformanceCommandTest.class.getResourceAsStream(
                "/dev/certbridge/specs/" + reseller + "/openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
