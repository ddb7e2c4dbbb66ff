package dev.certbridge.cli;

import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge spec diff}: what a change of a contract means for callers. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what changed between two contracts, and which generated members are affected.",
            "Texts, examples and evidence are not compared. Each contract is one document: nothing that it refers to"
                    + " outside itself is read."
        },
        footer = {
            "",
            "Exit codes:",
            "  0  no breaking change",
            "  1  at least one breaking change",
            "  2  wrong usage, or a document that cannot be read"
        })
final class SpecDiffCommand implements Callable<Integer> {

    private static final int COMPATIBLE = 0;
    private static final int BREAKING = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "A file, or regfish or realtime for the document inside this program.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The same, after the change.")
    private String after = "";

    @Option(names = "--json", description = "JSON for programs, the same bytes for the same documents.")
    private boolean json;

    @Override
    public Integer call() {
        ContractDocument oldDocument = ContractDocument.named(before);
        ContractDocument newDocument = ContractDocument.named(after);
        ContractDiff diff = ContractDiff.between(oldDocument, newDocument);
        String told = json
                ? DiffJsonReport.of(oldDocument, newDocument, diff)
                : DiffTextReport.of(oldDocument, newDocument, diff);
        CliContext.of(Objects.requireNonNull(spec)).out().println(PrintableText.document(told));
        return diff.breaking() ? BREAKING : COMPATIBLE;
    }
}
