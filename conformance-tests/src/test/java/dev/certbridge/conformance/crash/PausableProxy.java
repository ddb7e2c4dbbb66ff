package dev.certbridge.conformance.crash;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxiedResponse;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link FaultProxy} that passes one request per connection and reports every step of it. It passes on what it read
 * to its end, whether or not the client still lives. Reads and writes are numbered separately.
 */
final class PausableProxy implements AutoCloseable {

    static final String FIRST_BYTE = ": first byte";
    static final String REQUEST = ": request read";
    static final String CARRIED_OUT = ": carried out";
    static final String HEAD = ": head passed";
    static final String ANSWER = ": answer passed";

    /** The action of a step. */
    interface Action {
        void run() throws IOException;
    }

    /** Decides when a step is taken. */
    interface Steps {
        /** Runs the action of a step, and returns when the next step may follow. */
        void take(String step, Action action) throws IOException;
    }

    private final FaultProxy proxy;
    private final Steps steps;
    private final boolean wholeResponses;
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();

    /** Creates a proxy that passes on the head of a response and then its body, or the whole response at once. */
    PausableProxy(URI reseller, Steps steps, boolean wholeResponses) {
        this.steps = steps;
        this.wholeResponses = wholeResponses;
        this.proxy = FaultProxy.before(reseller, this::read, request -> this::pass);
    }

    URI uri() {
        return proxy.uri();
    }

    /** Returns the number of requests that the reseller received. */
    int passed() {
        return passed.get();
    }

    /** Waits until every request that arrived has ended. */
    void awaitQuiet() {
        proxy.awaitConnections(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        proxy.refuse();
    }

    private ReceivedRequest read(int connection, char first, FaultProxy.RequestReader.Rest rest) throws IOException {
        boolean read = first == 'G';
        String name = read ? "read " + reads.incrementAndGet() : "write " + writes.incrementAndGet();
        names.put(connection, name);
        if (!read) {
            steps.take(name + FIRST_BYTE, () -> {});
        }
        ReceivedRequest[] request = new ReceivedRequest[1];
        steps.take(name + REQUEST, () -> request[0] = rest.read());
        passed.incrementAndGet();
        return request[0];
    }

    /**
     * Passes the request on. If head and body are passed on separately, the response has no length and ends with its
     * connection: the client goes on after the last step is reported, and not as soon as the bytes are there. Of a
     * read, only the beginning and the end are steps.
     */
    private boolean pass(ProxyStep.Exchange exchange) throws IOException {
        String name = names.get(exchange.request().connection());
        Steps inner = exchange.request().isWrite() ? steps : (step, action) -> action.run();
        ProxiedResponse[] response = new ProxiedResponse[1];
        inner.take(name + CARRIED_OUT, () -> response[0] = exchange.forward());
        if (wholeResponses && exchange.request().isWrite()) {
            steps.take(name + ANSWER, () -> exchange.write(response[0].bytes()));
            return false;
        }
        inner.take(name + HEAD, () -> exchange.write(response[0].headWithoutLength()));
        steps.take(name + ANSWER, () -> exchange.write(response[0].body()));
        return false;
    }
}
