package dev.certbridge.cli;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that select the folder for files. Each certificate is written to {@code <out>/<reseller>/<name>/}. */
final class OutputOptions {

    /** The file name that stands for standard input or standard output. */
    static final Path STANDARD_STREAM = Path.of("-");

    @Option(
            names = "--out",
            order = 50,
            paramLabel = "DIR",
            description =
                    "Write to DIR/<reseller>/<name>. Default: ${DEFAULT-VALUE}. With -, write only the certificate"
                            + " and its chain (PEM), to standard output.")
    private Path out = Path.of("out");

    @Option(
            names = "--force",
            order = 50,
            description =
                    "Replace existing files; they are moved to replaced-1/, replaced-2/ and so on. Also accept a folder"
                            + " that belongs to another user and that everybody may write to.")
    private boolean force;

    OutputFolder folder(ResellerProvider provider, String name) {
        return OutputFolder.in(out, provider.name(), name);
    }

    /**
     * Throws if the folder of {@code --out} cannot be written to. Commands that do not know the domain names of the
     * certificate call this method.
     */
    void requireWritable() {
        new OutputFolder(out, out).requireSafe(force, "nothing was written");
    }

    /** Returns true if the certificate is written to standard output instead of files. */
    boolean isStandardOutput() {
        return out.equals(STANDARD_STREAM);
    }

    /**
     * Throws if {@code --out -} is used with several resellers or with {@code --json}. Standard output can contain only
     * one certificate and no other text.
     */
    void requireOne(List<ResellerProvider> providers, Output output) {
        if (isStandardOutput() && providers.size() > 1) {
            throw new IllegalArgumentException(
                    "\"--out -\" can write the certificate of only one reseller; name the reseller with --reseller");
        }
        if (isStandardOutput()) {
            output.divertLines();
        }
    }

    boolean force() {
        return force;
    }

    /** {@code --timeout}: limits how long a command waits. */
    static final class Timeout {

        @Option(
                names = "--timeout",
                order = 60,
                paramLabel = "SECONDS",
                description = "Longest wait for each certificate. Default: ${DEFAULT-VALUE}. The order is still valid"
                        + " after the wait.")
        private int seconds = 120;

        /** Sets the timeout. The option {@code --deadline} is the old name of {@code --timeout}. */
        @Option(names = "--deadline", hidden = true)
        void deadline(int value) {
            seconds = value;
        }

        Duration limit() {
            if (seconds < 1) {
                throw new IllegalArgumentException("--timeout must be at least 1 second");
            }
            return Duration.ofSeconds(seconds);
        }
    }
}
