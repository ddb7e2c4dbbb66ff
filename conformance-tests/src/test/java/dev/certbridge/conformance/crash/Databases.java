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

/** A PostgreSQL of these tests' own, started once; it stops with the JVM. */
final class Databases {

    private static final String FIRST = "postgres";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Databases() {}

    private static final class Started {
        static final EmbeddedPostgres SERVER = start();
    }

    private static EmbeddedPostgres start() {
        try {
            // The embedded one is set up to forget: both settings are what a server has by default.
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema without a book. */
    static BookLocation.Postgres emptySchema() throws SQLException {
        return emptySchema(FIRST);
    }

    /** The same in a database of its own, to take away. */
    static BookLocation.Postgres emptySchema(String database) throws SQLException {
        if (!database.equals(FIRST)) {
            run(FIRST, "CREATE DATABASE " + database);
        }
        String schema = "book" + SCHEMAS.incrementAndGet();
        run(database, "CREATE SCHEMA " + schema);
        return new BookLocation.Postgres(Started.SERVER.getJdbcUrl("postgres", database) + "&currentSchema=" + schema);
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

    /** The first column of every row. */
    static List<String> ask(String database, String question) throws SQLException {
        try (Connection connection =
                        Started.SERVER.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            List<String> answers = new ArrayList<>();
            while (row.next()) {
                answers.add(row.getString(1));
            }
            return answers;
        }
    }
}
