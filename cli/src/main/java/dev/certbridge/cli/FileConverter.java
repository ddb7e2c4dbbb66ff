package dev.certbridge.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file or folder; an empty text would silently be the current folder. */
final class FileConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("a file or folder must be named");
        }
        return path(text).orElseThrow(() -> new TypeConversionException("no file or folder can be called that"));
    }

    /** Returns the path of that name, when there can be one. */
    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
