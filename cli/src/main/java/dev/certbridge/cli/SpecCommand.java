package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ChangeLocation;
import dev.certbridge.contract.ContractChange;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge spec}: the group of commands for contracts, the OpenAPI documents of the resellers. */
@Command(
        name = "spec",
        mixinStandardHelpOptions = true,
        description = "Compares the OpenAPI documents of the resellers.",
        subcommands = SpecCommand.DiffCommand.class)
final class SpecCommand {

    /** {@code certbridge spec diff}: shows the effect of a changed contract on callers. */
    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the changes between two contracts, and the generated members that they affect.",
                "Descriptions, examples and x-evidence are not compared. Each contract is one document. References"
                        + " to other"
                        + " documents are refused."
            },
            footer = {
                "",
                "Exit codes:",
                "  0  no breaking change",
                "  1  at least one breaking change",
                "  2  wrong usage, or a document that cannot be read"
            })
    static final class DiffCommand implements Callable<Integer> {

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(
                index = "0",
                paramLabel = "OLD",
                completionCandidates = ResellerOption.Names.class,
                description = "The old contract: a file, or the name of a reseller for its contract in this program:"
                        + " ${COMPLETION-CANDIDATES}.")
        private String before = "";

        @Parameters(index = "1", paramLabel = "NEW", description = "The changed contract, in the same form as OLD.")
        private String after = "";

        @Option(names = "--json", description = "Print JSON. Equal documents give the same bytes.")
        private boolean json;

        @Override
        public Integer call() {
            ContractDocument oldDocument = ContractDocument.named(before);
            ContractDocument newDocument = ContractDocument.named(after);
            ContractDiff diff = ContractDiff.between(oldDocument, newDocument);
            String report =
                    json ? Output.text(json(oldDocument, newDocument, diff)) : text(oldDocument, newDocument, diff);
            CliContext.of(Objects.requireNonNull(spec)).out().println(PrintableText.document(report));
            return diff.breaking() ? 1 : 0;
        }
    }

    /** Returns the difference as text: breaking changes first, grouped by operation, and a verdict at the end. */
    private static String text(ContractDocument before, ContractDocument after, ContractDiff diff) {
        List<String> lines = new ArrayList<>();
        lines.add(before.name() + " -> " + after.name());
        for (Severity severity : Severity.values()) {
            List<ContractChange> changes = diff.changes(severity);
            if (!changes.isEmpty()) {
                lines.add("");
                lines.add(severity + " (" + changes.size() + distinct(diff, severity) + ")");
                operations(changes).forEach((block, operations) -> {
                    lines.add("  " + String.join(", ", operations));
                    lines.addAll(block);
                });
            }
        }
        lines.add("");
        lines.add(verdict(diff));
        return String.join(System.lineSeparator(), lines);
    }

    /** Returns the number of distinct changes as text. Returns an empty text if all changes are distinct. */
    private static String distinct(ContractDiff diff, Severity severity) {
        int distinct = diff.distinct(severity);
        return distinct == diff.changes(severity).size() ? "" : ", " + distinct + " distinct";
    }

    /**
     * Groups operations with equal changes, because one change, such as a change of an error body, may affect many
     * operations.
     */
    private static Map<List<String>, List<String>> operations(List<ContractChange> changes) {
        Map<String, List<ContractChange>> byOperation = changes.stream()
                .collect(Collectors.groupingBy(
                        change -> change.location().operation(), LinkedHashMap::new, Collectors.toList()));
        return byOperation.values().stream()
                .collect(Collectors.groupingBy(
                        SpecCommand::block,
                        LinkedHashMap::new,
                        Collectors.mapping(own -> heading(own.get(0)), Collectors.toList())));
    }

    private static String heading(ContractChange change) {
        String operation = change.location().operation();
        List<String> methods =
                change.members().stream().filter(SpecCommand::isMethod).toList();
        return methods.stream()
                .filter(method -> method.endsWith("." + operation))
                .findFirst()
                .or(() -> methods.stream().findFirst())
                .map(method -> operation + " (" + method + ")")
                .orElse(operation);
    }

    private static List<String> block(List<ContractChange> changes) {
        // A change that occurs at several HTTP statuses is printed as one line.
        Map<String, TreeSet<String>> bodies = new LinkedHashMap<>();
        changes.forEach(change ->
                bodies.computeIfAbsent(line(change), line -> new TreeSet<>()).add(body(change.location())));
        return bodies.entrySet().stream()
                .map(line -> "    " + (String.join(", ", line.getValue()) + " " + line.getKey()).strip())
                .toList();
    }

    private static String body(ChangeLocation place) {
        return place.status().isEmpty() && !place.mediaType().isEmpty() ? "request" : place.status();
    }

    private static String line(ContractChange change) {
        ChangeLocation place = change.location();
        String where = Stream.of(place.parameter(), place.mediaType(), place.field())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        // The heading already contains the method of the client.
        String members = change.members().stream()
                .filter(member -> !isMethod(member) || change.type().name().startsWith("OPERATION_"))
                .collect(Collectors.joining(", "));
        return (where.isEmpty() ? "" : where + ": ")
                + change.sentence()
                + (members.isEmpty() ? "" : "  [" + members + "]");
    }

    private static boolean isMethod(String member) {
        return member.contains("Api.") || member.endsWith("Api");
    }

    private static String verdict(ContractDiff diff) {
        int breaking = diff.changes(Severity.BREAKING).size();
        int compatible = diff.changes(Severity.COMPATIBLE).size();
        if (breaking + compatible == 0) {
            return "No change.";
        }
        return breaking == 0
                ? "Compatible: " + count(compatible) + ", none breaks callers."
                : "Breaking: " + count(breaking) + " of " + (breaking + compatible) + " can break callers"
                        + distinct(diff, Severity.BREAKING) + ".";
    }

    private static String count(int changes) {
        return changes + (changes == 1 ? " change" : " changes");
    }

    /** Returns the difference as JSON. All members are always present. Later versions only add members. */
    private static ObjectNode json(ContractDocument before, ContractDocument after, ContractDiff diff) {
        ObjectNode root = JsonOutput.object()
                .put("old", before.name())
                .put("new", after.name())
                .put("breaking", diff.breaking())
                .put("breakingChanges", diff.changes(Severity.BREAKING).size())
                .put("compatibleChanges", diff.changes(Severity.COMPATIBLE).size())
                .put("distinctBreakingChanges", diff.distinct(Severity.BREAKING))
                .put("distinctCompatibleChanges", diff.distinct(Severity.COMPATIBLE));
        ArrayNode changes = root.putArray("changes");
        TreeSet<String> operations = new TreeSet<>();
        TreeSet<String> members = new TreeSet<>();
        diff.changes().forEach(change -> {
            changes.add(json(change));
            operations.add(change.location().operation());
            members.addAll(change.members());
        });
        JsonOutput.texts(root, "operations", operations);
        JsonOutput.texts(root, "members", members);
        return root;
    }

    private static ObjectNode json(ContractChange change) {
        ChangeLocation place = change.location();
        ObjectNode node = JsonOutput.object()
                .put("severity", JsonOutput.word(change.severity()))
                .put("rule", change.type().id())
                .put("operation", place.operation())
                .put("status", place.status())
                .put("parameter", place.parameter())
                .put("mediaType", place.mediaType())
                .put("field", place.field())
                .put("change", change.sentence());
        JsonOutput.texts(node, "members", change.members());
        return node;
    }
}
