package dev.certbridge.conformance.rule;

import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.conformance.Candidate;
import dev.certbridge.conformance.endtoend.Shopper;
import dev.certbridge.conformance.endtoend.SimulatedTime;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where one rule is tried on one candidate: fresh stubs, which are all known here and closed together. */
public final class Stage implements AutoCloseable {

    /** A certificate is issued when the rule says so, and by no look. */
    private static final StubOptions WAITING = StubOptions.defaults().looksUntilIssued(Integer.MAX_VALUE);

    private final Candidate candidate;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private boolean closed;

    /** A stage without a stub yet. */
    public Stage(Candidate candidate) {
        this.candidate = candidate;
    }

    /** Who is tried. */
    public Candidate candidate() {
        return candidate;
    }

    /** Somebody at a fresh stub that issues nothing by itself, in time that only pauses move. */
    public Shopper shopper() {
        return shopper(options -> options);
    }

    /** Somebody at a fresh stub that behaves otherwise. */
    public Shopper shopper(UnaryOperator<StubOptions> stub) {
        StubOptions options = stub.apply(WAITING.clock(new SimulatedTime()));
        Shopper shopper = Shopper.at(candidate, options, connection -> connection);
        shoppers.add(shopper);
        return shopper;
    }

    /** Closes this too, when everything is stopped. */
    void alsoClose(AutoCloseable client) {
        clients.add(client);
    }

    /** The stubs of everybody so far. */
    public List<StubReseller> stubs() {
        return shoppers.stream().map(Shopper::stub).toList();
    }

    /** Reaches nobody: for asking a client what it can do. */
    public static ConnectOptions nowhere() {
        return ConnectOptions.defaults().uri(URI.create("http://127.0.0.1:9"));
    }

    /** Stops everything, once; fails when a stub broke its contract. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            clients.forEach(Stage::closed);
            shoppers.forEach(Shopper::close);
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
