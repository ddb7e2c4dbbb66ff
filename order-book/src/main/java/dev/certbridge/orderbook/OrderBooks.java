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
     * Returns an empty book in the memory of this process, for tests and stubs. If the process ends, the book is lost,
     * and nothing prevents a second order for the same certificate.
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
     * {@code org.xerial:sqlite-jdbc}. The file must be on a local disk. If the file does not exist, this method creates
     * a file that only the owner can access. One connection and a lock file beside the book (for instance {@code
     * orders.db.lock}) stay open until {@link OrderBook#close}. This method checks the whole file. The check takes
     * about 1.5 seconds for 100,000 attempts (385 MB).
     *
     * <p>A JVM may open the file several times, and several class loaders may open the file if they share one SQLite
     * driver. This method throws if another class loader has opened the file with its own copy of the driver. Never
     * read or copy the file of an open book; use {@link OrderBook#backup}.
     *
     * @param file the file of the book
     * @param recoveryFolder an existing folder, preferably on another disk, for outcomes that the book cannot commit.
     *     This method applies the recovery files that earlier runs left in the folder
     * @throws IllegalArgumentException the file cannot be created, or the recovery folder is not writable
     * @throws IllegalStateException the SQLite driver is missing, or SQLite does not accept the settings that make a
     *     commit durable. The exception is also thrown if the file is not a book, is damaged, lacks a table or has a
     *     newer version. The exception is also thrown if another copy of the driver in this JVM has opened the file, or
     *     if the file has a second name (hard link)
     */
    public static OrderBook sqlite(Path file, Path recoveryFolder) {
        return sqlite(file, recoveryFolder, Clock.systemUTC());
    }

    /**
     * Opens a book in a SQLite file like {@link #sqlite(Path, Path)}, with a clock.
     *
     * @param clock the clock for the names of recovery files. Everything else in the book uses the clock of the file
     *     system, so that a process with a wrong clock cannot end an attempt of another process
     */
    public static OrderBook sqlite(Path file, Path recoveryFolder, Clock clock) {
        RecoveryFolder folder = new RecoveryFolder(recoveryFolder, clock);
        return new StoredOrderBook(SqliteStore.open(file, Schema.CURRENT), Optional.of(folder));
    }

    /**
     * Opens the book in the schema {@code certbridge} of a PostgreSQL database, for any number of hosts. If the schema
     * or the tables do not exist, this method creates them. Each transaction takes one connection from the data source
     * and closes the connection. The search path of the database role does not matter. The book uses the clock of the
     * database server.
     *
     * @param source the data source, with or without a connection pool; {@link OrderBook#close} does not close the data
     *     source
     * @param recoveryFolder the folder for recovery files, as in {@link #sqlite(Path, Path)}
     * @throws IllegalArgumentException the recovery folder is not writable
     * @throws IllegalStateException the database cannot be reached, is not PostgreSQL, or runs with
     *     {@code synchronous_commit} or {@code fsync} off. The exception is also thrown if the database role lacks a
     *     privilege, or if the book has a newer version, lacks a table or is in another schema
     */
    public static OrderBook postgres(DataSource source, Path recoveryFolder) {
        return postgres(source, recoveryFolder, new PostgresSchema(PostgresSchema.DEFAULT, false));
    }

    /**
     * Opens the book in the given schema of a PostgreSQL database, even if other schemas contain books. Two books do
     * not know the intents of each other, so an intent that is used with both books can be ordered twice. Earlier
     * versions of certbridge created the book in the first schema of the search path of the database role, often in
     * {@code public}.
     *
     * @param schema the name of the schema: 1 to 63 letters, digits and {@code _}
     * @throws IllegalArgumentException the recovery folder is not writable, or the name of the schema is not allowed
     * @throws IllegalStateException the book cannot be opened, see {@link #postgres(DataSource, Path)}; books in other
     *     schemas are allowed
     */
    public static OrderBook postgres(DataSource source, Path recoveryFolder, String schema) {
        return postgres(source, recoveryFolder, new PostgresSchema(schema, true));
    }

    private static OrderBook postgres(DataSource source, Path recoveryFolder, PostgresSchema schema) {
        RecoveryFolder folder = new RecoveryFolder(recoveryFolder, Clock.systemUTC());
        return new StoredOrderBook(new PostgresStore(source, schema, Schema.CURRENT), Optional.of(folder));
    }
}
