package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty12.Jetty12HttpServer;
import com.github.tomakehurst.wiremock.servlet.WireMockHandlerDispatchingServlet;
import java.util.Arrays;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.ServletMapping;
import org.eclipse.jetty.io.NetworkTrafficListener;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;

/**
 * The HTTP server of a stub: WireMock's, without its admin API, its CORS headers and its folder of files, and with bounds on
 * connections, requests and the time that a request takes to arrive.
 */
final class StubJettyServer extends Jetty12HttpServer {

    /** Many times what a client of one reseller opens. Further connections wait until one of these closes, or are closed. */
    static final int MAX_CONNECTIONS = 1_024;

    /** How long an idle connection stays open while others wait for it. */
    private static final long IDLE_MILLIS_WHEN_FULL = 1_000;

    StubJettyServer(Options options, AdminRequestHandler admin, StubRequestHandler stub) {
        super(options, admin, stub);
    }

    @Override
    protected ServerConnector createHttpConnector(
            String address, int port, JettySettings settings, NetworkTrafficListener listener) {
        ServerConnector connector = super.createHttpConnector(address, port, settings, listener);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(MAX_CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE_MILLIS_WHEN_FULL);
        jettyServer.addBean(limit);
        return connector;
    }

    @Override
    protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stub) {
        Handler.Sequence handlers = (Handler.Sequence) super.createHandler(options, admin, stub);
        handlers.getHandlers().stream()
                .filter(handler -> handler instanceof ContextHandler context
                        && context.getContextPath().equals("/__admin"))
                .forEach(handlers::removeHandler);
        jettyServer.setErrorHandler(plainErrors());
        RequestDeadline deadline = new RequestDeadline(httpConnector, handlers);
        httpConnector.addEventListener(deadline);
        return new LoopbackRequestFilter(deadline);
    }

    /** Leaves of WireMock's servlets the one that asks the stub, so that no path leads to a file. */
    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
        ServletHandler servlets = context.getServletHandler();
        ServletHolder asksTheStub = Arrays.stream(servlets.getServlets())
                .filter(servlet ->
                        WireMockHandlerDispatchingServlet.class.getName().equals(servlet.getClassName()))
                .findFirst()
                .orElseThrow();
        ServletMapping everything = new ServletMapping();
        everything.setServletName(asksTheStub.getName());
        everything.setPathSpec("/");
        servlets.setFilterMappings(new FilterMapping[0]);
        servlets.setFilters(new FilterHolder[0]);
        servlets.setServletMappings(new ServletMapping[] {everything});
        servlets.setServlets(new ServletHolder[] {asksTheStub});
        context.setWelcomeFiles(new String[0]);
        context.setErrorHandler(plainErrors());
    }

    private static ErrorHandler plainErrors() {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowOrigin(false);
        return errors;
    }
}
