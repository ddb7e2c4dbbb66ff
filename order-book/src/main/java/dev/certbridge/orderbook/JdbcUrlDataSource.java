package dev.certbridge.orderbook;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections to the database of a JDBC URL, without a pool. No message contains the URL, because the URL may
 * contain a password.
 */
public final class JdbcUrlDataSource implements DataSource {

    private final String url;

    /**
     * Creates a data source for a JDBC URL.
     *
     * @param variable the name of the environment variable that contains the URL, for messages
     * @throws IllegalArgumentException no driver on the class path accepts the URL
     */
    public JdbcUrlDataSource(String variable, String url) {
        this.url = url;
        boolean known = DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (SQLException e) {
                return false;
            }
        });
        if (!known) {
            throw new IllegalArgumentException("no JDBC driver accepts the URL in " + variable
                    + ". Add PostgreSQL's driver, org.postgresql:postgresql, to the class path");
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new SQLException(
                    String.valueOf(e.getMessage()).contains(url)
                            ? "the database does not accept the connection"
                            : e.getMessage(),
                    e.getSQLState());
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the URL must contain the user and the password");
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(Writer.nullWriter());
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // Nothing is logged.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The URL has the timeout.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
