package dev.certbridge.conformance.stub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of the loopback interface where stubs listen one after the other. It is listened at all the time, so that no
 * other program takes it between two of them: a {@link RunningStub} that is told this port takes its requests from here.
 */
public final class KeptPort implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    // A port is one for the whole process, and so is who keeps it.
    private static final Map<Integer, KeptPort> KEPT = new ConcurrentHashMap<>();

    private final WireMockDoor door = new WireMockDoor();
    private final WireMockServer server;

    private KeptPort(int port) {
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(port)
                .http2PlainDisabled(true)
                // Our own journal keeps less, and the ledger keeps what matters.
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .threadPoolFactory(unused -> new StubThreads())
                .extensions(door);
        this.server = new WireMockServer(configuration);
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
        server.start();
    }

    /** A port for several stubs, 0 for any free one. Without a stub it answers 503. */
    public static KeptPort open(int port) {
        KeptPort kept = new KeptPort(port);
        KEPT.put(kept.number(), kept);
        return kept;
    }

    /** Where a stub listens: a port that is kept, or one of its own. */
    static KeptPort forStub(int port) {
        KeptPort kept = KEPT.get(port);
        return kept == null ? new KeptPort(port) : kept;
    }

    /** The number of the port. */
    public int number() {
        return server.port();
    }

    /** From now on these are answered. */
    void serve(Engine engine, Clock clock) {
        door.open(engine, clock);
    }

    /** The stub that listened is done, and with it a port that nobody keeps. */
    void leave(Engine engine) {
        door.shut(engine);
        if (!KEPT.containsValue(this)) {
            server.stop();
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        KEPT.values().remove(this);
        server.stop();
    }
}
