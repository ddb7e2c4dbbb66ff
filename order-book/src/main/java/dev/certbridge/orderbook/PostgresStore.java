package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A schema of a PostgreSQL database, by a connection from the caller's source for every step, closed after it. A change
 * locks the one row of the book first, so that hosts take turns. The clock is the server's.
 *
 * <p>Every transaction sets its search path to the schema of the book and nothing else, so neither the role nor a pool
 * decides which book it is.
 */
final class PostgresStore implements Store {

    /** Each statement then sees what was committed before it, also what was committed while it waited for the lock. */
    private static final String WRITING = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";

    /** All statements then see the same moment, which a look at several tables needs. */
    private static final String READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    /** A host that stands still within a step must not stop all others. */
    private static final String LIMITS =
            "SET LOCAL lock_timeout = '20s'; SET LOCAL idle_in_transaction_session_timeout = '20s'";

    /** The settings of a connection within a transaction. */
    private record Session(
            String synchronousCommit, @Nullable String schema) {}

    private final DataSource source;
    private final PostgresSchema place;
    private final String path;
    private final String lock;

    /**
     * The book in this schema, schema and tables made when they are missing.
     *
     * @throws IllegalStateException the database cannot be reached, is no PostgreSQL, does not keep what it commits, holds
     *     a newer book, or another one that was not asked for
     */
    PostgresStore(DataSource source, PostgresSchema place, Schema schema) {
        this.source = source;
        this.place = place;
        // Its own temporary tables last: they would come first otherwise, and may be called like ours.
        this.path = "SET LOCAL search_path = " + place.quoted() + ", pg_temp";
        this.lock = "SELECT current_setting('synchronous_commit'), current_schema() FROM " + place.quoted()
                + ".certbridge_book FOR UPDATE";
        transaction(connection -> {
            requireKnown(connection);
            Sql sql = begun(connection, WRITING);
            refuseForgetful(sql, "synchronous_commit");
            refuseForgetful(sql, "fsync");
            sql.run("SELECT pg_advisory_xact_lock(hashtext('" + Schema.VERSIONS + "'))");
            schema.bringUp(sql, place.prepare(sql), now(sql));
            return sql;
        });
    }

    @Override
    public <T> T write(Function<BookTransaction, T> work) {
        return transaction(connection -> {
            Sql sql = begun(connection, WRITING);
            Session session = sql.list(lock, row -> new Session(row.getString(1), row.getString(2)))
                    .get(0);
            place.requireTaken(session.schema());
            if (session.synchronousCommit().equals("off")) {
                // Refused when the book was opened; a session that forgets it anyway must not lose an order.
                sql.run("SET LOCAL synchronous_commit = on");
            }
            return work.apply(new SqlTransaction(sql, () -> now(sql)));
        });
    }

    @Override
    public <T> T read(Function<BookTransaction, T> work) {
        try {
            return transaction(connection -> {
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
                "a backup of a book in PostgreSQL is the database's task: pg_dump --schema=" + place.name()
                        + ", or the backup of the whole server");
    }

    @Override
    public void close() {
        // The source is the caller's.
    }

    private <T> T transaction(Function<Connection, T> work) {
        StackCheck.require();
        return UninterruptibleTask.call(() -> {
            try {
                Connection connection = source.getConnection();
                try {
                    boolean autoCommit = connection.getAutoCommit();
                    connection.setAutoCommit(false);
                    try {
                        return committed(connection, work);
                    } finally {
                        restore(connection, autoCommit);
                    }
                } finally {
                    givenBack(connection);
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
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new CommitUnknownException(e);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            // The connection broke, and what became of the work is known already.
        }
    }

    private static void givenBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // What was committed is committed: to call it failed would have an order told as not recorded.
        }
    }

    private Sql begun(Connection connection, String mode) {
        Sql sql = new Sql(connection);
        sql.run(mode + "; " + LIMITS + "; " + path);
        return sql;
    }

    private static Instant now(Sql sql) {
        return sql.list("SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .get(0)
                .toInstant();
    }

    private static void requireKnown(Connection connection) {
        try {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!product.equals("PostgreSQL")) {
                throw new IllegalStateException("the order book cannot be kept in " + product
                        + "; give a DataSource of PostgreSQL, or use OrderBooks.sqlite for a SQLite file");
            }
        } catch (SQLException e) {
            throw Sql.failed(e);
        }
    }

    private static void refuseForgetful(Sql sql, String setting) {
        String value = sql.list("SELECT current_setting('" + setting + "')", row -> row.getString(1))
                .get(0);
        if (value.equals("off")) {
            throw new IllegalStateException("the order book is refused: PostgreSQL runs with " + setting
                    + "=off, so a committed order could be lost; switch it on");
        }
    }
}
