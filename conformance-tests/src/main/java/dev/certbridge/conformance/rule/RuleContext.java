package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The stubs and clients of one rule and one client under test, closed together. */
public final class RuleContext implements AutoCloseable {

    /** No poll issues a certificate; the rule does. */
    private static final StubOptions WAITING = StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE);

    private final ClientUnderTest candidate;
    private final List<TestClient> clients = new ArrayList<>();
    private final List<AutoCloseable> generated = new ArrayList<>();
    private boolean closed;

    /** Creates a context without a stub. */
    public RuleContext(ClientUnderTest candidate) {
        this.candidate = candidate;
    }

    /** Returns the client under test. */
    public ClientUnderTest candidate() {
        return candidate;
    }

    /** Returns a client of a fresh stub that issues nothing by itself, in time that only pauses move. */
    public TestClient client() {
        return client(options -> options);
    }

    /** Returns a client of a fresh stub with other options. */
    public TestClient client(UnaryOperator<StubOptions> stub) {
        StubOptions options = stub.apply(WAITING.clock(new SimulatedTime()));
        TestClient client = TestClient.at(candidate, options, connection -> connection);
        clients.add(client);
        return client;
    }

    /** Closes this too when the context is closed. */
    void alsoClose(AutoCloseable client) {
        generated.add(client);
    }

    /** Returns the stubs that were started. */
    public List<StubReseller> stubs() {
        return clients.stream().map(TestClient::stub).toList();
    }

    /** Returns options that reach no server: to ask a client for its capabilities. */
    public static ConnectOptions nowhere() {
        return ConnectOptions.builder().uri(URI.create("http://127.0.0.1:9")).build();
    }

    /** Stops all stubs, once; fails when a stub broke its contract. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            generated.forEach(RuleContext::closed);
            clients.forEach(TestClient::close);
        }
    }

    private static void closed(AutoCloseable client) {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("a generated client does not close", e);
        }
    }
}
