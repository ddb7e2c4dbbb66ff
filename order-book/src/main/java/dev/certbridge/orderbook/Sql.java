package dev.certbridge.orderbook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL statements on one connection. If a statement fails, throws an {@link IllegalStateException} whose message
 * has one line.
 */
final class Sql {

    private final Connection connection;
    private final UnaryOperator<String> qualified;
    private String settings;
    private @Nullable Instant began;
    private long changes;

    Sql(Connection connection) {
        this(connection, "", UnaryOperator.identity());
    }

    /**
     * Begins a transaction of PostgreSQL. The settings are sent together with the first statement, so that no separate
     * request to the server is needed.
     *
     * @param settings statements without parameters. Each statement ends with a semicolon
     * @param qualified a function that adds the name of the schema to the tables in a statement
     */
    Sql(Connection connection, String settings, UnaryOperator<String> qualified) {
        this.connection = connection;
        this.settings = settings;
        this.qualified = qualified;
    }

    /** Stores the time at which the database began the transaction. */
    void began(Instant time) {
        began = time;
    }

    Instant began() {
        return Objects.requireNonNull(began);
    }

    private String withSettings(String sql) {
        String both = settings + qualified.apply(sql);
        settings = "";
        return both;
    }

    /** Returns the number of statements that have failed or may have changed data. */
    long changes() {
        return changes;
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs a statement without parameters, such as a pragma, {@code CREATE TABLE} or {@code COMMIT}. */
    void run(String sql) {
        changes++;
        try (Statement statement = connection.createStatement()) {
            statement.execute(withSettings(sql));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void update(String sql, @Nullable Object... values) {
        changes++;
        try (PreparedStatement statement = connection.prepareStatement(withSettings(sql))) {
            bind(statement, values);
            statement.execute();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> list(String sql, Row<T> reading, @Nullable Object... values) {
        boolean hasSettings = !settings.isEmpty();
        try (PreparedStatement statement = connection.prepareStatement(withSettings(sql))) {
            bind(statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = hasSettings ? lastResult(statement) : statement.executeQuery()) {
                while (rows.next()) {
                    found.add(read(reading, rows));
                }
            }
            return found;
        } catch (SQLException e) {
            changes++;
            throw failed(e);
        }
    }

    /**
     * Runs several statements and returns the rows of the last statement. All statements before the last statement
     * return no rows.
     */
    private static ResultSet lastResult(PreparedStatement statement) throws SQLException {
        for (boolean rows = statement.execute(); !rows; rows = statement.getMoreResults()) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("the statement returned no rows");
            }
        }
        return statement.getResultSet();
    }

    /** Runs a query, and returns the first column of each row. */
    List<String> texts(String sql, @Nullable Object... values) {
        return list(sql, row -> row.getString(1), values);
    }

    /** Runs a query, and returns the first column of the first row. The result is empty if the query returns no row. */
    Optional<String> text(String sql, @Nullable Object... values) {
        return first(sql, row -> row.getString(1), values);
    }

    long number(String sql) {
        return list(sql, row -> row.getLong(1)).get(0);
    }

    boolean exists(String sql, @Nullable Object... values) {
        return !list(sql, row -> true, values).isEmpty();
    }

    /** Runs a query, and returns the first row. The result is empty if the query returns no row. */
    <T> Optional<T> first(String sql, Row<T> reading, @Nullable Object... values) {
        return list(sql, reading, values).stream().findFirst();
    }

    /** Converts a row of a result. Throws if the row contains an invalid value. */
    private static <T> T read(Row<T> reading, ResultSet row) throws SQLException {
        try {
            return reading.of(row);
        } catch (RuntimeException e) {
            String key = String.valueOf(row.getString(1)).replaceAll("\\p{Cntrl}", "?");
            throw new DamagedRowException(
                    "the order book has a damaged row, " + row.getMetaData().getColumnName(1) + " " + key + ": "
                            + firstLine(e) + ". Correct the row, or replace the book with the newest backup",
                    e);
        }
    }

    /** Thrown if a row contains an invalid value. */
    static final class DamagedRowException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        DamagedRowException(String message, RuntimeException cause) {
            super(message, cause);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text) {
                // OTHER leaves the type to PostgreSQL. As VARCHAR, the text could be compared with an operator that
                // somebody created in the search path of the role, instead of the operator of PostgreSQL.
                statement.setObject(i + 1, StoredText.of(text), Types.OTHER);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the order book's database failed: " + firstLine(e), e);
    }

    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
