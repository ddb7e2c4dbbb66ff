package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.StackGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store in a SQLite file. All threads share one connection, which a lock protects. Threads that write at the same
 * time share one commit. Other processes of the same host may open the file too, because every writing transaction
 * starts with {@code BEGIN IMMEDIATE}.
 *
 * <p>The store uses a rollback journal and no write-ahead log (WAL), so the file contains the whole book between two
 * transactions. A commit overwrites the start of the journal but does not delete the journal, so that the folder does
 * not change. With a WAL, a commit would need one sync instead of five, but a WAL would be less safe. If other code of
 * this process opens and closes the file of the book, SQLite loses its locks. Another process that closes the book
 * would then delete the WAL, while this process would still write commits to the deleted WAL. Commits in a deleted WAL
 * are lost.
 *
 * <p>When a book is opened, the store checks the whole file including the indexes, because an intent that an index
 * lacks could be ordered again. After a file error, the store checks the file again before the next transaction.
 */
final class SqliteStore implements Store {

    private static final String DRIVER = "org.sqlite.JDBC";
    private static final String BUSY_MILLIS = "10000";
    /** The maximum size of the journal file between two transactions. */
    private static final String JOURNAL_BYTES = Integer.toString(1 << 20);

    /** The SQLite error codes that report a damaged file, namely SQLITE_CORRUPT and SQLITE_NOTADB. */
    private static final Set<Integer> DAMAGE = Set.of(11, 26);

    /**
     * The SQLite error codes after which the store checks the file again: the codes in {@link #DAMAGE}, SQLITE_IOERR,
     * SQLITE_CANTOPEN and SQLITE_PROTOCOL.
     */
    private static final Set<Integer> FILE_ERRORS = Set.of(10, 11, 14, 15, 26);

    private static final String BACKUP =
            "this is a backup of the order book, without the orders that were sent after the backup."
                    + " Compare the book with the reseller before you resume it";

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Connection connection;
    private final Optional<BookFile> file;
    private final Supplier<Instant> clock;
    private final TransactionQueue queue = new TransactionQueue(this::transaction);
    private boolean failed;
    private boolean inTransaction;

    /** Opens a book on a connection that no other store uses. */
    SqliteStore(Connection connection, Clock clock, Schema schema) {
        this(connection, Optional.empty(), clock::instant, schema);
    }

    private SqliteStore(Connection connection, Optional<BookFile> file, Supplier<Instant> clock, Schema schema) {
        this.connection = connection;
        this.file = file;
        this.clock = clock;
        Sql sql = new Sql(connection);
        require(sql, "busy_timeout", BUSY_MILLIS, BUSY_MILLIS);
        outside(opened -> {
            require(sql, "journal_mode", "PERSIST", "persist");
            // A migration may need a large journal.
            require(sql, "journal_size_limit", JOURNAL_BYTES, JOURNAL_BYTES);
            // FULL syncs the cleared journal. Otherwise a power failure may restore the journal, and SQLite would undo
            // the commit. EXTRA also syncs the folder if SQLite deletes a journal.
            require(sql, "synchronous", "EXTRA", "3");
            // On macOS, a full fsync is safer than the default fsync.
            require(sql, "fullfsync", "1", "1");
            return requireIntact(sql);
        });
        transaction(true, opened -> {
            schema.bringUp(opened, opened.texts("SELECT name FROM sqlite_master WHERE type = 'table'"), clock.get());
            return opened;
        });
    }

    /** Opens a book in a file. If the file does not exist, creates a file that only the owner can access. */
    static SqliteStore open(Path file, Schema schema) {
        BookFile opened = BookFile.open(file, driver());
        try {
            Connection connection = connect(file);
            try {
                return new SqliteStore(connection, Optional.of(opened), opened::now, schema);
            } catch (RuntimeException e) {
                closed(connection);
                throw new IllegalStateException("cannot open the order book " + file + ": " + e.getMessage(), e);
            }
        } catch (RuntimeException | Error e) {
            // If the native library cannot be loaded, the driver throws an Error.
            opened.close();
            throw e;
        }
    }

