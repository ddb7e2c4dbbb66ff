package dev.certbridge.conformance.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a matrix down: {@code matrix.html} for people, {@code matrix.json} for programs ({@link MatrixJson}) and
 * {@code TEST-conformance-matrix.xml} for CI servers. The page holds the contracts, pacts and rules that its cells link to,
 * so the folder can be kept and read anywhere.
 */
public final class MatrixReport {

    private final Matrix matrix;
    private final List<KitRule> rules;

    private MatrixReport(Matrix matrix, List<KitRule> rules) {
        this.matrix = matrix;
        this.rules = List.copyOf(rules);
    }

    /** A report on a matrix, with every rule of the kit. */
    public static MatrixReport of(Matrix matrix) {
        return of(matrix, KitRule.all());
    }

    static MatrixReport of(Matrix matrix, List<KitRule> rules) {
        return new MatrixReport(matrix, rules);
    }

    /**
     * Writes the three files, over those of an earlier run.
     *
     * @param directory where to; made when it is not there
     * @throws IOException when a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.html"), new MatrixPage(matrix, rules).html());
        Files.writeString(directory.resolve("matrix.json"), MatrixJson.of(matrix));
        Files.writeString(directory.resolve("TEST-conformance-matrix.xml"), MatrixJunit.of(matrix));
    }
}
