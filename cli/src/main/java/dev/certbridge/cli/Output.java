package dev.certbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the result of a command, either as lines for people or, with {@code --json}, as one document for programs. */
final class Output {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", order = 70, description = "Print one JSON document to standard output, and nothing else.")
    private boolean json;

    /**
     * Returns the report for people. With {@code --json}, the report prints only the DNS records to publish, to
     * standard error.
     */
    ProgressReport report() {
        return json
                ? new ProgressReport(
                        new PrintWriter(Writer.nullWriter()),
                        record -> err().println(PrintableText.of("publish " + record)))
                : new ProgressReport(context().out());
    }

    PrintWriter err() {
        return context().err();
    }

    /** Prints the result. Lines are printed now; the document is printed after the command has closed its resources. */
    void print(ObjectNode document, Consumer<ProgressReport> lines) {
        main().setDocument(document);
        if (!json) {
            lines.accept(report());
        }
    }

    /**
     * Prints a list. The lines for people are one line per item, or a single line if the list is empty. The document
     * has one member with all items.
     */
    <T> void printList(
            String member, List<T> items, Function<T, ObjectNode> json, Function<T, String> line, String none) {
        print(
                JsonOutput.list(member, items.stream().map(json)),
                report -> TextOutput.list(report, items.stream().map(line).toList(), none));
    }

    /** Sets the document to print at the end, for a command that has already printed its lines. */
    void print(ObjectNode document) {
        print(document, report -> {});
    }

    /** Prints the lines or the document now, for a command that runs until it is stopped. */
    void printNow(ObjectNode document, Consumer<ProgressReport> lines) {
        if (json) {
            print(context().out(), document);
        } else {
            lines.accept(report());
        }
        if (context().out().checkError()) {
            throw new IllegalStateException("standard output could not be written");
        }
    }

    CliContext context() {
        return main().context();
    }

    private Main main() {
        return (Main) Objects.requireNonNull(command).root().userObject();
    }

    static void print(PrintWriter out, JsonNode document) {
        out.println(PrintableText.document(text(document)));
    }

    /**
     * Returns the document as text. The line breaks are line feeds, so the text has the same bytes on every platform.
     */
    static String text(JsonNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(document)
                    .replace("\r\n", "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
