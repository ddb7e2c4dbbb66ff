package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder for what a book could not commit: one file each, there whole and on the disk, or not there. */
final class RecoveryFolder {

    static final String LEFT = ".rescue";
    private static final String APPLIED = ".applied";
    private static final String DAMAGED = ".damaged";

    /** The longest file that is read, in bytes: far more than the head of an answer takes. */
    private static final long LONGEST = 16L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Clock clock;
    private final List<Path> unmoved = new CopyOnWriteArrayList<>();

    /**
     * The folder, tried out.
     *
     * @throws IllegalArgumentException nothing can be written there
     */
    RecoveryFolder(Path folder, Clock clock) {
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
        return UninterruptibleTask.call(() -> {
            try {
                return write(name, text);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
            }
        });
    }

    /**
     * Offers every file that is left, and renames those that were taken. Those about another book stay; those that cannot
     * be read or taken are set aside, because one of them must not keep a book from being opened.
     *
     * @param book throws {@link IllegalArgumentException} when the text is at fault
     */
    void applyTo(Predicate<String> book) {
        for (Path file : ending(LEFT)) {
            try {
                if (book.test(read(file))) {
                    rename(file, APPLIED);
                }
            } catch (NoSuchFileException e) {
                // Another host opened the same book and was faster.
            } catch (IOException | IllegalArgumentException e) {
                setAside(file, e);
            }
        }
    }

    /** Returns the files that were set aside, and those that could not even be renamed. */
    List<Path> damaged() {
        return Stream.concat(ending(DAMAGED).stream(), unmoved.stream().filter(Files::exists))
                .toList();
    }

    private void setAside(Path file, Exception why) {
        String problem = String.valueOf(why.getMessage()).replaceAll("\\p{Cntrl}", " ");
        System.getLogger(RecoveryFolder.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "recovery file " + file + " cannot be applied and is set aside as " + DAMAGED + ": " + problem);
        try {
            rename(file, DAMAGED);
        } catch (NoSuchFileException e) {
            // Another host was faster.
        } catch (IOException e) {
            unmoved.add(file);
        }
    }

    /** Reads a plain file and refuses everything else: a pipe would never end. */
    private static String read(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile() || attributes.size() > LONGEST) {
            throw new IllegalArgumentException("it is not a plain file of at most " + LONGEST + " bytes");
        }
        return Files.readString(file, UTF_8);
    }

    private static void rename(Path file, String end) throws IOException {
        String name = file.getFileName().toString();
        Files.move(
                file,
                file.resolveSibling(name.substring(0, name.length() - LEFT.length()) + end),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> ending(String end) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
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
