package dev.certbridge.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge completion}: prints the script that completes words in a shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that completes commands, options and their values in a shell.",
            "Load the script in ~/.bashrc or ~/.zshrc: source <(certbridge completion bash)"
        },
        footer = "  certbridge completion bash")
final class CompletionCommand implements Callable<Integer> {

    /** The shells with a completion script. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}; both have the same script.")
    private @Nullable Shell shell;

    @Override
    public Integer call() {
        // Each shell recognizes itself in the script.
        CommandLine root = Objects.requireNonNull(command).root().commandLine();
        root.getOut().print(AutoComplete.bash(root.getCommandName(), root));
        root.getOut().flush();
        return ExitCode.DONE.code();
    }

    /** {@code certbridge man-page}: prints the manual page, which contains the help of all commands. */
    @Command(
            name = "man-page",
            mixinStandardHelpOptions = true,
            hidden = true,
            description = "Prints the manual page, certbridge(1).",
            footer = "  certbridge man-page")
    static final class ManPageCommand implements Callable<Integer> {

        /**
         * The width of the help in columns. The manual page is 80 columns wide, including the indentation of the help.
         */
        private static final int WIDTH = 72;

        @Spec
        private @Nullable CommandSpec command;

        @Override
        public Integer call() {
            CommandLine root = Objects.requireNonNull(command).root().commandLine();
            PrintWriter out = root.getOut();
            out.println(".TH CERTBRIDGE 1 \"\" \"\" \"certbridge manual\"");
            out.println(".SH NAME");
            out.println("certbridge \\- order, renew, replace and revoke TLS certificates at resellers");
            print("", root, out);
            out.flush();
            return ExitCode.DONE.code();
        }

        private static void print(String prefix, CommandLine line, PrintWriter out) {
            String name = prefix + line.getCommandName();
            line.setUsageHelpWidth(WIDTH);
            out.println(".SH " + name);
            out.println(".nf");
            line.getUsageMessage(Ansi.OFF).lines().map(ManPageCommand::escaped).forEach(out::println);
            out.println(".fi");
            line.getSubcommands().values().stream()
                    .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                    .forEach(each -> print(name + " ", each, out));
        }

        /** Escapes a line of text for roff. In roff, a dot at the beginning of a line starts a formatting command. */
        private static String escaped(String text) {
            String escaped = text.replace("\\", "\\e").replace("-", "\\-");
            return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
        }
    }
}
