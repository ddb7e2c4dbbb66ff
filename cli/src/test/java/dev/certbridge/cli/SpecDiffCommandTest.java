package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
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
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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
        assertThat(run("spec", "diff", old.toString(), breaking.toString())).isEqualTo(1);
        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "",
                        "BREAKING (2, 1 distinct)",
                        "  listThings (ThingsApi.listThings)",
                        "    200, 401 application/json total: may now be null  [Things.getTotal]",
                        "",
                        "COMPATIBLE (1)",
                        "  putThing (ThingsApi.putThing)",
                        "    is now deprecated  [ThingsApi.putThing]",
                        "",
                        "Breaking: 2 changes of 3 can break callers, 1 distinct.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void only_compatible_changes_end_with_0() {
        assertThat(run("spec", "diff", old.toString(), compatible.toString())).isZero();
        assertThat(out.toString().strip()).endsWith("Compatible: 1 change, none breaks callers.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_contract_of_this_program_does_not_differ_from_itself(String name) {
        assertThat(run("spec", "diff", name, name)).isZero();
        assertThat(out.toString().strip()).endsWith("No change.");
    }

    @Test
    void json_has_stable_names_and_the_same_bytes_every_time() throws IOException {
        assertThat(run("spec", "diff", "--json", old.toString(), breaking.toString()))
                .isEqualTo(1);
        String first = out.toString();
        out.getBuffer().setLength(0);
        run("spec", "diff", old.toString(), breaking.toString(), "--json");
        assertThat(out.toString()).isEqualTo(first);

        JsonNode root = new ObjectMapper().readTree(first);
        CliRun.requireMembers(
                root,
                "old new breaking breakingChanges compatibleChanges distinctBreakingChanges distinctCompatibleChanges changes operations members");
        assertThat(root.get("breaking").booleanValue()).isTrue();
        assertThat(root.get("breakingChanges").intValue()).isEqualTo(2);
        assertThat(root.get("distinctBreakingChanges").intValue()).isEqualTo(1);
        assertThat(root.get("distinctCompatibleChanges").intValue()).isEqualTo(1);
        assertThat(root.get("members").toString())
                .isEqualTo("[\"Things.getTotal\",\"ThingsApi.listThings\",\"ThingsApi.putThing\"]");
        JsonNode change = root.get("changes").get(0);
        CliRun.requireMembers(change, "severity rule operation status parameter mediaType field change members");
        assertThat(change.get("severity").textValue()).isEqualTo("breaking");
        assertThat(change.get("rule").textValue()).isEqualTo("response-newly-nullable");
        assertThat(change.get("status").textValue()).isEqualTo("200");
        assertThat(change.get("field").textValue()).isEqualTo("total");
    }

    @Test
    void what_cannot_be_read_is_one_line_and_ends_with_2() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "swagger: '2.0'");
        assertThat(run(
                        "spec",
                        "diff",
                        old.toString(),
                        folder.resolve("gone.yaml").toString()))
                .isEqualTo(2);
        assertThat(run("spec", "diff", other.toString(), old.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("certbridge: "));
        assertThat(err.toString()).contains("there is no file").contains("is not an OpenAPI 3 document");
        assertThat(out.toString()).isEmpty();
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

        assertThat(run("spec", "diff", old.toString(), untrusted.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("untrusted.yaml");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_missing_document_is_wrong_usage() {
        assertThat(run("spec", "diff", old.toString())).isEqualTo(2);
        assertThat(run("spec", "diff", old.toString(), old.toString(), "--xml")).isEqualTo(2);
        assertThat(run("spec")).isEqualTo(2);
    }

    @Test
    void help_lists_the_command_and_its_own_exit_codes() {
        assertThat(Stream.of(help(), help("spec")))
                .allSatisfy(text -> assertThat(text).doesNotContain("Exit codes"));
        assertThat(help()).contains("spec");
        assertThat(help("spec")).contains("diff");
        assertThat(help("spec", "diff"))
                .contains("1  at least one breaking change")
                .doesNotContain("ordered");
        assertThat(help("order")).contains("4  outcome unknown");
    }

    private String help(String... command) {
        out.getBuffer().setLength(0);
        assertThat(run(Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new)))
                .isZero();
        return out.toString();
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), arguments);
    }
}
