package dev.certbridge.reseller.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder for what a book could not commit: one file each, there whole and on the disk, or not there. */
final class RescueFolder {

    private static final String LEFT = ".rescue";
    private static final String APPLIED = ".applied";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Clock clock;

    /**
     * The folder, tried out.
     *
     * @throws IllegalArgumentException nothing can be written there
     */
    RescueFolder(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.clock = clock;
        try {
            Files.delete(create());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the order book needs an existing folder that it can write to, for what it cannot commit; "
                            + this.folder + " is none",
                    e);
        }
    }

    /**
     * Writes a file and gives its path once it is on the disk. Throws {@link UncheckedIOException}.
     *
     * @param about how its name begins
     * @param unique how its name ends, of which a few characters are taken
     */
    Path keep(String about, String unique, String text) {
        String end = unique.substring(0, Math.min(8, unique.length()));
        String name = about + "-" + TIME.format(clock.instant()) + "-" + end + LEFT;
        return Uninterrupted.call(() -> {
            try {
                return write(name, text);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
            }
        });
    }

    /**
     * Offers every file that is left, and renames those that were taken; the others are about another book.
     *
     * @throws IllegalStateException a file cannot be read or renamed
     */
    void applyTo(Predicate<String> book) {
        for (Path file : left()) {
            try {
                if (book.test(Files.readString(file, UTF_8))) {
                    String name = file.getFileName().toString();
                    Files.move(
                            file,
                            file.resolveSibling(name.substring(0, name.length() - LEFT.length()) + APPLIED),
                            StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (NoSuchFileException e) {
                // Another host opened the same book and was faster.
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalStateException(
                        "cannot apply " + file + ": " + e.getMessage()
                                + "; move it away, open the book and enter it by hand",
                        e);
            }
        }
    }

    private List<Path> left() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(LEFT))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + folder, e);
        }
    }

    private Path write(String name, String text) throws IOException {
        Path temporary = create();
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Path target = Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
            return target;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path create() throws IOException {
        FileAttribute<?>[] ownerOnly = posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Files.createTempFile(folder, ".writing-", ".tmp", ownerOnly);
    }

    private void syncFolder() throws IOException {
        // Elsewhere this is Windows, which opens no folder and needs no sync for a rename.
        if (posix()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean posix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
