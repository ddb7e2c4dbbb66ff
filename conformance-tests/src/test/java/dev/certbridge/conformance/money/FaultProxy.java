package dev.certbridge.conformance.money;

import dev.certbridge.conformance.wire.TestThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A door of bare sockets in front of a stub: reads pass, and to every write happens what the plan says, before or after
 * the stub has booked it. It keeps every write, so it knows how often we sent, whatever the ledger says.
 */
final class FaultProxy implements AutoCloseable {

    private final int behind;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<RecordedRequest> writes = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listener;
    private volatile CompletableFuture<Void> acceptor;
    private volatile Function<RecordedRequest, NetworkFault> plan = sent -> NetworkFault.NONE;
    private final AtomicInteger replays = new AtomicInteger();
    private int atWork;

    FaultProxy(URI stub) {
        behind = stub.getPort();
        listener = listen(0);
        port = listener.getLocalPort();
        acceptor = start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What happens to writes from now on; those from before are forgotten. */
    void plan(Function<RecordedRequest, NetworkFault> next) {
        writes.clear();
        replays.set(0);
        plan = next;
    }

    /** The writes since the last plan. */
    List<RecordedRequest> writes() {
        return List.copyOf(writes);
    }

    /** The writes since the last plan that were no questions for a price. */
    List<RecordedRequest> orders() {
        return writes.stream().filter(sent -> !sent.isQuestion()).toList();
    }

    /** How often, since the last plan, an order was brought to the stub once more than it was sent. */
    int replays() {
        return replays.get();
    }

    /** Takes no new connection until {@link #admit}; those that are open go on. */
    void refuse() {
        closed(listener);
        // Until then the kernel may still take one for it.
        acceptor.join();
    }

    void admit() {
        if (listener.isClosed()) {
            listener = listen(port);
            acceptor = start();
        }
    }

    /** Waits until nothing that came in is on its way to the stub any more. */
    synchronized void untilQuiet() throws InterruptedException {
        while (atWork > 0) {
            wait();
        }
    }

    @Override
    public void close() {
        closed(listener);
        open.forEach(FaultProxy::closed);
    }

    private synchronized void working(int more) {
        atWork += more;
        notifyAll();
    }

    private CompletableFuture<Void> start() {
        ServerSocket mine = listener;
        return TestThreads.run(() -> {
            while (!mine.isClosed()) {
                try {
                    Socket client = mine.accept();
                    client.setTcpNoDelay(true);
                    open.add(client);
                    TestThreads.run(() -> converse(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void converse(Socket client) {
        try (client;
                UpstreamConnection stub = new UpstreamConnection(behind)) {
            // A head is read byte by byte.
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean more = true;
            for (int first = in.read(); more && first >= 0; first = more ? in.read() : -1) {
                working(1);
                try {
                    RecordedRequest sent = RecordedRequest.read(first, in);
                    if (sent.isWrite()) {
                        writes.add(sent);
                    }
                    NetworkFault mishap = sent.isWrite() ? plan.apply(sent) : NetworkFault.NONE;
                    replays.addAndGet(sent.isQuestion() ? 0 : Math.max(0, mishap.times() - 1));
                    more = mishap.act().on(new ProxiedRequest(client, sent, stub));
                } finally {
                    working(-1);
                }
            }
        } catch (IOException e) {
            // One of the sides hung up; the ledger tells how far it came.
        } finally {
            open.remove(client);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closed(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }
}
