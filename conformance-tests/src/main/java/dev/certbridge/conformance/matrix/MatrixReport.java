package dev.certbridge.conformance.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a matrix down: {@code matrix.html} for people, {@code matrix.json} for programs ({@link MatrixJson}) and
 * {@code TEST-conformance-matrix.xml} for CI servers.
 */
public final class MatrixReport {

    private final Matrix matrix;
    private final List<KitRule> rules;
    private final String base;

    private MatrixReport(Matrix matrix, List<KitRule> rules, String base) {
        this.matrix = matrix;
        this.rules = List.copyOf(rules);
        this.base = base;
    }

    /** A report that names files of the repository without linking to them. */
    public static MatrixReport of(Matrix matrix) {
        return of(matrix, KitRule.all());
    }

    static MatrixReport of(Matrix matrix, List<KitRule> rules) {
        return new MatrixReport(matrix, rules, "");
    }

    /**
     * The same report with links.
     *
     * @param repository where the files of the repository are, seen from the page: a relative path such as
     *     {@code ../../..}, or a URL
     */
    public MatrixReport linkedTo(String repository) {
        return new MatrixReport(matrix, rules, repository.endsWith("/") ? repository : repository + "/");
    }

    /**
     * Writes the three files, over those of an earlier run.
     *
     * @param directory where to; made when it is not there
     * @throws IOException when a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.html"), new MatrixPage(matrix, rules, base).html());
        Files.writeString(directory.resolve("matrix.json"), MatrixJson.of(matrix));
        Files.writeString(directory.resolve("TEST-conformance-matrix.xml"), MatrixJunit.of(matrix));
    }
}
