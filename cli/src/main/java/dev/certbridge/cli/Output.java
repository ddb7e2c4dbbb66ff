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

/** Prints the result of a command: lines for people, or with {@code --json} one document for programs. */
final class Output {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", order = 70, description = "Print one JSON document to standard output, and nothing else.")
    private boolean json;

    /** Returns the report for people; with {@code --json} it only prints records to publish, to standard error. */
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

    /** Prints the lines now, or the document when the command has closed what it opened. */
    void print(ObjectNode document, Consumer<ProgressReport> lines) {
        main().setDocument(document);
        if (!json) {
            lines.accept(report());
        }
    }

    /** Prints a list: one line for each item, or one line when it is empty; in JSON one member. */
    <T> void printList(
            String member, List<T> items, Function<T, ObjectNode> json, Function<T, String> line, String none) {
        print(
                JsonOutput.list(member, items.stream().map(json)),
                report -> TextOutput.list(report, items.stream().map(line).toList(), none));
    }

    /** Prints the document at the end, when the lines were printed on the way. */
    void print(ObjectNode document) {
        print(document, report -> {});
    }

    /** Prints lines or document now, for a command that does not end by itself. */
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

    /** Returns the document as text, with the same line feeds and so the same bytes on every platform. */
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
