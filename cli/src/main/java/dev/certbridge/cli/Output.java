package dev.certbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command tells what it found: lines for people, or with {@code --json} one document for programs. */
final class Output {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "One JSON document on standard output, and nothing else there.")
    private boolean json;

    /** For people; with {@code --json} it goes nowhere. */
    ProgressReport report() {
        PrintWriter err = surroundings().err();
        return json
                ? new ProgressReport(
                        new PrintWriter(Writer.nullWriter()),
                        record -> err.println(PrintableText.of("publish " + record)))
                : new ProgressReport(surroundings().out());
    }

    PrintWriter err() {
        return surroundings().err();
    }

    /** Tells both ways: the lines now, or the document when the command has ended and closed what it opened. */
    void tell(ObjectNode document, Consumer<ProgressReport> lines) {
        main().tells(document);
        if (!json) {
            lines.accept(report());
        }
    }

    /** The same at once, for a command that does not end by itself. */
    void tellNow(ObjectNode document, Consumer<ProgressReport> lines) {
        if (json) {
            print(surroundings().out(), document);
        } else {
            lines.accept(report());
        }
        if (surroundings().out().checkError()) {
            throw new IllegalStateException("standard output could not be written");
        }
    }

    /** The document only; the lines were told on the way. */
    void tell(ObjectNode document) {
        tell(document, report -> {});
    }

    CliContext surroundings() {
        return main().surroundings();
    }

    private Main main() {
        return (Main) Objects.requireNonNull(command).root().userObject();
    }

    static void print(PrintWriter out, JsonNode document) {
        try {
            // The line feed of every platform is the same one here, so that the bytes are. Within a text, what a
            // terminal
            // would act on is escaped, and the escapes are those of JSON.
            out.println(PrintableText.document(JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(document)
                    .replace("\r\n", "\n")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
