package dev.certbridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.transport.PackedEntries;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints the result of a command as text for people. With {@code --json}, prints the result as one JSON document for
 * programs.
 */
final class Output {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--json",
            order = 70,
            description = "Print the result as one JSON document, and nothing else, to standard output.")
    private boolean json;

    private boolean diverted;

    /** Reserves standard output for a certificate. After this call, text for people is printed to standard error. */
    void divertLines() {
        if (json) {
            throw new IllegalArgumentException("--out - and --json both write to standard output; give one of them");
        }
        diverted = true;
    }

    /**
     * Returns a report that prints text for people. With {@code --json}, the report prints only the DNS records to
     * publish, and uses standard error.
     */
    ProgressReport report() {
        return json
                ? new ProgressReport(
                        new PrintWriter(Writer.nullWriter()),
                        Terminal.none(),
                        record -> err().println(PrintableText.of("publish " + record)))
                : new ProgressReport(
                        diverted ? err() : context().out(), context().terminal(), record -> {});
    }

    /** Returns true if the result is printed as one JSON document for programs. */
    boolean isJson() {
        return json;
    }

    /** Returns a writer for text for people. With {@code --json}, the writer discards the text. */
    PrintWriter lines() {
        return json ? new PrintWriter(Writer.nullWriter()) : context().out();
    }

    PrintWriter err() {
        return context().err();
    }

    /**
     * Prints the result. Text for people is printed immediately. The JSON document is printed after the command has
     * closed its resources.
     */
    void print(ObjectNode document, Consumer<ProgressReport> lines) {
        main().setDocument(document);
        if (!json) {
            lines.accept(report());
        }
    }

    /**
     * Prints a list, as one JSON document or as one line for each item. Prints the parameter {@code none} if the list
     * is empty.
     */
    void printList(String member, List<ObjectNode> items, List<String> lines, String none) {
        main().setDocument(JsonOutput.list(member, items.stream()));
        if (!json) {
            printLines(lines.iterator(), none);
        }
    }

    /**
     * Prints a list of any length. The lines are kept compressed in memory until all items are read, and then printed.
     */
    <T> void printList(
            String member, Stream<T> items, Function<T, ObjectNode> asJson, Function<T, String> asLine, String none) {
        if (json) {
            main().setDocument(JsonOutput.list(member, items.map(asJson)));
            return;
        }
        PackedEntries<String> lines = new PackedEntries<>(String.class);
        items.map(asLine).forEach(lines::add);
        printLines(lines, none);
    }

    private void printLines(Iterator<String> lines, String none) {
        ProgressReport report = report();
        if (!lines.hasNext()) {
            report.item(none);
        }
        boolean shortened = false;
        while (lines.hasNext()) {
            String line = lines.next();
            String fitting = context().terminal().fit(line);
            shortened |= !fitting.equals(line);
            report.item(fitting);
        }
        if (shortened) {
            err().println("Ids are shortened to the width of the terminal. To see complete ids, use --json or a"
                    + " pipe.");
        }
    }

    /** Prints the lines or the JSON document immediately. Commands that run until they are stopped call this method. */
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

    /** Prints a certificate and its chain to standard output. */
    void printChain(IssuedCertificate issued) {
        context().out().print(issued.fullChainPem());
        context().out().flush();
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

    /** Returns a JSON document as text. Each line break is a line feed, on every platform. */
    static String text(JsonNode document) {
        return document.toPrettyString().replace("\r\n", "\n");
    }
}
