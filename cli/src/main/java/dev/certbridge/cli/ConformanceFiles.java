package dev.certbridge.cli;

import dev.certbridge.conformance.matrix.Matrix;
import dev.certbridge.conformance.matrix.MatrixReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a report goes to. */
final class ConformanceFiles {

    private ConformanceFiles() {}

    /**
     * Makes the folder before anything is run for it.
     *
     * @throws IllegalArgumentException when that cannot be, in one line
     */
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make the folder " + folder + " for the report; name another", e);
        }
    }

    static void write(Matrix matrix, Path folder) {
        try {
            MatrixReport.of(matrix).write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + folder + ": " + e.getMessage(), e);
        }
    }
}
