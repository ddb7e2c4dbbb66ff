package dev.certbridge.conformance.proxy;

import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A server or proxy of bare sockets on a free port of this machine. A script chooses a {@link ProxyStep} for every
 * request, however wrong, and the proxy counts everything that reached it. A library server would hide the second
 * request that the tests look for.
 */
public final class FaultProxy implements AutoCloseable {

    /** A listing that is empty at both resellers. */
    public static final ProxyStep EMPTY_LISTING =
            ProxyStep.json(200, "{\"success\":true,\"response\":[],\"entities\":[]}");

    private static final Duration END = Duration.ofSeconds(10);

    /** Reads a request whose first byte has arrived. */
    @FunctionalInterface
    public interface RequestReader {
        /** Returns what {@code rest} returns, and may wait before and after. */
        ReceivedRequest read(int connection, char first, Rest rest) throws IOException;

        /** Reads the rest of the request. */
        @FunctionalInterface
        interface Rest {
            ReceivedRequest read() throws IOException;
        }
    }

    private final Optional<LocalTls> tls;
    private final Optional<URI> upstream;
    private final RequestReader reader;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<CompletableFuture<Void>> conversations = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final AtomicInteger began = new AtomicInteger();
    private volatile Function<ReceivedRequest, ProxyStep> script;
    private volatile ServerSocket listener;
    private volatile CompletableFuture<Void> acceptor;
    private int running;

    private FaultProxy(
            Optional<LocalTls> tls,
            Optional<URI> upstream,
            RequestReader reader,
            Function<ReceivedRequest, ProxyStep> script) {
        this.tls = tls;
        this.upstream = upstream;
        this.reader = reader;
        this.script = script;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = start();
    }

    /** Returns a server without an upstream. */
    public static FaultProxy scripted(Function<ReceivedRequest, ProxyStep> script) {
        return scripted(Optional.empty(), script);
    }

    /** Returns a server without an upstream that speaks TLS if it is present. */
    public static FaultProxy scripted(Optional<LocalTls> tls, Function<ReceivedRequest, ProxyStep> script) {
        return new FaultProxy(tls, Optional.empty(), (connection, first, rest) -> rest.read(), script);
    }

    /** Returns a server that does the same to every request. */
    public static FaultProxy always(ProxyStep step) {
        return scripted(request -> step);
    }

    /** Returns a server that returns an empty listing to reads, and does this to every write. */
    public static FaultProxy toWrites(ProxyStep step) {
        return scripted(request -> request.isWrite() ? step : EMPTY_LISTING);
    }

    /** Returns a server that does these steps to writes, one after the other. */
    public static FaultProxy toWrites(ProxyStep first, ProxyStep second) {
        AtomicInteger writes = new AtomicInteger();
        return scripted(request -> !request.isWrite() ? EMPTY_LISTING : writes.getAndIncrement() == 0 ? first : second);
    }

    /** Returns a proxy that passes every request on. */
    public static FaultProxy before(URI upstream) {
        return before(upstream, (connection, first, rest) -> rest.read(), request -> ProxyStep.pass());
    }

    /** Returns a proxy whose requests are read by this reader. */
    public static FaultProxy before(URI upstream, RequestReader reader, Function<ReceivedRequest, ProxyStep> script) {
        return new FaultProxy(Optional.empty(), Optional.of(upstream), reader, script);
    }

    public URI uri() {
        return URI.create((tls.isPresent() ? "https://" + LocalTls.HOST : "http://127.0.0.1") + ":" + port);
    }

