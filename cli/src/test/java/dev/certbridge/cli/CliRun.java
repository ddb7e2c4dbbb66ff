package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.reseller.ConnectOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One run of the command line inside this process.
 *
 * @param exit the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CliRun(int exit, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs without a home folder, so that no test uses a book of its user. A single argument is split at blanks. */
    static CliRun of(String... arguments) {
        return in(Map.of("HOME", "/nonexistent"), arguments);
    }

    /** Runs with these environment variables and no others. A single argument is split at blanks. */
    static CliRun in(Map<String, String> environment, String... arguments) {
        return in(environment, new SimulatedClock(), arguments.length == 1 ? arguments[0].split(" ") : arguments);
    }

    /** Runs with this text on standard input, and without a home folder. */
    static CliRun piped(String in, String... arguments) {
        byte[] bytes = in.getBytes(StandardCharsets.US_ASCII);
        return in(
                Map.of("HOME", "/nonexistent"),
                new SimulatedClock(),
                new Terminal(new ByteArrayInputStream(bytes), false, () -> 0),
                arguments);
    }

    /** Runs on a terminal of this width. */
    static CliRun onTerminal(int columns, String... arguments) {
        return in(
                Map.of("HOME", "/nonexistent"),
                new SimulatedClock(),
                new Terminal(InputStream.nullInputStream(), true, () -> columns),
                arguments);
    }

    /** Runs with this clock. */
    static CliRun in(Map<String, String> environment, SimulatedClock time, String... arguments) {
        return in(environment, time, Terminal.none(), arguments);
    }

    private static CliRun in(
            Map<String, String> environment, SimulatedClock time, Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(
                new CliContext(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        environment,
                        ConnectOptions.builder().time(time, time).build(),
                        terminal),
                arguments);
        DocumentSchemas.require(out.toString(), arguments);
        return new CliRun(exit, out.toString(), err.toString());
    }

    /** The command line for these arguments; without arguments, it has all its commands. */
    static CommandLine commandLine(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main main = new Main(new CliContext(nowhere, nowhere, Map.of(), ConnectOptions.defaults()));
        return Main.commandLine(main, nowhere, arguments);
    }

    /** {@code certbridge order}, and arguments after these. */
    static CliRun order(List<String> first, String... more) {
        return of(Stream.of(Stream.of("order"), first.stream(), Arrays.stream(more))
                .flatMap(arguments -> arguments)
                .toArray(String[]::new));
    }

    /** Fails unless exactly one line says what is wrong, and where to read on if it was about the usage itself. */
    CliRun requireOneLine() {
        List<String> lines = err.lines().toList();
        assertThat(lines).as(err).hasSizeBetween(1, 2);
        assertThat(lines.get(0)).startsWith("certbridge: ");
        assertThat(lines.stream().skip(1)).allMatch(line -> line.matches("See: certbridge( [a-z]+){0,2} --help"));
        // Realtime Register calls its own error types exceptions; ours must not show.
        assertThat((out + err).replaceAll("\\b400 [A-Za-z]+Exception\\b", ""))
                .doesNotContain("Exception", "java.", "\tat ", "null");
        return this;
    }

    /** Fails unless the run ended with this exit code and one line that contains these texts. */
    CliRun requireFailed(int code, String... texts) {
        requireOneLine();
        assertThat(exit).as(err).isEqualTo(code);
        assertThat(err).contains(texts.length == 0 ? new String[] {""} : texts);
        return this;
    }

    /** Fails unless the run ended with this exit code. */
    CliRun requireExit(int code) {
        assertThat(exit).as(err).isEqualTo(code);
        return this;
    }

    /** Fails unless each reseller said what is wrong in one line. */
    CliRun requireOneLineEach() {
        assertThat(err.lines()).as(err).hasSizeBetween(1, 2).allMatch(line -> line.startsWith("certbridge: "));
        assertThat(out + err).doesNotContain("Exception", "\tat ");
        return this;
    }

    /** The one document on standard output; fails when there is anything else. */
    JsonNode json() {
        try (JsonParser parser = JSON.createParser(out)) {
            JsonNode document = JSON.readTree(parser);
            assertThat(parser.nextToken()).as(out).isNull();
            assertThat(document.isObject()).as(out).isTrue();
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(out, e);
        }
    }

    /** Fails unless a document has exactly these members, separated by blanks, in this order. */
    static void requireMembers(JsonNode document, String names) {
        assertThat(document.fieldNames()).toIterable().containsExactly(names.split(" "));
    }

    /** Fails unless it went well. */
    CliRun requireDone() {
        assertThat(exit).as(err).isZero();
        return this;
    }

    /** The result of the first order in the document. */
    JsonNode result() {
        return json().get("results").get(0);
    }

    /** The first text behind a label. */
    String value(String label) {
        return values(label).get(0);
    }

    /** The text behind a label, of every reseller. */
    List<String> values(String label) {
        return out.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .toList();
    }
}
