package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecDiffCommandTest {

    private static final String OLD = """
            openapi: 3.0.3
            info: {title: things, version: '1'}
            paths:
              /things:
                get:
                  operationId: listThings
                  tags: [Things]
                  responses:
                    '200':
                      description: All.
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Things'}
                    '401':
                      description: No.
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Things'}
                put:
                  operationId: putThing
                  tags: [Things]
                  responses:
                    '204': {description: Stored.}
            components:
              schemas:
                Things:
                  type: object
                  properties:
                    total: {type: integer}
            """;

    @TempDir
    private Path folder;

    private Path old = Path.of("");
    private Path breaking = Path.of("");
    private Path compatible = Path.of("");

    @BeforeEach
    void three_versions() throws IOException {
        old = Files.writeString(folder.resolve("old.yaml"), OLD);
        breaking = Files.writeString(
                folder.resolve("breaking.yaml"),
                OLD.replace("{type: integer}", "{type: integer, nullable: true}")
                        .replace("operationId: putThing", "operationId: putThing\n      deprecated: true"));
        compatible = Files.writeString(
                folder.resolve("compatible.yaml"),
                OLD.replace("operationId: putThing", "operationId: putThing\n      deprecated: true"));
    }

    @Test
    void a_breaking_change_exits_with_1_and_is_listed_first_by_operation_with_its_members() {
        CliRun run = diff(old, breaking).requireExit(1);
        assertThat(run.out().lines().skip(1).collect(Collectors.joining("\n"))).isEqualTo("""
                BREAKING (1, at 2 places)
                  listThings (ThingsApi.listThings)
                    200, 401 application/json total: may now be null  [Things.getTotal]
                      to do: generate the client again, and change the code that reads this part
                COMPATIBLE (1)
                  putThing (ThingsApi.putThing)
                    is now deprecated  [ThingsApi.putThing]
                      to do: nothing
                Breaking: the client can fail until it is changed (1 breaking change, 1 compatible).""");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void only_compatible_changes_end_with_0() {
        assertThat(diff(old, compatible).requireDone().out().strip())
                .endsWith("Compatible: the client works as before (1 compatible change).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_contract_of_this_program_does_not_differ_from_itself(String name) {
        assertThat(diff(name, name).requireDone().out().strip()).endsWith("No change.");
    }

    @Test
    void json_has_stable_names_and_the_same_bytes_every_time() {
        CliRun first = CliRun.of("spec diff --json " + old + " " + breaking).requireExit(1);
        assertThat(CliRun.of("spec diff " + old + " " + breaking + " --json").out())
                .isEqualTo(first.out());

        JsonNode root = first.json();
        CliRun.requireMembers(
                root,
                "old new breaking needsWork breakingChanges undecidedChanges compatibleChanges distinctBreakingChanges"
                        + " distinctUndecidedChanges distinctCompatibleChanges"
                        + " changes operations members");
        assertThat(root.get("breaking").booleanValue()).isTrue();
        assertThat(root.get("breakingChanges").intValue()).isEqualTo(2);
        assertThat(root.get("distinctBreakingChanges").intValue()).isEqualTo(1);
        assertThat(root.get("distinctCompatibleChanges").intValue()).isEqualTo(1);
        assertThat(root.get("members").toString())
                .isEqualTo("[\"Things.getTotal\",\"ThingsApi.listThings\",\"ThingsApi.putThing\"]");
        JsonNode change = root.get("changes").get(0);
        CliRun.requireMembers(change, "severity rule operation status parameter mediaType field change remedy members");
        assertThat(change.get("severity").textValue()).isEqualTo("breaking");
        assertThat(change.get("rule").textValue()).isEqualTo("response-newly-nullable");
        assertThat(change.get("status").textValue()).isEqualTo("200");
        assertThat(change.get("field").textValue()).isEqualTo("total");
    }

    @Test
    void what_cannot_be_read_is_one_line_and_ends_with_2() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "swagger: '2.0'");
        for (CliRun run : List.of(
                diff(old, folder.resolve("gone.yaml")).requireFailed(2, "is neither a file nor the name of a contract"),
                diff(other, old).requireFailed(2, "is not an OpenAPI 3 document"))) {
            assertThat(run.err()).hasLineCount(1);
            assertThat(run.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discriminator: {propertyName: kind, mapping: {a: 'http://127.0.0.1:9/a.yaml'}}",
                "allOf: [{$ref: 'file:///etc/passwd'}]",
                "allOf: [{$ref: '../old.yaml'}]",
                "x-a: &a [x, x, x, x, x, x, x, x, x]\n      x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                        + "      x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                        + "      x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                        + "      x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
                        + "      x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n      x-g: [*f, *f, *f]"
            })
    void what_leads_outside_or_never_ends_is_one_line_and_ends_with_2(String schema) throws IOException {
        Path untrusted = Files.writeString(
                folder.resolve("untrusted.yaml"),
                OLD.replace("      properties:\n", "      " + schema + "\n      properties:\n"));

        CliRun run = diff(old, untrusted).requireFailed(2, "untrusted.yaml");
        assertThat(run.err()).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec diff regfish", "spec diff regfish regfish --xml", "spec", "book"})
    void a_missing_document_or_command_is_wrong_usage(String command) {
        CliRun.of(command.split(" ")).requireFailed(2);
    }

    @Test
    void help_lists_the_command_and_its_own_exit_codes() {
        assertThat(CliRun.of("--help").requireDone().out()).contains("spec");
        assertThat(CliRun.of("spec --help").requireDone().out())
                .contains("diff")
                .doesNotContain("Exit codes");
        assertThat(CliRun.of("spec diff --help").requireDone().out())
                .contains("1  a change breaks the client", "files below its own folder")
                .doesNotContain("ordered", "is one document");
        assertThat(CliRun.of("order --help").requireDone().out()).contains("4  outcome unknown");
    }

    private static CliRun diff(Object before, Object after) {
        return CliRun.of("spec diff " + before + " " + after);
    }
}
