package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of the loopback interface where stubs listen one after the other. It is listened at all the time, so that no
 * other program takes it between two of them: a {@link WireMockStub} that is told this port takes its requests from here.
 */
public final class StubServer implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private static final int MOST_STOPPED = 8;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    // A port is one for the whole process, and so is who keeps it.
    private static final Map<Integer, StubServer> KEPT = new ConcurrentHashMap<>();

    // Making a server takes several times as long as starting it, and nothing of a stub is in it.
    private static final Queue<StubServer> STOPPED = new ArrayBlockingQueue<>(MOST_STOPPED);

    private final WireMockAdapter door = new WireMockAdapter();
    private final StubThreads threads = new StubThreads();
    private final WireMockServer server;
    // Of one stub at a time, and on any port: no caller has this one in hand.
    private final boolean reusable;

    private StubServer(int port, boolean reusable, Duration requestTimeout) {
        this.reusable = reusable;
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(port)
                .http2PlainDisabled(true)
                // The thread that waits for requests accepts connections too.
                .jettyAcceptors(0)
                // Of the 50 by default a burst of clients loses some, and each waits a second before it asks again.
                .jettyAcceptQueueSize(StubJettyServer.MAX_CONNECTIONS)
                // Our own journal keeps less, and the ledger keeps what matters.
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .threadPoolFactory(unused -> threads)
                .httpServerFactory(StubJettyServer::new)
                .jettyIdleTimeout(requestTimeout.toMillis())
                .fileSource(new EmptyFileSource())
                .extensions(door);
        this.server = new WireMockServer(configuration);
    }

    /** A port for several stubs, 0 for any free one. Without a stub it answers 503. */
    public static StubServer open(int port) {
        return open(port, REQUEST_TIMEOUT);
    }

    /** The same, where a whole request has to arrive in this time after the one before, or after the connection was opened. */
    static StubServer open(int port, Duration requestTimeout) {
        StubServer kept = new StubServer(port, false, requestTimeout).started();
        KEPT.put(kept.number(), kept);
        return kept;
    }

    /** Where a stub listens: a port that is kept, or one of its own. */
    static StubServer forStub(int port) {
        StubServer kept = KEPT.get(port);
        if (kept != null) {
            return kept;
        }
        boolean any = port == 0;
        StubServer stopped = any ? STOPPED.poll() : null;
        // A request that an earlier stub left behind would come to this one.
        boolean again = stopped != null && stopped.threads.isQuiet();
        return (again ? stopped : new StubServer(port, any, REQUEST_TIMEOUT)).started();
    }

    private StubServer started() {
        server.start();
        return this;
    }

    /** The number of the port. */
    public int number() {
        return server.port();
    }

    /** From now on these are answered. */
    void serve(StubRequestHandler engine, Clock clock) {
        door.open(engine, clock);
    }

    /** The stub that listened is done, and with it a port that nobody keeps. */
    void leave(StubRequestHandler engine) {
        if (door.shut(engine) && !KEPT.containsValue(this)) {
            server.stop();
            if (reusable) {
                // Where there are enough, this one is let go.
                STOPPED.offer(this);
            }
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        KEPT.values().remove(this);
        server.stop();
    }
}
