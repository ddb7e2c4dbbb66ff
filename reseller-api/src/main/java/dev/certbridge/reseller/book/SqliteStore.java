package dev.certbridge.reseller.book;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A SQLite file, by one connection behind one lock. Other processes of the same host may have it open too: every change
 * is a {@code BEGIN IMMEDIATE}. A rollback journal and no WAL: between changes the book is one file, and needs no
 * shared memory.
 */
final class SqliteStore implements Store {

    private static final String BUSY_MILLIS = "10000";

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Connection connection;
    private final Clock clock;

    /** A connection of this store alone, to a database that keeps what it commits. */
    SqliteStore(Connection connection, Clock clock, Schema schema) {
        this.connection = connection;
        this.clock = clock;
        Sql sql = new Sql(connection);
        require(sql, "busy_timeout", BUSY_MILLIS, BUSY_MILLIS);
        require(sql, "journal_mode", "DELETE", "delete");
        // EXTRA syncs the folder too once the journal is gone: without it a power cut may bring the journal back.
        require(sql, "synchronous", "EXTRA", "3");
        // Only macOS has another, weaker fsync than this one.
        require(sql, "fullfsync", "1", "1");
        change(pages -> {
            boolean exists = sql.first(
                            "SELECT 1 FROM sqlite_master WHERE name = ?", row -> row.getInt(1), Schema.VERSIONS)
                    .isPresent();
            schema.bringUp(sql, exists, clock.instant());
        });
    }

    /**
     * Opens a file, and creates it for its owner alone when it is missing.
     *
     * @throws IllegalArgumentException the file cannot be there
     * @throws IllegalStateException the driver is missing, or the file is no book that this code can keep safe
     */
    static SqliteStore open(Path file, Clock clock, Schema schema) {
        create(file);
        Connection connection = connect(file);
        try {
            return new SqliteStore(connection, clock, schema);
        } catch (RuntimeException e) {
            closed(connection);
            throw new IllegalStateException("cannot open the order book " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public <T> T write(Function<Pages, T> work) {
        return transaction("BEGIN IMMEDIATE", work);
    }

    @Override
    public <T> T read(Function<Pages, T> work) {
        return transaction("BEGIN", work);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed(connection);
        } finally {
            lock.unlock();
        }
    }

    private <T> T transaction(String begin, Function<Pages, T> work) {
        lock.lock();
        try {
            Sql sql = new Sql(connection);
            sql.run(begin);
            boolean committing = false;
            try {
                T result = work.apply(new SqlPages(sql, clock::instant));
                committing = true;
                sql.run("COMMIT");
                return result;
            } catch (RuntimeException | Error e) {
                if (!rolledBack(sql, e) && committing && e instanceof IllegalStateException) {
                    throw new CommitUnknownException(e);
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    /** False when nothing was left to roll back. */
    private static boolean rolledBack(Sql sql, Throwable failure) {
        try {
            sql.run("ROLLBACK");
            return true;
        } catch (IllegalStateException e) {
            // A full disk has rolled back already.
            failure.addSuppressed(e);
            return false;
        }
    }

    /** Sets a pragma and reads it back: SQLite ignores what it cannot do without a word. */
    private static void require(Sql sql, String pragma, String value, String expected) {
        sql.run("PRAGMA " + pragma + "=" + value);
        String taken = sql.first("PRAGMA " + pragma, row -> row.getString(1)).orElse("nothing");
        if (!taken.equals(expected)) {
            throw new IllegalStateException("SQLite did not take " + pragma + "=" + value + " but says " + taken
                    + ", so a committed order could be lost");
        }
    }

    private static void create(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            // The usual case; what it is, SQLite finds out.
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the order book " + file + "; its folder must exist and be writable", e);
        }
    }

    private static Connection connect(Path file) {
        try {
            DriverManager.getDriver("jdbc:sqlite:");
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the SQLite driver is missing; add org.xerial:sqlite-jdbc to the class path", e);
        }
        try {
            // As a URI, because the driver would cut a path at its first question mark.
            return DriverManager.getConnection(
                    "jdbc:sqlite:" + file.toAbsolutePath().toUri());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open the order book " + file + ": " + e.getMessage(), e);
        }
    }

    private static void closed(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }
}
