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

/** Where one rule is tried on one candidate: fresh stubs, which are all known here and closed together. */
public final class RuleContext implements AutoCloseable {

    /** A certificate is issued when the rule says so, and by no look. */
    private static final StubOptions WAITING = StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE);

    private final ClientUnderTest candidate;
    private final List<TestClient> shoppers = new ArrayList<>();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private boolean closed;

    /** A stage without a stub yet. */
    public RuleContext(ClientUnderTest candidate) {
        this.candidate = candidate;
    }

    /** Who is tried. */
    public ClientUnderTest candidate() {
        return candidate;
    }

    /** Somebody at a fresh stub that issues nothing by itself, in time that only pauses move. */
    public TestClient shopper() {
        return shopper(options -> options);
    }

    /** Somebody at a fresh stub that behaves otherwise. */
    public TestClient shopper(UnaryOperator<StubOptions> stub) {
        StubOptions options = stub.apply(WAITING.clock(new SimulatedTime()));
        TestClient shopper = TestClient.at(candidate, options, connection -> connection);
        shoppers.add(shopper);
        return shopper;
    }

    /** Closes this too, when everything is stopped. */
    void alsoClose(AutoCloseable client) {
        clients.add(client);
    }

    /** The stubs of everybody so far. */
    public List<StubReseller> stubs() {
        return shoppers.stream().map(TestClient::stub).toList();
    }

    /** Reaches nobody: for asking a client what it can do. */
    public static ConnectOptions nowhere() {
        return ConnectOptions.builder().uri(URI.create("http://127.0.0.1:9")).build();
    }

    /** Stops everything, once; fails when a stub broke its contract. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            clients.forEach(RuleContext::closed);
            shoppers.forEach(TestClient::close);
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
