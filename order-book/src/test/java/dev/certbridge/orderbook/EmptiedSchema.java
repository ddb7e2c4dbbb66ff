package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A schema with the tables of a book, emptied for each test, and connections to it that are kept. For a server, making the
 * tables and beginning a connection are more work than most of what is tested.
 */
final class EmptiedSchema implements AutoCloseable {

    private final PGSimpleDataSource source = RunningPostgres.emptySchema();
    private final KeptConnections pool = new KeptConnections(source);
    private final String asTheyWere;

    EmptiedSchema(Path rescues) throws SQLException {
        OrderBooks.postgres(pool, rescues, name()).close();
        try (Connection connection = pool.getConnection()) {
            Sql sql = new Sql(connection);
            List<String> tables = sql.list(
                    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", row -> row.getString(1));
            tables.forEach(table -> sql.run("CREATE TABLE first_" + table + " AS TABLE " + table));
            asTheyWere = tables.stream()
                    .map(table -> "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM first_" + table)
                    // Whoever still holds a row is told of by an error, and not by a test that hangs.
                    .collect(Collectors.joining("; ", "SET lock_timeout = '20s'; ", "; RESET lock_timeout"));
        }
    }

    /** Its connections, after all that was written is gone. */
    KeptConnections emptied() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            new Sql(connection).run(asTheyWere);
        }
        return pool;
    }

    /** Connects anew each time, with settings of its own. */
    PGSimpleDataSource source() {
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl(source.getUrl());
        own.setUser("postgres");
        return own;
    }

    String name() {
        return source.getCurrentSchema();
    }

    @Override
    public void close() throws SQLException {
        pool.close();
    }
}
