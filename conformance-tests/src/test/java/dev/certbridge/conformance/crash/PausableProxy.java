package dev.certbridge.conformance.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A proxy in front of a reseller, with one request per connection. It reads a request completely, passes it on even if the client
 * has died, and reports every step. Reads and writes are numbered separately.
 */
final class PausableProxy implements AutoCloseable {

    static final String FIRST_BYTE = ": first byte";
    static final String REQUEST = ": request read";
    static final String CARRIED_OUT = ": carried out";
    static final String HEAD = ": head passed";
    static final String ANSWER = ": answer passed";

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:.*\\r\\n");

    /** The action of a step. */
    interface Action {
        void run() throws IOException;
    }

    /** Decides when a step is taken. */
    interface Steps {
        /** Runs the action of a step, and returns when the next step may follow. */
        void take(String step, Action action) throws IOException;
    }

    private final URI reseller;
    private final Steps steps;
    private final ServerSocket listener;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();

    PausableProxy(URI reseller, Steps steps) {
        this.reseller = reseller;
        this.steps = steps;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Returns the number of requests that the reseller received. */
    int passed() {
        return passed.get();
    }

    /** Waits until every request that arrived has ended. */
    void awaitQuiet() throws InterruptedException {
        for (Thread thread : threads.subList(1, threads.size())) {
            thread.join(60_000);
            if (thread.isAlive()) {
                throw new AssertionError("a request is still in progress");
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            in.mark(1);
            int first = in.read();
            if (first < 0) {
                return;
            }
            in.reset();
            if (first == 'G') {
                pass(client, in, "read " + reads.incrementAndGet(), this::firstAndLast);
            } else {
                String write = "write " + writes.incrementAndGet();
                steps.take(write + FIRST_BYTE, () -> {});
                pass(client, in, write, steps);
            }
        } catch (IOException e) {
            // The client is gone, or the test ends.
        }
    }

    /** Reports only the first and the last step of a read. */
    private void firstAndLast(String step, Action action) throws IOException {
        if (step.endsWith(REQUEST) || step.endsWith(ANSWER)) {
            steps.take(step, action);
        } else {
            action.run();
        }
    }

    private void pass(Socket client, InputStream in, String name, Steps reported) throws IOException {
        byte[][] request = new byte[2][];
        reported.take(name + REQUEST, () -> {
            request[0] = head(in);
            request[1] = in.readNBytes(length(request[0]));
            if (request[1].length < length(request[0])) {
                throw new EOFException("the client died while it wrote");
            }
        });
        passed.incrementAndGet();
        byte[][] answer = new byte[1][];
        reported.take(name + CARRIED_OUT, () -> answer[0] = answer(request));
        int body = headLength(answer[0]);
        reported.take(name + HEAD, () -> client.getOutputStream().write(answer[0], 0, body));
        reported.take(name + ANSWER, () -> client.getOutputStream().write(answer[0], body, answer[0].length - body));
    }

    /**
     * Returns the whole response. The reseller and the client close their connections after it. It has no length, so it ends
     * with the connection: the client continues after the last step is reported, and not as soon as it has the bytes.
     */
    private byte[] answer(byte[][] request) throws IOException {
        String once = new String(request[0], ISO_8859_1)
                .lines()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\r\n", "", "\r\nConnection: close\r\n\r\n"));
        try (Socket socket = new Socket(reseller.getHost(), reseller.getPort())) {
            socket.getOutputStream().write(once.getBytes(ISO_8859_1));
            socket.getOutputStream().write(request[1]);
            return LENGTH.matcher(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .replaceFirst("")
                    .getBytes(ISO_8859_1);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client died while it wrote");
            }
            head.write(next);
        }
        return head.toByteArray();
    }

    private static int headLength(byte[] answer) {
        return new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    private static int length(byte[] head) {
        return new String(head, ISO_8859_1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
