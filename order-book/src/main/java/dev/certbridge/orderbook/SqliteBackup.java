package dev.certbridge.orderbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** The file that a backup of a SQLite book is written to: whole and on the disk, or not there. */
final class SqliteBackup {

    private static final String REASON =
            "this is a backup of the order book. Orders that were sent after it are missing;"
                    + " compare it with the reseller before you resume it";

    private SqliteBackup() {}

    /**
     * Writes a halted backup: used as the order book, it sends nothing.
     *
     * @param target a new file
     * @param copying copies the book into an empty file
     * @throws IllegalArgumentException the file exists, or its folder does not
     * @throws UncheckedIOException it cannot be written
     */
    static void write(Path target, Consumer<Path> copying) {
        Path file = target.toAbsolutePath();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("the backup " + target + " exists already; name a new file");
        }
        if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new IllegalArgumentException("the folder of the backup " + target + " does not exist");
        }
        try {
            Path copy = Files.createTempFile(file.getParent(), ".backup-", ".tmp", BookFile.ownerOnly(file));
            try {
                copying.accept(copy);
                halt(copy);
                sync(copy);
                Files.move(copy, file);
                if (BookFile.ownerOnly(file).length > 0) {
                    sync(file.getParent());
                }
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("the backup " + target + " exists already; name a new file", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the backup " + target + ": " + e.getMessage(), e);
        }
    }

    private static void halt(Path copy) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.toUri())) {
            BookTransaction pages = new SqlTransaction(new Sql(connection), () -> {
                throw new IllegalStateException("a backup needs no time");
            });
            pages.halted(Optional.of(BookRules.bothReasons(pages.halted(), REASON)));
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }

    /** Opens and closes the file, which is nobody's yet. */
    private static void sync(Path file) throws IOException {
        boolean folder = Files.isDirectory(file);
        try (FileChannel channel =
                FileChannel.open(file, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
