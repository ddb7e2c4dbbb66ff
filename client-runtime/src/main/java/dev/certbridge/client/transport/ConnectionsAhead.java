package dev.certbridge.client.transport;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;

/**
 * Opens connections for spends before their requests are ready, so that a request does not wait for the handshakes of
 * its connection. Each connection carries at most one request, at most one second after it was opened. If a connection
 * fails or is closed before its request, nothing was written, and the request opens another one.
 */
final class ConnectionsAhead {

    /** The time after which unused connections are closed. The pool does not lease them after one second. */
    private static final Duration CLOSE = Duration.ofMillis(1_050);

    private final ConnectionPool pool;
    private final HttpRoute route;
    private final Duration connectTimeout;
    private final Deque<CompletableFuture<Void>> opening = new ConcurrentLinkedDeque<>();

    ConnectionsAhead(ConnectionPool pool, HttpRoute route, Duration connectTimeout) {
        this.pool = pool;
        this.route = route;
        this.connectTimeout = connectTimeout;
    }

    /** Begins to open a connection, and returns immediately. */
    void open() {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> open(opened), "certbridge-connect");
        thread.setDaemon(true);
        opening.add(opened);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The system has no more threads. The request opens its own connection.
            opening.remove(opened);
        }
    }

    private void open(CompletableFuture<Void> opened) {
        try {
            pool.openAhead(route);
            Deadline.after(CLOSE, pool::closeExpired);
            // HttpClient does not check a connection in the millisecond in which it was released.
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (Exception e) {
            // Nothing was written. The request opens its own connection, and reports a failure.
        } finally {
            opening.remove(opened);
            opened.complete(null);
        }
    }

    /** Waits for a connection that is being opened, if there is one. */
    void await() {
        CompletableFuture<Void> next = opening.poll();
        if (next == null) {
            return;
        }
        try {
            next.get(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The request opens its own connection.
        }
    }
}
