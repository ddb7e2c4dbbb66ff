package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.contract.ChangedContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The comparison and the kit give one answer to each changed contract, with one exit code and one reason.
 * {@code ChangedContractBuildTest} of the generator compiles the same contracts.
 */
class ChangedContractVerdictTest {

    private static final Path GUIDE = Path.of("..", "docs", "changing-a-contract.md");
    private static final Path SHAPES = Path.of("..", "contract", "src", "test", "resources")
            .resolve(Path.of("dev", "certbridge", "contract", "shapes"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.certbridge.contract.ChangedContract#all")
    void the_comparison_and_the_kit_agree(ChangedContract changed) throws IOException {
        Path contract = changed.write(folder.resolve("regfish"));
        Path report = folder.resolve("report");
        int exit = changed.needsWork() ? 1 : 0;

        CliRun diff = CliRun.of("spec", "diff", "regfish", contract.toString()).requireExit(exit);
        CliRun kit = CliRun.of("conformance", "--spec-dir", folder.toString(), "--report", report.toString())
                .requireExit(exit);

        List<String> changes = diff.out().strip().lines().skip(1).toList();
        List<String> lines = kit.out().lines().skip(2).toList();
        assertThat(lines.get(0)).startsWith("Changes in the new contract, regfish ");
        assertThat(String.join("\n", lines))
                .startsWith(lines.get(0) + "\n"
                        + changes.stream()
                                .limit(changes.size() - 1L)
                                .map(line -> "  " + line + "\n")
                                .collect(Collectors.joining()))
                .contains("\n  " + changes.get(changes.size() - 1));
        String change = changed.change().isEmpty() ? "No change." : changed.change();
        assertThat(Stream.concat(changes.stream(), kit.out().lines()).filter(line -> line.contains(change)))
                .as("each tells the reason once")
                .hasSize(2);
        assertThat(kit.out().strip().lines())
                .last()
                .asString()
                .startsWith(exit == 0 ? "verdict: the new contracts break nothing" : "verdict: regfish: ");
        requireReport(report, changed);
    }

    private static void requireReport(Path report, ChangedContract changed) throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(report.resolve("matrix.json").toFile())
                .get("newContracts")
                .get(0);
        assertThat(json.get("needsWork").booleanValue()).isEqualTo(changed.needsWork());
        assertThat(json.get("changes"))
                .hasSize(changed.change().isEmpty() ? 0 : 1)
                .allSatisfy(change -> {
                    assertThat(change.get("change").textValue()).isEqualTo(changed.change());
                    assertThat(change.get("severity").textValue())
                            .isEqualTo(changed.severity().toLowerCase(Locale.ROOT));
                });
        assertThat(report.resolve("matrix.html")).content().contains("Changes in the new contract");
        assertThat(report.resolve("TEST-conformance-matrix.xml"))
                .content()
                .contains(changed.change().isEmpty() ? "failures=\"0\"" : changed.change());
    }

    @Test
    void the_guide_has_the_table_of_changes() throws IOException {
        String rows = ChangedContract.all().stream()
                .map(changed ->
                        "| " + changed.name() + " | " + changed.severity().toLowerCase(Locale.ROOT) + " | "
                                + (changed.needsWork() ? 1 : 0) + " | "
                                + (changed.change().isEmpty() ? "none" : changed.change()) + " | "
                                + (changed.compiles() ? "yes" : "no") + " |\n")
                .collect(Collectors.joining());
        assertThat(GUIDE).content().contains(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"petstore", "acme", "dns", "payments", "cloud"})
    void a_contract_of_another_form_is_compared_and_does_not_run_the_rules(String shape) throws IOException {
        Path contract = SHAPES.resolve(shape).resolve("openapi.yaml");
        CliRun.of("spec", "diff", contract.toString(), contract.toString()).requireExit(0);
        copy(SHAPES.resolve(shape), folder.resolve("regfish"));

        CliRun diff = CliRun.of("spec", "diff", "regfish", contract.toString()).requireExit(1);
        CliRun kit = CliRun.of("conformance", "--spec-dir", folder.toString()).requireExit(1);

        assertThat(diff.out()).contains("POST /tls/certificate was removed");
        assertThat(kit.out())
                .contains("POST /tls/certificate was removed")
                .doesNotContain("Exception", "rules with the new contracts")
                .contains("The rules cannot run: the new contract has no operation ");
        assertThat(kit.err()).isEmpty();
    }

    @Test
    void a_keyword_that_cannot_be_compared_is_refused_by_both_in_the_same_line() throws IOException {
        ChangedContract any = ChangedContract.all().get(0);
        Path contract = any.write(folder.resolve("regfish"));
        Files.writeString(contract, any.text().replace("cost_center: {type: string}", "cost_center: {not: {}}"));

        for (CliRun run : List.of(
                CliRun.of("spec", "diff", "regfish", contract.toString()),
                CliRun.of("conformance", "--spec-dir", folder.toString()))) {
            run.requireFailed(
                    2, "uses not at #/components/schemas/Certificate/properties/cost_center, which certbridge");
            assertThat(run.err()).hasLineCount(1);
            assertThat(run.out()).isEmpty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
