package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** Opens order books in memory, in a SQLite file or in a PostgreSQL database. */
public final class OrderBooks {

    private OrderBooks() {}

    /**
     * Returns an empty book in the memory of this process, for tests and stubs. A crash loses the book, and nothing
     * then prevents a second order for the same certificate.
     */
    public static OrderBook inMemory() {
        return inMemory(Clock.systemUTC());
    }

    /** Returns an empty book in the memory of this process. */
    public static OrderBook inMemory(Clock clock) {
        return new StoredOrderBook(new MemoryStore(clock), Optional.empty());
    }

    /**
     * Opens a book in a SQLite file, for any number of threads and processes on one host. The class path must contain
     * {@code org.xerial:sqlite-jdbc}. The file must be on a local disk. A missing file is created with access for its
     * owner only. One connection and a lock file beside the book (such as {@code orders.db.lock}) stay open until
     * {@link OrderBook#close}. Opening checks the whole file, which takes about 1.5 seconds for 100,000 attempts (385
     * MB).
     *
     * <p>The file may be opened several times in one JVM, and by several class loaders that share one SQLite driver.
     * The method throws if another class loader has opened the file with its own copy of the driver. Never read or copy
     * the file of an open book; use {@link OrderBook#backup}.
     *
     * @param file the book
     * @param recoveryFolder an existing folder, preferably on another disk, for outcomes that the book cannot commit.
     *     Opening the book applies the recovery files that earlier runs left in this folder
     * @throws IllegalArgumentException the file cannot be created, or the folder cannot be written to
     * @throws IllegalStateException the driver is missing, or SQLite does not accept the settings that make a commit
     *     durable. Also thrown if the file is not a book, is damaged, lacks a table or has a newer version. Also thrown
     *     if another copy of the driver in this JVM has the file open, or if the file has a second name (hard link)
     */
    public static OrderBook sqlite(Path file, Path recoveryFolder) {
        return sqlite(file, recoveryFolder, Clock.systemUTC());
    }

    /**
     * Opens a book in a SQLite file as {@link #sqlite(Path, Path)} does.
     *
     * @param clock the clock for the names of recovery files. The book itself uses the clock of its file system, so
     *     that a process with a wrong clock cannot end an attempt of another process
     */
    public static OrderBook sqlite(Path file, Path recoveryFolder, Clock clock) {
        RecoveryFolder folder = new RecoveryFolder(recoveryFolder, clock);
        return new StoredOrderBook(SqliteStore.open(file, Schema.CURRENT), Optional.of(folder));
    }

    /**
     * Opens the book in the schema {@code certbridge} of a PostgreSQL database, for any number of hosts. The schema and
     * the tables are created if they are missing. Each transaction takes one connection from the data source and closes
     * it. The search path of the database role does not matter. The book uses the clock of the database server.
     *
     * @param source a source of connections, with or without a pool; {@link OrderBook#close} does not close the data
     *     source
     * @param recoveryFolder the folder for recovery files, as in {@link #sqlite(Path, Path)}
     * @throws IllegalArgumentException the folder cannot be written to
     * @throws IllegalStateException the database cannot be reached, is not PostgreSQL, or runs with {@code
     *     synchronous_commit} or {@code fsync} off. Also thrown if the role lacks a privilege, or if the book has a
     *     newer version, lacks a table or is in another schema
     */
    public static OrderBook postgres(DataSource source, Path recoveryFolder) {
        return postgres(source, recoveryFolder, new PostgresSchema(PostgresSchema.DEFAULT, false));
    }

    /**
     * Opens the book in this schema of a PostgreSQL database, even if other schemas contain books. Books share no
     * intents, so two books can send the same intent twice. Earlier versions of certbridge created the book in the
     * first schema of the search path of the database role, often {@code public}.
     *
     * @param schema 1 to 63 letters, digits and {@code _}
     * @throws IllegalArgumentException the folder cannot be written to, or the name of the schema is not allowed
     * @throws IllegalStateException under the same conditions as {@link #postgres(DataSource, Path)}, except that other
     *     schemas may contain books
     */
    public static OrderBook postgres(DataSource source, Path recoveryFolder, String schema) {
        return postgres(source, recoveryFolder, new PostgresSchema(schema, true));
    }

    private static OrderBook postgres(DataSource source, Path recoveryFolder, PostgresSchema schema) {
        RecoveryFolder folder = new RecoveryFolder(recoveryFolder, Clock.systemUTC());
        return new StoredOrderBook(new PostgresStore(source, schema, Schema.CURRENT), Optional.of(folder));
    }
}
