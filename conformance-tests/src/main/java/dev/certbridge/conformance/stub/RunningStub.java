package dev.certbridge.conformance.stub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.util.List;

/** A stub reseller on an embedded WireMock: one server, one catch-all mapping, one extension. */
public abstract class RunningStub implements StubReseller {

    private static final String LOOPBACK = "127.0.0.1";

    private final String name;
    private final ResellerRules rules;
    private final Workshop workshop;
    private final Engine engine;
    private final WireMockServer server;

    /** Starts to listen. */
    protected RunningStub(String name, Workshop workshop, ResellerRules rules) {
        this.name = name;
        this.rules = rules;
        this.workshop = workshop;
        StubOptions options = workshop.options();
        this.engine = new Engine(Contract.of(name), rules, workshop.ledger(), options.clock());
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(options.port())
                .http2PlainDisabled(true)
                // Our own journal keeps less, and the ledger keeps what matters.
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .containerThreads(64)
                .extensions(new WireMockDoor(engine, options.clock()));
        this.server = new WireMockServer(configuration);
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
        server.start();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final URI uri() {
        return URI.create("http://" + LOOPBACK + ":" + server.port());
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

    @Override
    public final List<String> contractViolations() {
        return engine.violations();
    }

    @Override
    public final void close() {
        server.stop();
    }
}
