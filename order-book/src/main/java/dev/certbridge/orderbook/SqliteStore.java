package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file, by one connection behind one lock. Other processes of the same host may have it open too: every change
 * is a {@code BEGIN IMMEDIATE}. A rollback journal and no WAL: between changes the book is one file, and needs no
 * shared memory.
 *
 * <p>The whole file is checked when it is opened, indexes included, because an intent that an index does not find would
 * be ordered again; and once more before the next step after an error of the file.
 */
final class SqliteStore implements Store {

    private static final String DRIVER = "org.sqlite.JDBC";
    private static final String BUSY_MILLIS = "10000";

    /** SQLITE_CORRUPT and SQLITE_NOTADB. */
    private static final Set<Integer> DAMAGE = Set.of(11, 26);

    /** Also SQLITE_IOERR, SQLITE_CANTOPEN and SQLITE_PROTOCOL. */
    private static final Set<Integer> FILE_ERRORS = Set.of(10, 11, 14, 15, 26);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Connection connection;
    private final FileGuard guard;
    private boolean failed;
    private boolean inTransaction;

    /** A connection of this store alone, to a database that keeps what it commits. */
    SqliteStore(Connection connection, Clock clock, Schema schema) {
        this(connection, FileGuard.ofOne(clock), schema);
    }

    private SqliteStore(Connection connection, FileGuard guard, Schema schema) {
        this.connection = connection;
        this.guard = guard;
        Sql sql = new Sql(connection);
        require(sql, "busy_timeout", BUSY_MILLIS, BUSY_MILLIS);
        outside(opened -> {
            require(sql, "journal_mode", "DELETE", "delete");
            // EXTRA syncs the folder too once the journal is gone: without it a power cut may bring the journal back.
            require(sql, "synchronous", "EXTRA", "3");
            // Only macOS has another, weaker fsync than this one.
            require(sql, "fullfsync", "1", "1");
            return requireIntact(sql);
        });
        step("BEGIN IMMEDIATE", opened -> {
            boolean exists = opened.first(
                            "SELECT 1 FROM sqlite_master WHERE name = ?", row -> row.getInt(1), Schema.VERSIONS)
                    .isPresent();
            schema.bringUp(opened, exists, guard.now());
            return exists;
        });
    }

    /**
     * Opens a file, and creates it for its owner alone when it is missing.
     *
     * @throws IllegalArgumentException the file cannot be there
     * @throws IllegalStateException the driver is missing, or the file is no book that this code can keep safe
     */
    static SqliteStore open(Path file, Schema schema) {
        BookFile guard = BookFile.open(file, driver());
        try {
            Connection connection = connect(file);
            try {
                return new SqliteStore(connection, guard, schema);
            } catch (RuntimeException e) {
                closed(connection);
                throw new IllegalStateException("cannot open the order book " + file + ": " + e.getMessage(), e);
            }
        } catch (RuntimeException | Error e) {
            // Also when the native library cannot be loaded.
            guard.close();
            throw e;
        }
    }

    @Override
    public <T> T write(Function<BookTransaction, T> work) {
        return step("BEGIN IMMEDIATE", sql -> work.apply(new SqlTransaction(sql, guard::now)));
    }

    @Override
    public <T> T read(Function<BookTransaction, T> work) {
        try {
            return step("BEGIN", sql -> work.apply(new SqlTransaction(sql, guard::now)));
        } catch (CommitUnknownException e) {
            throw e.afterRead();
        }
    }

