package dev.certbridge.conformance.crash;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * The SQLite driver, with access to the connection that a book opens: settings hold for one connection only. It is registered
 * before the real driver until it is closed.
 */
final class InterceptingDriver extends JDBC implements AutoCloseable {

    private @Nullable Connection latest;

    static InterceptingDriver register() throws SQLException {
        Driver real = DriverManager.getDriver(JDBC.PREFIX);
        InterceptingDriver intercepting = new InterceptingDriver();
        DriverManager.deregisterDriver(real);
        DriverManager.registerDriver(intercepting);
        DriverManager.registerDriver(real);
        return intercepting;
    }

    /** Runs a statement on the connection that was opened last. */
    void run(String sql) throws SQLException {
        try (Statement statement = latest().createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first value of a query on the connection that was opened last. */
    String query(String sql) throws SQLException {
        try (Statement statement = latest().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }

    private Connection latest() {
        return Objects.requireNonNull(latest, "no connection was opened");
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        Connection connection = super.connect(url, info);
        latest = connection == null ? latest : connection;
        return connection;
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }
}
