package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares each contract with {@code accepted.json}, the contract without prose that clients, stubs and rules were last
 * adapted to. A change that needs work fails the build with the words of {@code spec diff}, until a person accepts it.
 */
class AcceptedContractAudit {

    private static final String UPDATE = "accepted.update";
    private static final String HOW =
            "when clients, stub, pacts and rules fit the contract: mvn -pl contract -am test -D" + UPDATE
                    + "=true -Dtest=AcceptedContractAudit -Dsurefire.failIfNoSpecifiedTests=false";

    private static final Path SPECS = Path.of("..", "specs");
    private static final Set<String> PROSE = Set.of(
            "description", "summary", "example", "examples", "externalDocs", "servers", "x-evidence", "x-source");

    /** The keywords whose members have names that are free, such as the names of properties. */
    private static final Set<String> NAMED =
            Set.of("properties", "schemas", "responses", "parameters", "headers", "mapping", "x-outcome");

    static List<String> providers() throws IOException {
        try (Stream<Path> folders = Files.list(SPECS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("openapi.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_change_that_needs_work_is_accepted_by_a_person(String provider) throws IOException {
        Path accepted = SPECS.resolve(provider).resolve("accepted.json");
        ContractDocument contract = ContractDocument.named(
                SPECS.resolve(provider).resolve("openapi.yaml").toString());
        if (Boolean.getBoolean(UPDATE)) {
            JsonNode tree = contract.tree();
            removeProse(tree, false);
            Files.writeString(accepted, lines(tree, 3) + "\n");
        }
        assertThat(accepted).as(HOW).exists();
        requireNoWork(accepted, contract);
    }

    /** The build fails for the same contracts as the comparison and the kit, and with the same reason. */
    @ParameterizedTest
    @MethodSource("dev.certbridge.contract.ChangedContract#all")
    void the_build_has_the_verdict_of_the_comparison(ChangedContract changed, @TempDir Path folder) throws IOException {
        Path accepted = SPECS.resolve("regfish").resolve("accepted.json");
        ContractDocument contract = ContractDocument.named(changed.write(folder).toString());

        if (changed.needsWork()) {
            assertThatThrownBy(() -> requireNoWork(accepted, contract))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(changed.change());
        } else {
            requireNoWork(accepted, contract);
        }
    }

    private static void requireNoWork(Path accepted, ContractDocument contract) {
        ContractDiff diff = ContractDiff.between(ContractDocument.named(accepted.toString()), contract);
        assertThat(diff.needsWork())
                .withFailMessage(() -> Stream.of(ChangeSummary.lines(diff), List.of(ChangeSummary.verdict(diff), HOW))
                        .flatMap(List::stream)
                        .collect(Collectors.joining("\n")))
                .isFalse();
    }

    /** Returns JSON with a line for each operation and component, so that git shows which one changed. */
    private static String lines(JsonNode node, int levels) {
        return levels == 0 || !node.isObject()
                ? node.toString()
                : node.properties().stream()
                        .map(entry -> TextNode.valueOf(entry.getKey()) + ":" + lines(entry.getValue(), levels - 1))
                        .collect(Collectors.joining(",\n", "{\n", "}"));
    }

    private static void removeProse(JsonNode node, boolean named) {
        if (!named && node instanceof ObjectNode object) {
            object.remove(PROSE);
        }
        node.properties().forEach(entry -> removeProse(entry.getValue(), !named && NAMED.contains(entry.getKey())));
        if (node.isArray()) {
            node.forEach(element -> removeProse(element, false));
        }
    }
}
