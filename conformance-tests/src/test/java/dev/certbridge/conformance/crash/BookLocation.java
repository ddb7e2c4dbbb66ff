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
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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

    /** Opens the book as it is ten minutes later: moves times in it back instead of moving the clock. */
    SpendLog openLater(Path recovery) {
        String url = isPostgres() ? text : "jdbc:sqlite:" + Path.of(text).toUri();
        try (Connection connection = DriverManager.getConnection(url)) {
            moveBack(connection, "certbridge_attempt", "begun");
            moveBack(connection, "certbridge_account", "began");
            // Without this, the order waits until the killed process cannot read the listing any more.
            moveBack(connection, "certbridge_account", "reading_until");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return open(recovery);
    }

    private boolean isPostgres() {
        return text.startsWith("jdbc:");
    }

    private static void moveBack(Connection connection, String table, String column) throws SQLException {
        Set<String> times = new HashSet<>();
        try (Statement reading = connection.createStatement();
                ResultSet row = reading.executeQuery("SELECT " + column + " FROM " + table)) {
            while (row.next()) {
                Optional.ofNullable(row.getString(1)).ifPresent(times::add);
            }
        }
        String update = "UPDATE " + table + " SET " + column + " = ? WHERE " + column + " = ?";
        try (PreparedStatement moving = connection.prepareStatement(update)) {
            // The earliest first, so that none is moved twice.
            for (String time :
                    times.stream().sorted(Comparator.comparing(Instant::parse)).toList()) {
                moving.setString(1, Instant.parse(time).minus(LATER).toString());
                moving.setString(2, time);
                moving.executeUpdate();
            }
        }
    }
}
