package dev.certbridge.conformance.crash;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a book lies, for every process that opens it. */
sealed interface BookLocation {

    /** Longer than any attempt may be on its way. */
    Duration LATER = Duration.ofMinutes(10);

    /** The book now. */
    SpendLog open(Path rescues);

    /** The book as somebody finds it who comes {@link #LATER}. */
    SpendLog openLater(Path rescues);

    /** For {@link #parse}. */
    String text();

    static BookLocation parse(String text) {
        return text.startsWith("jdbc:") ? new Postgres(text) : new Sqlite(Path.of(text));
    }

    /**
     * A file.
     *
     * @param file the book
     */
    record Sqlite(Path file) implements BookLocation {
        @Override
        public SpendLog open(Path rescues) {
            return SpendLog.of(OrderBooks.sqlite(file, rescues));
        }

        /** Its time is that of the file system, so what has begun is moved back instead. */
        @Override
        public SpendLog openLater(Path rescues) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
                    PreparedStatement moving =
                            connection.prepareStatement("UPDATE certbridge_attempt SET begun = ? WHERE number = ?")) {
                for (Map.Entry<Long, Instant> attempt : begun(connection).entrySet()) {
                    moving.setString(1, attempt.getValue().minus(LATER).toString());
                    moving.setLong(2, attempt.getKey());
                    moving.executeUpdate();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return open(rescues);
        }

        private static Map<Long, Instant> begun(Connection connection) throws SQLException {
            Map<Long, Instant> begun = new TreeMap<>();
            try (Statement reading = connection.createStatement();
                    ResultSet row = reading.executeQuery("SELECT number, begun FROM certbridge_attempt")) {
                while (row.next()) {
                    begun.put(row.getLong(1), Instant.parse(row.getString(2)));
                }
            }
            return begun;
        }

        @Override
        public String text() {
            return file.toString();
        }
    }

    /**
     * A schema of a database. Its time is the server's, so whoever comes later asks the server for a later one.
     *
     * @param url the schema's address
     */
    record Postgres(String url) implements BookLocation {
        @Override
        public SpendLog open(Path rescues) {
            PGSimpleDataSource source = source();
            return SpendLog.of(OrderBooks.postgres(source, rescues, source.getCurrentSchema()));
        }

        @Override
        public SpendLog openLater(Path rescues) {
            PGSimpleDataSource source = source();
            return SpendLog.of(
                    OrderBooks.postgres(DelayedDataSource.of(source, LATER), rescues, source.getCurrentSchema()));
        }

        @Override
        public String text() {
            return url;
        }

        private PGSimpleDataSource source() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            return source;
        }
    }
}
