package dev.certbridge.stub;

import java.net.URI;
import java.util.List;

/**
 * A stub reseller on an embedded WireMock: one server and one extension. The public methods of a stub that return it, and
 * take one value at most, are its knobs: a {@link Schedule} can turn each of them.
 */
public abstract class WireMockStub implements StubReseller {

    private final String name;
    private final StubBehaviour rules;
    private final StubContext workshop;
    private final StubRequestHandler engine;
    private final StubServer port;
    private final URI uri;

    /** Starts to listen. */
    protected WireMockStub(String name, StubContext workshop, StubBehaviour rules) {
        this.name = name;
        this.rules = rules;
        this.workshop = workshop;
        StubOptions options = workshop.options();
        this.engine = new StubRequestHandler(StubContract.of(name), rules, workshop.ledger(), options.clock());
        this.port = StubServer.forStub(options.port());
        // A stub that was closed is still asked where it was.
        this.uri = URI.create("http://" + StubServer.LOOPBACK + ":" + port.number());
        port.serve(engine, options.clock());
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
        return rules.apiKey();
    }

    @Override
    public final Ledger ledger() {
        return workshop.ledger();
    }

    @Override
    public final Journal journal() {
        return engine.journal();
    }

    @Override
    public final CertificateAuthority authority() {
        return workshop.authority();
    }

    @Override
    public final StubReseller answer(String operationId, CannedFailure failure) {
        engine.answer(operationId, failure);
        return this;
    }

    /** Done just before this stub looks at a request, the next one where {@code next} is 1. */
    final void before(int next, Runnable turn) {
        engine.before(next, turn);
    }

    @Override
    public final List<String> contractViolations() {
        return engine.violations();
    }

    @Override
    public final void close() {
        port.leave(engine);
    }
}
