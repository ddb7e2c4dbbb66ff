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

/**
 * The stubs and clients that one rule uses to test one client. All stubs and clients of a context are closed together.
 */
public final class RuleContext implements AutoCloseable {

    /**
     * The options of a stub that never issues a certificate in response to a poll. The rule decides when the stub
     * issues a certificate.
     */
    private static final StubOptions WAITING = StubOptions.defaults().readsUntilIssued(Integer.MAX_VALUE);

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

    /**
     * Starts a stub that issues certificates only when the rule asks for them, and connects a client to the stub. The
     * stub and the client use simulated time.
     */
    public TestClient client() {
        return client(options -> options);
    }

    /** Starts a stub with changed options, and connects a client to the stub. */
    public TestClient client(UnaryOperator<StubOptions> stub) {
        StubOptions options = stub.apply(WAITING.clock(new SimulatedTime()));
        TestClient client = TestClient.at(candidate, options, connection -> connection);
        clients.add(client);
        return client;
    }

    /** Registers a generated client, which is closed together with the context. */
    void alsoClose(AutoCloseable client) {
        generated.add(client);
    }

    /** Returns the stubs of this context, in the order in which they were started. */
    public List<StubReseller> stubs() {
        return clients.stream().map(TestClient::stub).toList();
    }

    /**
     * Returns connect options with an address where no server listens, for clients that do not have to reach the stub.
     */
    public static ConnectOptions nowhere() {
        return ConnectOptions.builder().uri(URI.create("http://127.0.0.1:9")).build();
    }

    /**
     * Closes all clients and stops all stubs. Throws {@link AssertionError} if a stub violated its contract. If the
     * context is already closed, this method does nothing.
     */
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
            throw new IllegalStateException("a generated client cannot be closed", e);
        }
    }
}
