package dev.certbridge.conformance.crash;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.nio.file.Files;
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

/** The location of a book, for every process that opens it. */
record BookLocation(String text) {

    /** Longer than any attempt may be in progress. */
    private static final Duration LATER = Duration.ofMinutes(10);

    static BookLocation sqlite(Path folder) throws IOException {
        return new BookLocation(
                Files.createTempDirectory(folder, "book").resolve("orders.db").toString());
    }

    SpendLog open(Path recovery) {
        if (!isPostgres()) {
            return SpendLog.of(OrderBooks.sqlite(Path.of(text), recovery));
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(text);
        return SpendLog.of(OrderBooks.postgres(source, recovery, source.getCurrentSchema()));
    }

    /** Opens the book as it is ten minutes later: moves the beginning of every attempt back instead of the clock. */
    SpendLog openLater(Path recovery) {
        String url = isPostgres() ? text : "jdbc:sqlite:" + Path.of(text).toUri();
        String update = "UPDATE certbridge_attempt SET begun = ? WHERE number = ?";
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement moving = connection.prepareStatement(update)) {
            for (Map.Entry<Long, Instant> attempt : begun(connection).entrySet()) {
                moving.setString(1, attempt.getValue().minus(LATER).toString());
                moving.setLong(2, attempt.getKey());
                moving.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return open(recovery);
    }

    private boolean isPostgres() {
        return text.startsWith("jdbc:");
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
}
