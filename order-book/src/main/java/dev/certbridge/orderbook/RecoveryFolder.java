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
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder that contains the recovery files. A recovery file is written completely and synced to the disk before the
 * file gets its final name.
 */
final class RecoveryFolder {

    static final String PENDING = ".rescue";
    private static final String APPLIED = ".applied";
    private static final String DAMAGED = ".damaged";

    /** The maximum size of a recovery file in bytes. The files that an order book writes are far smaller. */
    private static final long LONGEST = 16L << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Clock clock;
    private final List<Path> unmoved = new CopyOnWriteArrayList<>();

    /** Opens the folder. Throws if a file cannot be created and deleted in the folder. */
    RecoveryFolder(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.clock = clock;
        try {
            Files.delete(create());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the recovery folder " + this.folder + " is not an existing, writable folder. The order book"
                            + " needs it for outcomes that it cannot commit",
                    e);
        }
    }

    /**
     * Writes a recovery file. Returns the path when the file is on the disk.
     *
     * @param about the beginning of the file name
     * @param unique a text; its first eight characters become the end of the file name
     * @throws UncheckedIOException the file cannot be written
     */
    Path write(String about, String unique, String text) {
        String end = unique.substring(0, Math.min(8, unique.length()));
        String name = about + "-" + TIME.format(clock.instant()) + "-" + end + PENDING;
        return Store.uninterrupted(() -> {
            try {
                return write(name, text);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
            }
        });
    }

    /**
     * Passes the text of every pending recovery file to a book, and renames each file that the book applied. The
     * recovery file of another book keeps its name. A file that cannot be read or applied is renamed as damaged, so
     * that the book can be opened anyway.
     *
     * @param book a function that applies the text of a recovery file. The function returns false if the text belongs
     *     to another book. The function throws {@link IllegalArgumentException} if the text is damaged
     */
    void applyTo(Predicate<String> book) {
        for (Path file : ending(PENDING)) {
            try {
                if (book.test(read(file))) {
                    rename(file, APPLIED);
                }
            } catch (NoSuchFileException e) {
                // Another host opened the same book and already renamed the file.
            } catch (IOException | IllegalArgumentException e) {
                setAside(file, e);
            }
        }
    }

    /** Returns the damaged recovery files, which could not be read or applied. */
    List<Path> damaged() {
        return Stream.concat(ending(DAMAGED).stream(), unmoved.stream().filter(Files::exists))
                .toList();
    }

    private void setAside(Path file, Exception why) {
        String problem = String.valueOf(why.getMessage()).replaceAll("\\p{Cntrl}", " ");
        System.getLogger(RecoveryFolder.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "recovery file " + file + " cannot be applied and was renamed to " + DAMAGED + ": " + problem);
        try {
            rename(file, DAMAGED);
        } catch (NoSuchFileException e) {
            // Another host already renamed the file.
        } catch (IOException e) {
            unmoved.add(file);
        }
    }

    /**
     * Returns the text of a recovery file. Throws if the file is too large or is a pipe, because reading a pipe may
     * never end.
     */
    private static String read(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile() || attributes.size() > LONGEST) {
            throw new IllegalArgumentException("the file is not a plain file of at most " + LONGEST + " bytes");
        }
        return Files.readString(file, UTF_8);
    }

    private static void rename(Path file, String end) throws IOException {
        String name = file.getFileName().toString();
        Files.move(
                file,
                file.resolveSibling(name.substring(0, name.length() - PENDING.length()) + end),
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
            BookFile.sync(folder);
            return target;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path create() throws IOException {
        return Files.createTempFile(folder, ".writing-", ".tmp", BookFile.ownerOnly(folder));
    }
}