    /** Has SQLite write the copy: reading the file could copy half a step and would drop the locks on it. */
    @Override
    public void backUp(Path target) {
        SqliteBackup.write(
                target,
                copy -> outside(sql -> {
                    sql.update("VACUUM INTO ?", copy.toString());
                    return copy;
                }));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed(connection);
        } finally {
            guard.close();
            lock.unlock();
        }
    }

    private <T> T step(String begin, Function<Sql, T> work) {
        return outside(sql -> {
            inTransaction = true;
            sql.run(begin);
            boolean committing = false;
            try {
                T result = work.apply(sql);
                committing = true;
                sql.run("COMMIT");
                inTransaction = false;
                return result;
            } catch (RuntimeException | Error e) {
                boolean rolledBack = rolledBack(sql, e);
                inTransaction = false;
                if (!rolledBack && committing && e instanceof IllegalStateException) {
                    failed |= isFileError(e);
                    throw new CommitUnknownException(e);
                }
                throw e;
            }
        });
    }

    /** Runs work without a transaction, while nobody else uses the file. */
    private <T> T outside(Function<Sql, T> work) {
        StackCheck.require();
        lock.lock();
        try {
            guard.enter();
            try {
                Sql sql = new Sql(connection);
                if (inTransaction) {
                    endTransaction(sql);
                }
                if (failed) {
                    failed = !requireIntact(sql);
                }
                return work.apply(sql);
            } catch (IllegalStateException e) {
                failed |= isFileError(e);
                throw isDamage(e) ? damaged(e.getMessage(), e) : e;
            } finally {
                guard.leave();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isFileError(Throwable failure) {
        return failure.getCause() instanceof SQLException sql && FILE_ERRORS.contains(sql.getErrorCode());
    }

    private static boolean isDamage(Throwable failure) {
        return failure.getCause() instanceof SQLException sql && DAMAGE.contains(sql.getErrorCode());
    }

    /** Rolls back. Returns false when there was nothing to roll back. */
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

    /** A step that ended in an {@link Error} may have had no memory left to roll back. */
    private void endTransaction(Sql sql) {
        try {
            sql.run("ROLLBACK");
        } catch (IllegalStateException e) {
            // None was begun.
        }
        inTransaction = false;
    }

    /** Checks the whole file and returns true; throws when it is damaged. */
    private static boolean requireIntact(Sql sql) {
        String found = sql.first("PRAGMA integrity_check(1)", row -> row.getString(1))
                .orElse("SQLite does not say whether it is intact");
        if (!found.equals("ok")) {
            throw damaged(found.lines().collect(Collectors.joining(" ")), null);
        }
        return true;
    }

    private static IllegalStateException damaged(@Nullable String problem, @Nullable Exception cause) {
        return new IllegalStateException(
                "the order book is damaged: " + problem
                        + ". It sends nothing. Keep the file, put the newest backup in its"
                        + " place, open it with the same recovery folder, and compare it with the reseller"
                        + " (certbridge audit, certbridge unresolved) before anything is ordered",
                cause);
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

    private static Class<?> driver() {
        try {
            return Class.forName(DRIVER, true, SqliteStore.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the SQLite driver is missing; add org.xerial:sqlite-jdbc to the class path", e);
        }
    }

    private static Connection connect(Path file) {
        try {
            // As a URI, because the driver would cut a path at its first question mark.
            return DriverManager.getConnection(
                    "jdbc:sqlite:" + file.toAbsolutePath().toUri());
        } catch (SQLException e) {
            String why = isMissingLibrary(e.getCause()) ? withoutLibrary() : e.getMessage();
            throw new IllegalStateException("cannot open the order book " + file + ": " + why, e);
        } catch (UnsatisfiedLinkError e) {
            // What the driver throws from the second connection on.
            throw new IllegalStateException("cannot open the order book " + file + ": " + withoutLibrary(), e);
        }
    }

    /** By name: the driver is the caller's, and may be absent. */
    private static boolean isMissingLibrary(@Nullable Throwable cause) {
        return cause != null && cause.getClass().getName().equals("org.sqlite.NativeLibraryNotFoundException");
    }

    private static String withoutLibrary() {
        String temporary = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
        // A library of another name is nowhere else: the driver does not unpack it.
        String folder = System.getProperty("org.sqlite.lib.name") == null
                ? temporary
                : System.getProperty("org.sqlite.lib.path", temporary);
        return "the native library of sqlite-jdbc cannot be loaded from the folder " + folder
                + ", which is full, read-only or mounted noexec; name another folder with the Java option"
                + " -Dorg.sqlite.tmpdir=FOLDER, for instance in JAVA_TOOL_OPTIONS";
    }

    private static void closed(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }
}
