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

/** {@code certbridge spec}: the group of commands for contracts, the OpenAPI documents of the resellers. */
@Command(
        name = "spec",
        mixinStandardHelpOptions = true,
        description = "Works on the OpenAPI documents of the resellers.",
        subcommands = SpecCommand.Diff.class)
final class SpecCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return BookCommand.usage(Objects.requireNonNull(spec));
    }

    /** {@code certbridge spec diff}: shows the effect of a changed contract on callers. */
    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the changes between two contracts, and the generated members that they affect.",
                "Texts, examples and evidence are not compared. Each contract is one document; documents that it refers to"
                        + " are not read."
            },
            footer = {
                "",
                "Exit codes:",
                "  0  no breaking change",
                "  1  at least one breaking change",
                "  2  wrong usage, or a document that cannot be read"
            })
    static final class Diff implements Callable<Integer> {

        private static final int COMPATIBLE = 0;
        private static final int BREAKING = 1;

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(
                index = "0",
                paramLabel = "OLD",
                completionCandidates = ResellerOption.Names.class,
                description = "A file, or the name of a reseller for its contract in this program:"
                        + " ${COMPLETION-CANDIDATES}.")
        private String before = "";

        @Parameters(index = "1", paramLabel = "NEW", description = "The contract after the change, given as OLD.")
        private String after = "";

        @Option(names = "--json", description = "Print JSON, the same bytes for the same documents.")
        private boolean json;

        @Override
        public Integer call() {
            ContractDocument oldDocument = ContractDocument.named(before);
            ContractDocument newDocument = ContractDocument.named(after);
            ContractDiff diff = ContractDiff.between(oldDocument, newDocument);
            String report = json
                    ? Output.text(DiffReport.json(oldDocument, newDocument, diff))
                    : DiffReport.text(oldDocument, newDocument, diff);
            CliContext.of(Objects.requireNonNull(spec)).out().println(PrintableText.document(report));
            return diff.breaking() ? BREAKING : COMPATIBLE;
        }
    }
}
