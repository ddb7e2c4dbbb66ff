package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.StackGuard;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A store in a schema of a PostgreSQL database. Every transaction takes a connection from the caller's data source and
 * closes the connection. A writing transaction begins with a lock on the only row of the table {@code certbridge_book},
 * so that only one host writes at a time. Threads of one process that write at the same time share one transaction with
 * one commit. The clock of the book is the clock of the database server. A writing transaction reads the server's clock
 * once, after it has locked the row.
 *
 * <p>Every statement names the schema of the book, so that the settings of the database role or of a connection pool
 * cannot select another book. A transaction does not change the search path, because the driver would then prepare all
 * statements again.
 */
final class PostgresStore implements Store {

    /** The statement that begins a writing transaction. Each statement of the transaction sees all earlier commits. */
    private static final String WRITING = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; ";

    /**
     * The statement that begins a reading transaction. All statements of the transaction see the same state of the
     * database.
     */
    private static final String READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; ";

    /**
     * The timeouts of a transaction. If a host stops during a transaction, other hosts wait only until a timeout ends
     * this transaction.
     */
    private static final String LIMITS =
            "SET LOCAL lock_timeout = '20s'; SET LOCAL idle_in_transaction_session_timeout = '20s'; ";

    /**
     * The maximum time for which a thread waits for a response of the server, which is longer than the timeouts of a
     * transaction. Without a maximum time, a thread could wait for ever for a host that is gone, while the id of an
     * accepted order is only in memory.
     */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /**
     * The result of locking the row: the setting of {@code synchronous_commit}, and the time of the database server.
     */
    private record Session(String synchronousCommit, Instant now) {}

    /** The prefix of the name of every table. */
    private static final String TABLE_PREFIX = "certbridge_";

    /**
     * The query that locks the only row of the table certbridge_book. The subquery locks the row before the outer query
     * reads the clock.
     */
    private static final String LOCK = "SELECT current_setting('synchronous_commit'), clock_timestamp()"
            + " FROM (SELECT one FROM certbridge_book FOR UPDATE) AS locked";

    private final DataSource source;
    private final PostgresSchema location;
    private final int waitMillis;
    private final TransactionQueue queue = new TransactionQueue(this::writing);

    /**
     * Opens the book in the given schema. If the schema or the tables do not exist, creates them.
     *
     * @throws IllegalStateException the database cannot be reached, is not PostgreSQL, does not make commits durable,
     *     or contains a book of a newer version or in another schema
     */
    PostgresStore(DataSource source, PostgresSchema location, Schema schema) {
        this(source, location, schema, LONGEST_WAIT);
    }

    /** Opens the book in the given schema, with another maximum time for a response of the server. */
    PostgresStore(DataSource source, PostgresSchema location, Schema schema, Duration longestWait) {
        this.source = source;
        this.location = location;
        this.waitMillis = Math.toIntExact(longestWait.toMillis());
        // The first transaction has no limit, because it may change the tables of a large book.
        transaction(0, connection -> {
            requirePostgres(connection);
            // The scripts that create the tables do not name the schema. Without pg_temp at the end, PostgreSQL would
            // search temporary tables first, and these may have the names of our tables.
            String path = "SET LOCAL search_path = " + location.quoted() + ", pg_temp; ";
            Sql sql = new Sql(connection, WRITING + LIMITS + path, UnaryOperator.identity());
            refuseOff(sql, "synchronous_commit");
            refuseOff(sql, "fsync");
            sql.run("SELECT pg_advisory_xact_lock(hashtext('" + Schema.VERSIONS + "'))");
            schema.bringUp(sql, location.prepare(sql, schema), now(sql));
            return sql;
        });
    }

    @Override
    public <T> T write(Function<BookTransaction, T> work) {
        return queue.run(true, sql -> work.apply(new SqlTransaction(sql, sql::began)));
    }

