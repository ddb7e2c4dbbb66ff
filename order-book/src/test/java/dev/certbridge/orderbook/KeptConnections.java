package dev.certbridge.orderbook;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGPooledConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool: what is closed is handed out again, unless it failed. */
final class KeptConnections extends PGSimpleDataSource implements ConnectionEventListener, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private final transient Deque<PooledConnection> idle = new ArrayDeque<>();
    private final transient Set<PooledConnection> failed = new HashSet<>();

    /** Connects as this source does now. */
    KeptConnections(PGSimpleDataSource source) {
        setUrl(source.getUrl());
        setUser("postgres");
    }

    @Override
    public Connection getConnection() throws SQLException {
        PooledConnection kept;
        synchronized (idle) {
            kept = idle.poll();
        }
        if (kept == null) {
            kept = new PGPooledConnection(super.getConnection(), true);
            kept.addConnectionEventListener(this);
        }
        return kept.getConnection();
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
            for (PooledConnection kept : idle) {
                kept.close();
            }
            idle.clear();
        }
    }
}
