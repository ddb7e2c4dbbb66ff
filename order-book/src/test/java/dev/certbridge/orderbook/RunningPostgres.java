package dev.certbridge.orderbook;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGPooledConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server for the tests, started once. Each test gets an empty schema. The server stops with the JVM. */
final class RunningPostgres {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private RunningPostgres() {}

    private static final class Started {
        // The embedded server does not sync by default. These are the default settings of a real server.
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

    static PGSimpleDataSource server() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Started.SERVER.getJdbcUrl("postgres", "postgres"));
        return source;
    }

    static PGSimpleDataSource emptySchema() throws SQLException {
        PGSimpleDataSource source = server();
        String schema = "book" + SCHEMAS.incrementAndGet();
        run(source, "CREATE SCHEMA " + schema);
        source.setCurrentSchema(schema);
        return source;
    }

    /** Creates a database that only one test uses. */
    static PGSimpleDataSource emptyDatabase(String name) throws SQLException {
        PGSimpleDataSource source = server();
        run(source, "CREATE DATABASE " + name);
        source.setDatabaseName(name);
        return source;
    }

    static void run(PGSimpleDataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection()) {
            List.of(statements).forEach(new Sql(connection)::run);
        }
    }

    static PostgresStore store(PGSimpleDataSource source, Schema schema) {
        return new PostgresStore(source, new PostgresSchema(source.getCurrentSchema(), true), schema);
    }

    /** A source whose connections a test changes. */
    static class ChangedSource extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        ChangedSource(PGSimpleDataSource source) {
            setUrl(source.getUrl());
            setUser("postgres");
        }
    }

    /** A pool: it hands out closed connections again, unless they failed. */
    static final class Pool extends ChangedSource implements ConnectionEventListener, AutoCloseable {

        private static final long serialVersionUID = 1L;

        private final transient Deque<PooledConnection> idle = new ArrayDeque<>();
        private final transient Set<PooledConnection> failed = new HashSet<>();

        Pool(PGSimpleDataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            PooledConnection pooled;
            synchronized (idle) {
                pooled = idle.poll();
            }
            if (pooled == null) {
                pooled = new PGPooledConnection(super.getConnection(), true);
                pooled.addConnectionEventListener(this);
            }
            return pooled.getConnection();
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            synchronized (idle) {
                PooledConnection closed = (PooledConnection) event.getSource();
                if (!failed.remove(closed)) {
                    idle.push(closed);
                }
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            synchronized (idle) {
                failed.add((PooledConnection) event.getSource());
            }
        }

        @Override
        public void close() throws SQLException {
            synchronized (idle) {
                for (PooledConnection pooled : idle) {
                    pooled.close();
                }
                idle.clear();
            }
        }
    }

    /**
     * A schema with the tables of a book, emptied for each test, and a pool of connections to it. For a server,
     * creating the tables and opening a connection takes longer than most of what is tested.
     */
    static final class SharedSchema implements AutoCloseable {

        final String name;
        private final Pool pool;
        private final String reset;

        SharedSchema(Path recovery) throws SQLException {
            PGSimpleDataSource source = emptySchema();
            name = source.getCurrentSchema();
            pool = new Pool(source);
            OrderBooks.postgres(pool, recovery, name).close();
            try (Connection connection = pool.getConnection()) {
                Sql sql = new Sql(connection);
                List<String> tables = sql.texts("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
                tables.forEach(table -> sql.run("CREATE TABLE first_" + table + " AS TABLE " + table));
                reset = tables.stream()
                        .map(table ->
                                "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM first_" + table)
                        // A test that still locks a row causes an error here instead of a test that hangs.
                        .collect(Collectors.joining("; ", "SET lock_timeout = '20s'; ", "; RESET lock_timeout"));
            }
        }

        /** Empties the tables and returns the pool. */
        Pool emptied() throws SQLException {
            run(pool, reset);
            return pool;
        }

        /** Returns a source that opens a connection each time, with settings of its own. */
        PGSimpleDataSource source() {
            return new ChangedSource(pool);
        }

        @Override
        public void close() throws SQLException {
            pool.close();
        }
    }
}
