package dev.certbridge.conformance.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server for these tests, started once. It stops with the JVM. */
final class Databases {

    private static final String FIRST = "postgres";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Databases() {}

    private static final class Started {
        static final EmbeddedPostgres SERVER = start();
    }

    private static EmbeddedPostgres start() {
        try {
            // The embedded server does not sync by default. These are the default settings of a real server.
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates a schema without a book. */
    static BookLocation emptySchema() throws SQLException {
        return emptySchema(FIRST);
    }

    /** Creates a schema in a database that only one test uses. */
    static BookLocation emptySchema(String database) throws SQLException {
        if (!database.equals(FIRST)) {
            run(FIRST, "CREATE DATABASE " + database);
        }
        String schema = "book" + SCHEMAS.incrementAndGet();
        run(database, "CREATE SCHEMA " + schema);
        return new BookLocation(Started.SERVER.getJdbcUrl("postgres", database) + "&currentSchema=" + schema);
    }

    /** Runs statements as the administrator. */
    static void run(String database, String... statements) throws SQLException {
        try (Connection connection =
                        Started.SERVER.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the first column of every row. */
    static List<String> query(String database, String sql) throws SQLException {
        try (Connection connection =
                        Started.SERVER.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (row.next()) {
                answers.add(row.getString(1));
            }
            return answers;
        }
    }
}