    private <T> T writing(boolean writes, Function<Sql, T> work) {
        return transaction(waitMillis, connection -> {
            Sql sql = begun(connection, WRITING);
            Session session = sql.list(LOCK, row -> new Session(row.getString(1), instant(row, 2)))
                    .get(0);
            sql.began(session.now());
            if (session.synchronousCommit().equals("off")) {
                // The setting was not off when the book was opened. The setting is changed back here, so that no order
                // is lost.
                sql.run("SET LOCAL synchronous_commit = on");
            }
            return work.apply(sql);
        });
    }

    /**
     * Reads in a transaction that the thread does not share with other threads. In a shared transaction, the check
     * before a write could see an old state, and each thread would have to wait for the queries of the other threads.
     */
    @Override
    public <T> T read(Function<BookTransaction, T> work) {
        try {
            return transaction(waitMillis, connection -> {
                Sql sql = begun(connection, READING);
                return work.apply(new SqlTransaction(sql, () -> now(sql)));
            });
        } catch (CommitUnknownException e) {
            throw e.afterRead();
        }
    }

    @Override
    public void backUp(Path target) {
        throw new UnsupportedOperationException(
                "certbridge cannot back up an order book in PostgreSQL. Use pg_dump --schema=" + location.name()
                        + ", or a backup of the whole server");
    }

    @Override
    public void close() {
        // The data source belongs to the caller, who closes it.
    }

    private <T> T transaction(int millis, Function<Connection, T> work) {
        StackGuard.requireForBook();
        return Store.uninterrupted(() -> {
            try {
                Connection connection = source.getConnection();
                try {
                    boolean autoCommit = connection.getAutoCommit();
                    int networkTimeout = connection.getNetworkTimeout();
                    if (millis > 0 && (networkTimeout == 0 || networkTimeout > millis)) {
                        connection.setNetworkTimeout(Runnable::run, millis);
                    }
                    connection.setAutoCommit(false);
                    try {
                        return committed(connection, work);
                    } finally {
                        restore(connection, autoCommit, networkTimeout);
                    }
                } finally {
                    closed(connection);
                }
            } catch (SQLException e) {
                throw Sql.failed(e);
            }
        });
    }

    private static <T> T committed(Connection connection, Function<Connection, T> work) {
        try {
            T result = work.apply(connection);
            commit(connection);
            return result;
        } catch (RuntimeException | Error e) {
            try {
                connection.rollback();
            } catch (SQLException | RuntimeException | Error broken) {
                e.addSuppressed(broken);
                abort(connection);
            }
            throw e;
        }
    }

    /**
     * Aborts a connection whose rollback failed, because a change of its auto-commit mode could otherwise commit the
     * transaction.
     */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // The connection is broken already.
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new CommitUnknownException(e);
        }
    }

    private static void restore(Connection connection, boolean autoCommit, int networkTimeout) {
        try {
            connection.setAutoCommit(autoCommit);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException e) {
            // The transaction has ended, so a broken connection does no harm.
        }
    }

    private static void closed(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The transaction has ended. An exception here would report a recorded order as not recorded.
        }
    }

    private Sql begun(Connection connection, String mode) {
        return new Sql(
                connection, mode + LIMITS, sql -> sql.replace(TABLE_PREFIX, location.quoted() + "." + TABLE_PREFIX));
    }

    private static Instant now(Sql sql) {
        return sql.list("SELECT clock_timestamp()", row -> instant(row, 1)).get(0);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static void requirePostgres(Connection connection) {
        try {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!product.equals("PostgreSQL")) {
                throw new IllegalStateException("the order book cannot be stored in " + product
                        + ". Pass a DataSource of PostgreSQL, or use OrderBooks.sqlite for a SQLite file");
            }
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }

    private static void refuseOff(Sql sql, String setting) {
        if (sql.texts("SELECT current_setting('" + setting + "')").contains("off")) {
            throw new IllegalStateException("PostgreSQL runs with " + setting + "=off, so a committed order could be"
                    + " lost. Set " + setting + "=on before you open the order book");
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL schema " + location.name();
    }
}
