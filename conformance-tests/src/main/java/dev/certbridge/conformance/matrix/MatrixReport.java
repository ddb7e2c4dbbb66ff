package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.rule.RuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a matrix to {@code matrix.html} for people, {@code matrix.json} for programs ({@link MatrixJson}) and {@code
 * TEST-conformance-matrix.xml} for CI servers. The page contains the contracts, pacts and rules that its cells link to,
 * so it can be read without the repository.
 */
public final class MatrixReport {

    private final Matrix matrix;
    private final List<KitRule> rules;

    /**
     * A rule of the kit, as the page shows it.
     *
     * @param number the number of the rule, such as {@code M3}
     * @param sentence the title of the rule
     * @param method the interface and method that test the rule
     */
    record KitRule(String number, String sentence, String method) {}

    private MatrixReport(Matrix matrix, List<KitRule> rules) {
        this.matrix = matrix;
        this.rules = rules;
    }

    /** Returns a report on a matrix with all rules of the kit. */
    public static MatrixReport of(Matrix matrix) {
        return of(
                matrix,
                RuleDefinition.all().stream()
                        .map(rule -> new KitRule(
                                rule.number(),
                                rule.title(),
                                rule.method().getDeclaringClass().getSimpleName()
                                        + "."
                                        + rule.method().getName()))
                        .toList());
    }

    static MatrixReport of(Matrix matrix, List<KitRule> rules) {
        return new MatrixReport(matrix, rules);
    }

    /**
     * Writes the three files and replaces those of an earlier run.
     *
     * @param directory the directory, which is created if needed
     * @throws IOException if a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.html"), new MatrixPage(matrix, rules).html());
        Files.writeString(directory.resolve("matrix.json"), MatrixJson.of(matrix));
        Files.writeString(directory.resolve("TEST-conformance-matrix.xml"), MatrixJunit.of(matrix));
    }

    /** Returns the text with a replacement character for each character that XML 1.0 does not allow. */
    static String printable(CharSequence text) {
        return text.toString().replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\ufffd");
    }
}
