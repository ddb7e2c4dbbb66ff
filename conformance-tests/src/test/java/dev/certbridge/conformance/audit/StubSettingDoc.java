package dev.certbridge.conformance.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A setting or fault of a stub, as its Javadoc describes it.
 *
 * @param name the name of the constant or the method
 * @param does the effect
 * @param catches the mistake of a client that it catches; empty if the Javadoc names none
 */
record StubSettingDoc(String name, String does, String catches) {

    private static final Path SOURCES =
            Path.of("..", "stub-resellers", "src", "main", "java", "dev", "certbridge", "stub");
    private static final String JAVADOC = "/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*";
    private static final Pattern CONSTANT = Pattern.compile(JAVADOC + "([A-Z][A-Z0-9_]*)(?=[\\s({,;])");
    private static final Pattern VERDICT = Pattern.compile("[;.] (?:[Cc]atches|[Ff]inds) (.*)");

    /** Returns every constant of an enum. */
    static List<StubSettingDoc> constants(String source) throws IOException {
        return matches(source, CONSTANT);
    }

    /** Returns every method that returns the stub. */
    static List<StubSettingDoc> methods(String source, String stub) throws IOException {
        return matches(source, Pattern.compile(JAVADOC + "public " + stub + " (\\w+)\\("));
    }

    private static List<StubSettingDoc> matches(String source, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(SOURCES.resolve(source)))
                .results()
                .map(match -> of(match.group(2), text(match.group(1))))
                .toList();
    }

    private static StubSettingDoc of(String name, String text) {
        var verdict = VERDICT.matcher(text);
        return verdict.find()
                ? new StubSettingDoc(name, text.substring(0, verdict.start()) + ".", verdict.group(1))
                : new StubSettingDoc(name, text, "");
    }

    /** Returns the text of a Javadoc comment as one line, without its tags. */
    private static String text(String javadoc) {
        return javadoc.replaceAll("\\n\\s*\\* ?", " ")
                .replaceAll("\\{@(?:code|value) ([^}]*)}", "`$1`")
                .replaceAll("\\{@link #?([^} ]*)[^}]*}", "`$1`")
                .replaceAll("<p>", "")
                .replaceAll("\\s@(?:return|param|throws)\\b.*", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns a row of a table, under this name. */
    String row(String label) {
        return "| `" + label + "` | " + does.replace("|", "\\|") + " | " + catches.replace("|", "\\|") + " |\n";
    }
}
