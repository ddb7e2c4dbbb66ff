package dev.certbridge.cli;

import java.nio.file.Path;

/** A mistake in a file of {@code certbridge keep}. The message starts with the file and the line. */
final class KeepFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param line the number of the line in the file, starting at 1
     */
    KeepFileException(Path file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
