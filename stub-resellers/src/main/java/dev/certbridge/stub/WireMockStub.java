package dev.certbridge.stub;

import java.net.URI;
import java.util.List;

/**
 * A stub that runs on an embedded WireMock server. The settings of a stub are its public methods that return the stub
 * itself and take at most one value.
 */
public abstract class WireMockStub implements StubReseller {

    private final String name;
    private final StubBehaviour behaviour;
    private final StubContext context;
    private final StubRequestHandler handler;
    private final StubServer server;
    private final URI uri;

    /** Starts the stub. */
    protected WireMockStub(String name, StubContext context, StubBehaviour behaviour) {
        this.name = name;
        this.behaviour = behaviour;
        this.context = context;
        StubOptions options = context.options();
        this.handler = new StubRequestHandler(StubContract.of(name), behaviour, context.ledger(), options.clock());
        this.server = StubServer.forStub(options.port());
        // Stored, so that it is available after the stub has been closed.
        this.uri = URI.create("http://" + StubServer.LOOPBACK + ":" + server.number());
        server.serve(handler, options.clock());
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final URI uri() {
        return uri;
    }

    @Override
    public final String apiKey() {
        return behaviour.apiKey();
    }

    @Override
    public final Ledger ledger() {
        return context.ledger();
    }

    @Override
    public final Journal journal() {
        return handler.journal();
    }

    @Override
    public final CertificateAuthority authority() {
        return context.authority();
    }

    @Override
    public final StubReseller answer(String operationId, CannedFailure failure) {
        handler.answer(operationId, failure);
        return this;
    }

    final void before(int next, Runnable action) {
        handler.before(next, action);
    }

    @Override
    public final List<String> contractViolations() {
        return handler.violations();
    }

    @Override
    public final void close() {
        server.leave(handler);
    }
}
