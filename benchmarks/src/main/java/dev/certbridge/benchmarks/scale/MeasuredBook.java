package dev.certbridge.benchmarks.scale;

import dev.certbridge.benchmarks.gate.Goal;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A new order book that counts its commits. */
final class MeasuredBook implements AutoCloseable {

    /** The storage of an order book. */
    enum Type {
        MEMORY("memory", Optional.empty(), 0),
        SQLITE("SQLite", Optional.of(Goal.G13_SQLITE), 3),
        POSTGRES("PostgreSQL", Optional.of(Goal.G13_POSTGRES), 3);

        final String text;
        /** The goal for the orders a second with 64 threads. */
        final Optional<Goal> goal;
        /** The maximum number of commits of an order that no other thread shares. */
        final int mostCommits;

        Type(String text, Optional<Goal> goal, int mostCommits) {
            this.text = text;
            this.goal = goal;
            this.mostCommits = mostCommits;
        }
    }

    /** The offset of the number of commits in a SQLite file with a rollback journal. */
    private static final int FILE_CHANGE_COUNTER = 24;

    private final Type type;
    private final Path folder;
    private final OrderBook book;
    private final @Nullable EmbeddedPostgres server;

    private MeasuredBook(Type type, Path folder, OrderBook book, @Nullable EmbeddedPostgres server) {
        this.type = type;
        this.folder = folder;
        this.book = book;
        this.server = server;
    }

    /** Opens a book in a folder of the working folder, which is on a real disk. {@code /tmp} may be in memory. */
    static MeasuredBook open(Type type) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "book");
        Path recovery = Files.createDirectory(folder.resolve("recovery"));
        return switch (type) {
            case MEMORY -> new MeasuredBook(type, folder, OrderBooks.inMemory(), null);
            case SQLITE ->
                new MeasuredBook(type, folder, OrderBooks.sqlite(folder.resolve("orders.db"), recovery), null);
            case POSTGRES -> {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("data"))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                yield new MeasuredBook(type, folder, OrderBooks.postgres(pool(server), recovery), server);
            }
        };
    }

    @SuppressWarnings("deprecation") // A pool of the driver is enough here, and adds no dependency.
    private static DataSource pool(EmbeddedPostgres server) {
        var pool = new org.postgresql.ds.PGPoolingDataSource();
        pool.setURL(server.getJdbcUrl("postgres", "postgres"));
        pool.setMaxConnections(16);
        return pool;
    }

    Type type() {
        return type;
    }

    OrderBook book() {
        return book;
    }

    /** Returns the folder of the book, which {@link #close} deletes. */
    Path folder() {
        return folder;
    }

    /** Returns the number of commits until now that changed the book. The book in memory has none. */
    long commits() throws IOException {
        return switch (type) {
            case MEMORY -> 0;
            case SQLITE -> fileChangeCounter();
            case POSTGRES -> transactions();
        };
    }

    /** Returns the bytes of all tables and indexes. The book in memory has none. */
    long bytes() throws SQLException {
        return switch (type) {
            case MEMORY -> 0;
            case SQLITE -> {
                try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("orders.db"))) {
                    yield number(file, "PRAGMA page_size")
                            * (number(file, "PRAGMA page_count") - number(file, "PRAGMA freelist_count"));
                }
            }
            case POSTGRES -> {
                try (Connection connection = server.getPostgresDatabase().getConnection()) {
                    yield number(
                            connection,
                            "SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n"
                                    + " ON n.oid = relnamespace WHERE nspname = 'certbridge' AND relkind = 'r'");
                }
            }
        };
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long fileChangeCounter() throws IOException {
        // Closing the file drops SQLite's locks of this process. No transaction is in progress here, and the lock file
        // protects the book.
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("orders.db").toFile(), "r")) {
            file.seek(FILE_CHANGE_COUNTER);
            return file.readInt();
        }
    }

    private long transactions() {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return number(connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        book.close();
        if (server != null) {
            server.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
