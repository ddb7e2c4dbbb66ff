package dev.certbridge.conformance.crash;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * The SQLite driver with a tap: a book opens its connection itself, and settings hold for one connection only. While it is
 * there it comes before the real one.
 */
final class InterceptingDriver implements Driver, AutoCloseable {

    private final JDBC real = new JDBC();
    private @Nullable Connection latest;

    /** In front of the real driver until it is closed. */
    static InterceptingDriver inFront() throws SQLException {
        Driver known = DriverManager.getDriver(JDBC.PREFIX);
        InterceptingDriver tapped = new InterceptingDriver();
        DriverManager.deregisterDriver(known);
        DriverManager.registerDriver(tapped);
        DriverManager.registerDriver(known);
        return tapped;
    }

    /** Runs this on the connection that was opened last. */
    void run(String sql) throws SQLException {
        try (Statement statement = latest().createStatement()) {
            statement.execute(sql);
        }
    }

    /** What that connection says to this. */
    String ask(String sql) throws SQLException {
        try (Statement statement = latest().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }

    private Connection latest() {
        if (latest == null) {
            throw new IllegalStateException("no connection was opened");
        }
        return latest;
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        latest = real.connect(url, info);
        return latest;
    }

    @Override
    public boolean acceptsURL(String url) {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return real.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return real.getParentLogger();
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }
}
