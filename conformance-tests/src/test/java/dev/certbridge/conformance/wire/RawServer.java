package dev.certbridge.conformance.wire;

import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server of bare sockets on a free port of this machine: it does what a script says, however wrong, and counts what
 * reached it. A library server would hide the very second request that is looked for.
 */
final class RawServer implements AutoCloseable {

    /** What both resellers' listings can be read from. */
    static final ServerStep EMPTY_LISTING = ServerStep.json(200, "{\"success\":true,\"response\":[],\"entities\":[]}");

    private final ServerSocket listener;
    private final Function<Received, ServerStep> script;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> accepting;
    private final Queue<CompletableFuture<Void>> conversations = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger began = new AtomicInteger();

    private final Optional<LocalTls> tls;

    private RawServer(Optional<LocalTls> tls, Function<Received, ServerStep> script) {
        this.tls = tls;
        this.script = script;
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            listener = tls.isPresent()
                    ? tls.get().server().getServerSocketFactory().createServerSocket(0, 200, here)
                    : new ServerSocket(0, 200, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = TestThreads.run(this::accept);
    }

    /** Does to each request what the script says. */
    static RawServer scripted(Function<Received, ServerStep> script) {
        return new RawServer(Optional.empty(), script);
    }

    /** The same, over TLS where there is some. */
    static RawServer scripted(Optional<LocalTls> tls, Function<Received, ServerStep> script) {
        return new RawServer(tls, script);
    }

    /** Does the same to every request. */
    static RawServer always(ServerStep act) {
        return scripted(request -> act);
    }

    /** Answers reads with nothing found, and does this to everything else. */
    static RawServer toWrites(ServerStep act) {
        return scripted(request -> request.method().equals("GET") ? EMPTY_LISTING : act);
    }

    URI uri() {
        return URI.create((tls.isPresent() ? "https://" + LocalTls.HOST : "http://127.0.0.1") + ":" + port());
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Options that reach this server, with time enough. */
    ConnectOptions options() {
        return options(Duration.ofSeconds(20));
    }

    /** Options that reach this server, with this long for a whole call, and every read sent once. */
    ConnectOptions options(Duration limit) {
        ConnectOptions options = ConnectOptions.builder()
                .uri(uri())
                .timeLimits(Duration.ofSeconds(10), limit, limit)
                .retries(ReadRetries.none())
                .build();
        return tls.map(some -> options.toBuilder().tls(some.client()).build()).orElse(options);
    }

    /** Requests of which at least the first byte arrived. */
    int began() {
        return began.get();
    }

    /** Connections taken. */
    int connections() {
        return sockets.size();
    }

    /** Requests read to their end. */
    List<Received> requests() {
        return requests;
    }

    /** Requests that were no reads, read to their end. */
    List<Received> writes() {
        return requests.stream()
                .filter(request -> !request.method().equals("GET"))
                .toList();
    }

    /** Requests of one method, read to their end. */
    List<Received> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /**
     * Ends every connection there is now, whatever it is used for, and waits until nothing reads from it any more: a
     * socket that is closed while a thread waits in its read goes on taking bytes until that thread has woken.
     */
    void hangUp() {
        try {
            List<CompletableFuture<Void>> ending;
            synchronized (conversations) {
                for (Socket socket : sockets) {
                    socket.close();
                }
                ending = List.copyOf(conversations);
            }
            for (CompletableFuture<Void> each : ending) {
                each.get(10, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes no connection any more and ends those there are, so that the counts are final. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            accepting.get(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
        hangUp();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                // Both or neither, for who hangs up.
                synchronized (conversations) {
                    sockets.add(socket);
                    int number = sockets.size();
                    conversations.add(TestThreads.run(() -> converse(socket, number)));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket, int number) {
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
                Received request = Received.read(number, (char) first, in);
                requests.add(request);
                more = script.apply(request).on(new ServerStep.Peer(socket, request, closing));
            }
        } catch (IOException e) {
            // The client hung up, or the server was closed: the counts tell how far it came.
        }
    }
}
