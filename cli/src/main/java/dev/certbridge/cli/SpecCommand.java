package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ChangeLocation;
import dev.certbridge.contract.ChangeSummary;
import dev.certbridge.contract.ContractChange;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge spec}: groups the commands for contracts. A contract is the OpenAPI document of a reseller. */
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
                "Descriptions, examples and x-evidence are not compared. A contract can refer to files below its own"
                        + " folder. References to other files and to addresses are refused."
            },
            footer = {
                "",
                "Exit codes:",
                "  0  the client works as before",
                "  1  a change breaks the client, or adds a part that the client does not handle yet",
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

        @Option(
                names = "--json",
                description = "Print the changes as JSON. The same two documents always give" + " the same JSON.")
        private boolean json;

        @Override
        public Integer call() {
            ContractDocument oldDocument = ContractDocument.named(before);
            ContractDocument newDocument = ContractDocument.named(after);
            ContractDiff diff = ContractDiff.between(oldDocument, newDocument);
            String report =
                    json ? Output.text(json(oldDocument, newDocument, diff)) : text(oldDocument, newDocument, diff);
            CliContext.of(Objects.requireNonNull(spec)).out().println(PrintableText.document(report));
            return diff.needsWork() ? 1 : 0;
        }
    }

    /**
     * Returns the difference as text, grouped by operation. The text begins with the breaking changes and ends with a
     * verdict.
     */
    private static String text(ContractDocument before, ContractDocument after, ContractDiff diff) {
        List<String> lines = new ArrayList<>();
        lines.add(before.name() + " -> " + after.name());
        lines.addAll(ChangeSummary.lines(diff));
        lines.add(ChangeSummary.verdict(diff));
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * Returns the difference as JSON. The JSON object always has all its members. Later versions of this program only
     * add members to the JSON object.
     */
    private static ObjectNode json(ContractDocument before, ContractDocument after, ContractDiff diff) {
        ObjectNode root = JsonOutput.object()
                .put("old", before.name())
                .put("new", after.name())
                .put("breaking", diff.breaking())
                .put("needsWork", diff.needsWork())
                .put("breakingChanges", diff.changes(Severity.BREAKING).size())
                .put("undecidedChanges", diff.changes(Severity.UNDECIDED).size())
                .put("compatibleChanges", diff.changes(Severity.COMPATIBLE).size())
                .put("distinctBreakingChanges", diff.distinct(Severity.BREAKING))
                .put("distinctUndecidedChanges", diff.distinct(Severity.UNDECIDED))
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
                .put("change", change.sentence())
                .put("remedy", change.type().remedy());
        JsonOutput.texts(node, "members", change.members());
        return node;
    }
}
