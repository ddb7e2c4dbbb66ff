package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.common.AbstractFileSource;
import com.github.tomakehurst.wiremock.common.FileSource;
import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.servlet.WireMockHandlerDispatchingServlet;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import wiremock.jakarta.servlet.ReadListener;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.ServletInputStream;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletRequestWrapper;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.io.Connection;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.ConnectionLimit;
import wiremock.org.eclipse.jetty.server.Connector;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.HttpChannel;
import wiremock.org.eclipse.jetty.server.HttpConnection;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.Response;
import wiremock.org.eclipse.jetty.server.ServerConnector;
import wiremock.org.eclipse.jetty.server.handler.ContextHandler;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;
import wiremock.org.eclipse.jetty.server.handler.HandlerCollection;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.FilterMapping;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;
import wiremock.org.eclipse.jetty.servlet.ServletHandler;
import wiremock.org.eclipse.jetty.servlet.ServletHolder;
import wiremock.org.eclipse.jetty.servlet.ServletMapping;
import wiremock.org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import wiremock.org.eclipse.jetty.util.thread.Scheduler;

/** A WireMock server without admin API, CORS headers and files. The server limits connections and requests. */
final class StubJettyServer extends Jetty11HttpServer {

    /** The maximum number of open connections. The operating system queues connections above this maximum. */
    static final int MAX_CONNECTIONS = 1_024;

    /** The time after which an idle connection is closed while the maximum number of connections is open. */
    private static final long IDLE_MILLIS_WHEN_FULL = 1_000;

    private final RefusalListener refusals;

    StubJettyServer(Options options, AdminRequestHandler admin, StubRequestHandler stub, RefusalListener refusals) {
        super(options, admin, stub);
        this.refusals = refusals;
    }

    /**
     * Receives each request that the server refuses before the stub receives it. Parts of the request can be missing.
     */
    interface RefusalListener {
        void refused(HttpServletRequest request, int status, String reason);
    }

    @Override
    protected ServerConnector createHttpConnector(
            String address, int port, JettySettings settings, NetworkTrafficListener listener) {
        // The default scheduler has a thread that keeps the process running.
        jettyServer.addBean(new ScheduledExecutorScheduler("certbridge-stub-timer", true));
        ServerConnector connector = super.createHttpConnector(address, port, settings, listener);
        ConnectionLimit limit = new ConnectionLimit(MAX_CONNECTIONS, connector);
        limit.setIdleTimeout(IDLE_MILLIS_WHEN_FULL);
        jettyServer.addBean(limit);
        return connector;
    }

