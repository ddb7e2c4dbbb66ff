package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code certbridge conformance}. {@code .ci/run} runs it as people do; here is what a pipeline relies on. What a contract
 * breaks is told in {@link BrokenByContractTest}.
 */
class ConformanceCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_contract_that_only_says_something_else_breaks_nothing() throws IOException {
        Contracts.write(
                folder,
                Contracts.of("regfish").replace("Main host name, fully qualified.", "The name that browsers show."));

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("regfish: 0 breaking and 0 compatible changes of the contract, 0 pacts broken")
                .containsPattern("conforming: \\d+ rules, \\d+ cases at 1 clients, 0 failed")
                .containsPattern("regfish M14 .*: regfish tells no price");
        assertThat(run.out().strip().lines()).last().isEqualTo("verdict: these contracts break nothing");
    }

    @Test
    void a_folder_without_a_contract_is_a_mistake_of_usage() {
        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("there is no contract in " + folder, "regfish/openapi.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "swagger: '2.0'", "openapi: 3.0.3", "\tno yaml: ["})
    void a_contract_that_is_none_is_a_mistake_of_usage(String text) throws IOException {
        Contracts.write(folder, text);

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("is not an OpenAPI 3 document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paths: {}", "paths: {/tls/certificate: {summary: nothing yet}}"})
    void a_contract_without_an_operation_is_a_mistake_of_usage(String paths) throws IOException {
        Contracts.write(folder, "openapi: 3.0.3\ninfo: {title: regfish, version: 2.0.0}\n" + paths + "\n");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("regfish/openapi.yaml has no operation; put the whole contract there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9/a.yaml", "../../outside.yaml", "file:///etc/passwd"})
    void a_contract_that_leads_outside_is_a_mistake_of_usage(String reference) throws IOException {
        Contracts.write(
                folder,
                "openapi: 3.0.3\ninfo: {title: regfish, version: 2.0.0}\npaths: {/tls/certificate: {$ref: '" + reference
                        + "'}}\n");

        CliRun run = CliRun.of("conformance", "--spec-dir", folder.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(reference, "join its files to one document first");
    }

    @Test
    void a_report_that_cannot_be_written_is_told_before_anything_is_run() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        CliRun run = CliRun.of("conformance", "--report", taken.toString()).requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_reseller_that_is_not_known_is_a_mistake_of_usage() {
        CliRun run = CliRun.of("conformance", "--reseller", "nobody").requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void the_folders_say_which_resellers_are_tried_and_nothing_else_does() throws IOException {
        Contracts.write(folder, Contracts.of("regfish"));

        CliRun run = CliRun.of("conformance", "--reseller", "realtime", "--spec-dir", folder.toString())
                .requireOneLine();

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--reseller cannot be used with --spec-dir");
    }
}
