package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where files go: {@code <out>/<reseller>/<name>/}. */
final class OutputOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = FileConverter.class,
            description = "Where to write, default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out");

    @Option(
            names = "--force",
            description =
                    "Replace existing files; the old ones move to replaced-1/, -2/ and so on. Also write to a folder of"
                            + " somebody else that everybody may write to.")
    private boolean force;

    OutputFolder folder(Subject subject, String name) {
        return OutputFolder.in(out, subject.name(), name);
    }

    /** Refuses a place that cannot be written to, while it is not known yet below which name. */
    void requireWritable() {
        new OutputSafety(out, out).require(force, "nothing was written");
    }

    boolean force() {
        return force;
    }
}