    @Override
    protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stub) {
        HandlerCollection handlers = (HandlerCollection) super.createHandler(options, admin, stub);
        Arrays.stream(handlers.getHandlers())
                .filter(handler -> handler instanceof ContextHandler context
                        && context.getContextPath().equals("/__admin"))
                .forEach(handlers::removeHandler);
        jettyServer.setErrorHandler(plainErrors());
        DeadlineHandler deadline = new DeadlineHandler(httpConnector, handlers);
        httpConnector.addEventListener(deadline);
        // The constructor of the superclass calls this method before the field of this class is set.
        return new LoopbackFilter(deadline, (request, status, reason) -> refusals.refused(request, status, reason));
    }

    /** Removes all servlets of WireMock except the servlet that calls the stub, so that no path serves a file. */
    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
        ServletHandler servlets = context.getServletHandler();
        ServletHolder stubServlet = Arrays.stream(servlets.getServlets())
                .filter(servlet ->
                        WireMockHandlerDispatchingServlet.class.getName().equals(servlet.getClassName()))
                .findFirst()
                .orElseThrow();
        ServletMapping everything = new ServletMapping();
        everything.setServletName(stubServlet.getName());
        everything.setPathSpec("/");
        servlets.setFilterMappings(new FilterMapping[0]);
        servlets.setFilters(new FilterHolder[0]);
        servlets.setServletMappings(new ServletMapping[] {everything});
        servlets.setServlets(new ServletHolder[] {stubServlet});
        context.setWelcomeFiles(new String[0]);
        context.setErrorHandler(plainErrors());
    }

    /**
     * Returns an error handler. The error handler hides the name of the server, and reports requests that are not valid
     * HTTP.
     */
    private ErrorHandler plainErrors() {
        ErrorHandler errors = new ErrorHandler() {
            @Override
            public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
                Request request =
                        HttpConnection.getCurrentConnection().getHttpChannel().getRequest();
                refusals.refused(request, status, "not a valid HTTP request: " + reason);
                return super.badMessageError(status, reason, fields);
            }
        };
        errors.setShowStacks(false);
        errors.setShowServlet(false);
        return errors;
    }

    /**
     * Refuses requests for another host, requests from a web page of another site, and requests with a long or
     * compressed body. A web page can make the browser of its reader send requests to the loopback interface.
     */
    static final class LoopbackFilter extends HandlerWrapper {

        /** The maximum length of a request body. An order for a hundred names has about 20 KB, including the CSR. */
        static final int MAX_BODY_BYTES = 1 << 20;

        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
        private static final Pattern PORT = Pattern.compile("(:\\d{0,5})?$");

        private static final String TOO_LONG =
                "a stub reads bodies of at most " + MAX_BODY_BYTES + " bytes; send a shorter one";

        private final RefusalListener refusals;

        LoopbackFilter(Handler next, RefusalListener refusals) {
            this.refusals = refusals;
            setHandler(next);
        }

        @Override
        public void handle(String target, Request jetty, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            if (!isForThisMachine(jetty)) {
                refuse(jetty, 421, "a stub answers only for localhost, 127.0.0.1 and [::1]; use one of these hosts");
            } else if (isFromAnotherSite(request)) {
                refuse(
                        jetty,
                        403,
                        "a stub does not answer web pages of other sites; send the request without a" + " browser");
            } else if (!values(request, "Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase)) {
                refuse(jetty, 415, "a stub does not accept compressed bodies; send the body without Content-Encoding");
            } else if (request.getContentLengthLong() > MAX_BODY_BYTES) {
                refuse(jetty, 413, TOO_LONG);
            } else {
                byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
                if (body.length > MAX_BODY_BYTES) {
                    refuse(jetty, 413, TOO_LONG);
                } else if (body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b) {
                    // WireMock would unpack a gzip body even without the header, and a megabyte can become a gigabyte.
                    refuse(jetty, 415, "a stub does not accept compressed bodies; send the body uncompressed");
                } else {
                    super.handle(target, jetty, new ReceivedRequest(request, body), response);
                }
            }
        }

        /** Returns true if all hosts of the request are loopback hosts. HTTP/1.0 allows a request without a host. */
        private static boolean isForThisMachine(Request request) {
            String inTarget = request.getHttpURI().getHost();
            return (inTarget == null || LOOPBACK.matcher(inTarget).matches())
                    && values(request, "Host").stream()
                            .allMatch(host -> LOOPBACK.matcher(
                                            PORT.matcher(host.strip()).replaceFirst(""))
                                    .matches());
        }

        /** Returns true if the headers of a browser state that a web page of another site sent the request. */
        private static boolean isFromAnotherSite(HttpServletRequest request) {
            return values(request, "Sec-Fetch-Site").contains("cross-site")
                    || !values(request, "Origin").stream().allMatch(LoopbackFilter::isLocalOrigin);
        }

        private static boolean isLocalOrigin(String origin) {
            try {
                String host = new URI(origin).getHost();
                return host != null && LOOPBACK.matcher(host).matches();
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private static List<String> values(HttpServletRequest request, String header) {
            return Collections.list(request.getHeaders(header));
        }

        private void refuse(Request request, int status, String text) throws IOException {
            refusals.refused(request, status, text);
            request.setHandled(true);
            Response response = request.getResponse();
            response.setStatus(status);
            // The rest of the body is not read, so this connection cannot carry another request.
            response.setHeader("Connection", "close");
            response.setHeader("Content-Type", "text/plain;charset=utf-8");
            response.getOutputStream().print(text + "\n");
        }
    }

    private static final class ReceivedRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReceivedRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("a stub does not support asynchronous reads of a body");
                }
            };
        }
    }

    /**
     * Closes a connection if its next request does not arrive completely in time. The idle timeout of the server does
     * not limit the time of a whole request, because the idle timeout starts again with each byte.
     */
    private static final class DeadlineHandler extends HandlerWrapper
            implements Connection.Listener, HttpChannel.Listener {

        private final Connector connector;
        private final Map<EndPoint, Scheduler.Task> closings = new ConcurrentHashMap<>();

        DeadlineHandler(Connector connector, Handler next) {
            this.connector = connector;
            setHandler(next);
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
        public void handle(String target, Request jetty, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            cancel(jetty.getHttpChannel().getEndPoint());
            super.handle(target, jetty, request, response);
        }

        /**
         * Starts the time limit of the next request. Jetty reads no byte of the next request before this method
         * returns.
         */
        @Override
        public void onComplete(Request request) {
            EndPoint endPoint = request.getHttpChannel().getEndPoint();
            if (endPoint.isOpen()) {
                await(endPoint);
            }
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
            endPoint.close(new TimeoutException("no complete request within " + connector.getIdleTimeout() + " ms"));
        }

        private void cancel(EndPoint endPoint) {
            Scheduler.Task closing = closings.remove(endPoint);
            if (closing != null) {
                closing.cancel();
            }
        }
    }

    /** An empty, read-only folder. Without this folder, WireMock would use {@code src/test/resources} of the user. */
    static final class NoFiles extends AbstractFileSource {

        NoFiles() {
            super(new File("no-files"));
        }

        @Override
        public FileSource child(String name) {
            return this;
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        protected boolean readOnly() {
            return true;
        }
    }
}
