package dev.certbridge.conformance.wire;

import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.ReadRetries;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server of bare sockets on a free port of this machine: it does what a script says, however wrong, and counts what
 * reached it. A library server would hide the very second request that is looked for.
 */
final class RawServer implements AutoCloseable {

    /** What both resellers' listings can be read from. */
    static final Act EMPTY_LISTING = Act.json(200, "{\"success\":true,\"response\":[],\"entities\":[]}");

    private final ServerSocket listener;
    private final Function<Received, Act> script;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger began = new AtomicInteger();

    private RawServer(Function<Received, Act> script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Does to each request what the script says. */
    static RawServer scripted(Function<Received, Act> script) {
        return new RawServer(script);
    }

    /** Does the same to every request. */
    static RawServer always(Act act) {
        return new RawServer(request -> act);
    }

    /** Answers reads with nothing found, and does this to everything else. */
    static RawServer toWrites(Act act) {
        return new RawServer(request -> request.method().equals("GET") ? EMPTY_LISTING : act);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
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
        return ConnectOptions.defaults()
                .uri(uri())
                .timeLimits(Duration.ofSeconds(10), limit, limit)
                .retries(ReadRetries.none());
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

    /** Ends every connection and waits until nothing is read any more, so that the counts are final. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = sockets.size();
                start(() -> converse(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket, int number) {
        try (socket) {
            InputStream in = socket.getInputStream();
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
                more = script.apply(request).on(new Act.Peer(socket, request, closing));
            }
        } catch (IOException e) {
            // The client hung up, or the server was closed: the counts tell how far it came.
        }
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