    @Override
    public <T> T write(Function<BookTransaction, T> work) {
        return queue.run(true, sql -> work.apply(new SqlTransaction(sql, clock)));
    }

    @Override
    public <T> T read(Function<BookTransaction, T> work) {
        try {
            return queue.run(false, sql -> work.apply(new SqlTransaction(sql, clock)));
        } catch (CommitUnknownException e) {
            throw e.afterRead();
        }
    }

    /**
     * Writes a backup of the book. The book in the backup is halted and sends nothing until a person resumes the book.
     * This method lets SQLite copy the book: if other code read the file, the copy could contain half a transaction,
     * and SQLite would lose its locks on the file.
     *
     * @throws IllegalArgumentException the file of the backup already exists, or its folder does not exist
     * @throws UncheckedIOException the backup cannot be written
     */
    @Override
    public void backUp(Path target) {
        Path backup = target.toAbsolutePath();
        if (Files.exists(backup, LinkOption.NOFOLLOW_LINKS)) {
            throw existing(target, null);
        }
        if (backup.getParent() == null || !Files.isDirectory(backup.getParent())) {
            throw new IllegalArgumentException("the folder of the backup " + target + " does not exist");
        }
        try {
            Path copy = Files.createTempFile(backup.getParent(), ".backup-", ".tmp", BookFile.ownerOnly(backup));
            try {
                outside(sql -> {
                    sql.update("VACUUM INTO ?", copy.toString());
                    return copy;
                });
                halt(copy);
                BookFile.sync(copy);
                Files.move(copy, backup);
                BookFile.sync(backup.getParent());
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (FileAlreadyExistsException e) {
            throw existing(target, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the backup " + target + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException existing(Path target, @Nullable Exception cause) {
        return new IllegalArgumentException("the backup " + target + " exists already. Choose a new file", cause);
    }

    private static void halt(Path copy) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.toUri())) {
            BookTransaction tx = new SqlTransaction(new Sql(connection), () -> {
                throw new IllegalStateException("the clock of the book must not be used for its backup");
            });
            tx.halted(Optional.of(BookRules.bothReasons(tx.status().halted(), BACKUP)));
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed(connection);
        } finally {
            file.ifPresent(BookFile::close);
            lock.unlock();
        }
    }

    private <T> T transaction(boolean writes, Function<Sql, T> work) {
        return outside(sql -> {
            inTransaction = true;
            sql.run(writes ? "BEGIN IMMEDIATE" : "BEGIN");
            boolean committing = false;
            try {
                T result = work.apply(sql);
                committing = true;
                sql.run("COMMIT");
                inTransaction = false;
                return result;
            } catch (RuntimeException | Error e) {
                Optional<IllegalStateException> rollback = rollBack(sql);
                inTransaction = false;
                rollback.ifPresent(e::addSuppressed);
                if (rollback.isPresent() && committing && e instanceof IllegalStateException) {
                    failed |= isFileError(e);
                    throw new CommitUnknownException(e);
                }
                throw e;
            }
        });
    }

    /** Runs an operation without a transaction. During the operation, no other thread or process uses the file. */
    private <T> T outside(Function<Sql, T> work) {
        StackGuard.requireForBook();
        lock.lock();
        try {
            file.ifPresent(BookFile::enter);
            try {
                Sql sql = new Sql(connection);
                if (inTransaction) {
                    // An earlier rollback did not complete, for instance because an Error left no memory for the
                    // rollback.
                    rollBack(sql);
                    inTransaction = false;
                }
                if (failed) {
                    failed = !requireIntact(sql);
                }
                return work.apply(sql);
            } catch (IllegalStateException e) {
                failed |= isFileError(e);
                throw isDamage(e) ? damaged(e.getMessage(), e) : e;
            } finally {
                file.ifPresent(BookFile::leave);
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

    /**
     * Rolls back the transaction. If the rollback fails, returns the failure. A rollback fails if SQLite has already
     * rolled back the transaction, for instance because the disk was full.
     */
    private static Optional<IllegalStateException> rollBack(Sql sql) {
        try {
            sql.run("ROLLBACK");
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e);
        }
    }

    /** Checks the whole file. Returns true if the file is intact. Throws if the file is damaged. */
    private static boolean requireIntact(Sql sql) {
        String found = sql.text("PRAGMA integrity_check(1)").orElse("SQLite returned no result of its file check");
        if (!found.equals("ok")) {
            throw damaged(found.lines().collect(Collectors.joining(" ")), null);
        }
        return true;
    }

    private static IllegalStateException damaged(@Nullable String problem, @Nullable Exception cause) {
        return new IllegalStateException(
                "the order book is damaged: " + problem
                        + ". Nothing is sent. Keep the file, put the newest backup in its"
                        + " place, open it with the same recovery folder, and compare it with the reseller"
                        + " (certbridge audit, certbridge unresolved) before you order anything",
                cause);
    }

    /**
     * Sets a pragma, and checks whether SQLite uses the new value, because SQLite silently ignores an unsupported
     * value.
     */
    private static void require(Sql sql, String pragma, String value, String expected) {
        sql.run("PRAGMA " + pragma + "=" + value);
        String used = sql.text("PRAGMA " + pragma).orElse("nothing");
        if (!used.equals(expected)) {
            throw new IllegalStateException(
                    "SQLite " + sql.text("SELECT sqlite_version()").orElse("")
                            + " did not accept " + pragma + "=" + value + " but uses " + used
                            + ", so a committed order could be lost. If the version is old, use a newer"
                            + " org.xerial:sqlite-jdbc");
        }
    }

    private static Class<?> driver() {
        try {
            return Class.forName(DRIVER, true, SqliteStore.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the SQLite driver is missing. Add org.xerial:sqlite-jdbc to the class path", e);
        }
    }

    private static Connection connect(Path file) {
        try {
            // Otherwise the driver runs one more statement after each INSERT.
            Properties options = new Properties();
            options.setProperty("jdbc.get_generated_keys", "false");
            // The path is passed as a URI, because the driver would cut a path at its first question mark.
            return DriverManager.getConnection(
                    "jdbc:sqlite:" + file.toAbsolutePath().toUri(), options);
        } catch (SQLException e) {
            String why = isMissingLibrary(e.getCause()) ? withoutLibrary() : e.getMessage();
            throw new IllegalStateException("cannot open the order book " + file + ": " + why, e);
        } catch (UnsatisfiedLinkError e) {
            // The driver throws this error for every connection after the first.
            throw new IllegalStateException("cannot open the order book " + file + ": " + withoutLibrary(), e);
        }
    }

    /**
     * Returns true if the failure means that the native library of SQLite cannot be loaded. This method compares the
     * names of classes, because the class path may lack the driver.
     */
    private static boolean isMissingLibrary(@Nullable Throwable cause) {
        return cause != null && cause.getClass().getName().equals("org.sqlite.NativeLibraryNotFoundException");
    }

    private static String withoutLibrary() {
        String temporary = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
        // If another library name is set, the driver loads that library and unpacks nothing.
        String folder = System.getProperty("org.sqlite.lib.name") == null
                ? temporary
                : System.getProperty("org.sqlite.lib.path", temporary);
        return "the native library of sqlite-jdbc cannot be loaded from the folder " + folder
                + ". The folder is full, read-only or mounted noexec. Set another folder with the Java option"
                + " -Dorg.sqlite.tmpdir=FOLDER, for instance in JAVA_TOOL_OPTIONS";
    }

    private static void closed(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }

    @Override
    public String toString() {
        return file.map(one -> "SQLite file " + one).orElse("SQLite");
    }
}
