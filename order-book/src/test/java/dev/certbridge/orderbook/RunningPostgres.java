package dev.certbridge.orderbook;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of the tests' own, started once; each test gets an empty schema of it. It stops with the JVM. */
final class RunningPostgres {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private RunningPostgres() {}

    private static final class Started {
        // The embedded one is set up to forget: both settings are what a server has by default.
        static final EmbeddedPostgres SERVER = start(Map.of("fsync", "on", "synchronous_commit", "on"));
    }

    static EmbeddedPostgres start(Map<String, String> settings) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1));
            settings.forEach(builder::setServerConfig);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PGSimpleDataSource emptySchema() throws SQLException {
        PGSimpleDataSource source = server();
        String schema = "book" + SCHEMAS.incrementAndGet();
        try (Connection connection = source.getConnection()) {
            new Sql(connection).run("CREATE SCHEMA " + schema);
        }
        source.setCurrentSchema(schema);
        return source;
    }

    /** The schema that connections of this source begin in. */
    static PostgresSchema schemaOf(PGSimpleDataSource source) {
        return new PostgresSchema(source.getCurrentSchema(), true);
    }

    /** A database of its own, to take away. */
    static PGSimpleDataSource emptyDatabase(String name) throws SQLException {
        PGSimpleDataSource source = server();
        try (Connection connection = source.getConnection()) {
            new Sql(connection).run("CREATE DATABASE " + name);
        }
        source.setDatabaseName(name);
        return source;
    }

    static PGSimpleDataSource server() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Started.SERVER.getJdbcUrl("postgres", "postgres"));
        return source;
    }
}