    public int port() {
        return port;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Returns options that reach this server, have time enough, and send every read once. */
    public ConnectOptions options() {
        return options(Duration.ofSeconds(20));
    }

    /** Returns these options with a limit for a whole call. */
    public ConnectOptions options(Duration limit) {
        ConnectOptions.Builder options = ConnectOptions.builder()
                .uri(uri())
                .timeLimits(END, limit, limit)
                .retries(ReadRetryPolicy.none());
        tls.ifPresent(some -> options.tls(some.client()));
        return options.build();
    }

    /** Returns these options with changes. */
    public ConnectOptions options(UnaryOperator<ConnectOptions.Builder> changes) {
        return changes.apply(options().toBuilder()).build();
    }

    /** Replaces the script, and forgets the requests so far. */
    public void script(Function<ReceivedRequest, ProxyStep> next) {
        clear();
        script = next;
    }

    /** Returns the number of requests of which at least the first byte arrived. */
    public int began() {
        return began.get();
    }

    public int connections() {
        synchronized (conversations) {
            return sockets.size();
        }
    }

    /** Returns the requests that were read to their end. */
    public List<ReceivedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public List<ReceivedRequest> writes() {
        return requests().stream().filter(ReceivedRequest::isWrite).toList();
    }

    public List<ReceivedRequest> requests(String method) {
        return requests().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /** Forgets the requests so far. */
    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
    }

    /** Refuses new connections until {@link #admit}; those that are open go on. */
    public void refuse() {
        try {
            listener.close();
            // Until then the kernel may still accept one.
            acceptor.get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public void admit() {
        if (listener.isClosed()) {
            listener = listen(port);
            acceptor = start();
        }
    }

    /** Waits until no request is being read or processed. */
    public void awaitIdle() {
        synchronized (closing) {
            try {
                while (running > 0) {
                    closing.wait();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Waits until every connection so far has ended. */
    public void awaitConnections(Duration limit) {
        List<CompletableFuture<Void>> all;
        synchronized (conversations) {
            all = List.copyOf(conversations);
        }
        try {
            for (CompletableFuture<Void> each : all) {
                each.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a connection is still open", e);
        }
    }

    /**
     * Ends every connection, whatever it is used for, and waits until nothing reads from it: a socket that is closed
     * while a thread waits in its read goes on taking bytes until that thread has woken.
     */
    public void hangUp() {
        synchronized (conversations) {
            try {
                for (Socket socket : sockets) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        awaitConnections(END);
    }

    /** Refuses new connections and ends the others, so that the counts are final. */
    @Override
    public void close() {
        closing.countDown();
        refuse();
        hangUp();
    }

    private ServerSocket listen(int at) {
        try {
            ServerSocket socket = tls.isPresent()
                    ? tls.get().server().getServerSocketFactory().createServerSocket()
                    : new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 200);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Void> start() {
        ServerSocket accepting = listener;
        return TestThreads.run(() -> {
            while (!accepting.isClosed()) {
                try {
                    Socket socket = accepting.accept();
                    socket.setTcpNoDelay(true);
                    // Both or neither, for hangUp.
                    synchronized (conversations) {
                        sockets.add(socket);
                        int number = sockets.size();
                        conversations.add(TestThreads.run(() -> converse(socket, number)));
                    }
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void converse(Socket socket, int number) {
        Optional<UpstreamConnection> behind = upstream.map(uri -> new UpstreamConnection(uri.getPort()));
        try (socket) {
            // A head is read byte by byte.
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                int first = in.read();
                if (first < 'A' || first > 'Z') {
                    // The end, or TLS: neither is a request.
                    return;
                }
                began.incrementAndGet();
                running(1);
                try {
                    ReceivedRequest request =
                            reader.read(number, (char) first, () -> ReceivedRequest.read(number, first, in));
                    synchronized (requests) {
                        requests.add(request);
                    }
                    more = script.apply(request).on(new ProxyStep.Exchange(socket, request, behind, closing));
                } finally {
                    running(-1);
                }
            }
        } catch (IOException e) {
            // The client hung up, or the proxy was closed: the counts show how far it came.
        } finally {
            behind.ifPresent(UpstreamConnection::close);
        }
    }

    private void running(int more) {
        synchronized (closing) {
            running += more;
            closing.notifyAll();
        }
    }
}
