package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Tests of the JSON Schemas for {@code --json}. The other tests of commands check each of their documents with them.
 */
class DocumentSchemasTest {

    @Test
    void there_is_one_schema_for_each_command_that_prints_json() {
        TreeSet<String> printing = new TreeSet<>();
        collect("", CliRun.commandLine(), printing);
        assertThat(DocumentSchemas.commands()).containsExactlyElementsOf(printing);
    }

    @Test
    void missing_wrong_and_unlisted_members_are_found() {
        String right = "{\"id\":\"x\",\"accepted\":true}";
        assertThat(DocumentSchemas.problems(right, "cancel")).isEmpty();
        for (String wrong : new String[] {
            "{\"id\":\"x\"}",
            "{\"id\":1,\"accepted\":true}",
            "{\"id\":\"x\",\"accepted\":true,\"more\":null}",
            "[]",
            "{\"error\":\"x\",\"failure\":null,\"id\":null}"
        }) {
            assertThat(DocumentSchemas.problems(wrong, "cancel")).as(wrong).isNotEmpty();
        }
    }

    @Test
    void a_document_of_another_command_is_found() {
        String products = CliRun.of("products", "--json").requireDone().out();
        assertThat(DocumentSchemas.problems(products, "products")).isEmpty();
        assertThat(DocumentSchemas.problems(products, "orders")).isNotEmpty();
    }

    private static void collect(String prefix, CommandLine line, TreeSet<String> printing) {
        for (Map.Entry<String, CommandLine> each : line.getSubcommands().entrySet()) {
            String name = prefix + each.getKey();
            if (each.getValue().getCommandSpec().findOption("--json") != null) {
                printing.add(name);
            }
            collect(name + "-", each.getValue(), printing);
        }
    }
}
