package dev.certbridge.stub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a connection whose next request has not arrived in whole in time. The server's idle timeout counts from the last byte,
 * and a client that sends one byte now and then would hold a connection for ever. A request that comes to this handler has
 * arrived, and how long its answer takes is not limited.
 */
final class RequestDeadline extends Handler.Wrapper implements Connection.Listener {

    private final Connector connector;
    private final Map<EndPoint, Scheduler.Task> closings = new ConcurrentHashMap<>();

    /** As long as the connector lets a connection be idle. */
    RequestDeadline(Connector connector, Handler next) {
        super(next);
        this.connector = connector;
    }

    @Override
    public void onOpened(Connection connection) {
        await(connection.getEndPoint());
    }

    @Override
    public void onClosed(Connection connection) {
        cancel(connection.getEndPoint());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        cancel(endPoint);
        // Not a completion listener: the next request may be here before that is called.
        request.addHttpStreamWrapper(stream -> new AnsweredStream(stream, endPoint));
        return super.handle(request, response, callback);
    }

    private void await(EndPoint endPoint) {
        cancel(endPoint);
        closings.put(
                endPoint,
                connector
                        .getScheduler()
                        .schedule(() -> close(endPoint), connector.getIdleTimeout(), TimeUnit.MILLISECONDS));
    }

    private void close(EndPoint endPoint) {
        closings.remove(endPoint);
        endPoint.close(new TimeoutException("no whole request within " + connector.getIdleTimeout() + " ms"));
    }

    private void cancel(EndPoint endPoint) {
        Scheduler.Task closing = closings.remove(endPoint);
        if (closing != null) {
            closing.cancel();
        }
    }

    /** Waits for the next request when this one has been answered. */
    private final class AnsweredStream extends HttpStream.Wrapper {

        private final EndPoint endPoint;

        AnsweredStream(HttpStream stream, EndPoint endPoint) {
            super(stream);
            this.endPoint = endPoint;
        }

        @Override
        public void succeeded() {
            if (endPoint.isOpen()) {
                await(endPoint);
            }
            super.succeeded();
        }
    }
}
