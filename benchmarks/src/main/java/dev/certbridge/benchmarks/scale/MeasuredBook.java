package dev.certbridge.benchmarks.scale;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A new order book that counts its commits. */
final class MeasuredBook implements AutoCloseable {

    /** The storage of an order book. */
    enum Type {
        MEMORY("memory", 0, 0),
        SQLITE("SQLite", 400, 3),
        POSTGRES("PostgreSQL", 600, 3);

        final String text;
        /** Goal G13: the orders a second with 64 threads. */
        final int goal;
        /** The maximum number of commits of an order that no other thread shares. */
        final int mostCommits;

        Type(String text, int goal, int mostCommits) {
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
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1);
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
