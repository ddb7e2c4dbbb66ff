package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.money.RecordedRequest;
import dev.certbridge.conformance.money.StubResponseRecord;
import dev.certbridge.conformance.money.UpstreamConnection;
import dev.certbridge.conformance.wire.TestThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The end of a client that is nearest to the wire, with a bad habit: it stands between our client and the stub. */
final class WireMistakes implements AutoCloseable {

    /** What it does with every request; no answer hangs up. */
    @FunctionalInterface
    interface Habit {
        Optional<StubResponseRecord> on(RecordedRequest sent, Way way) throws IOException;
    }

    /** The way to the stub. */
    @FunctionalInterface
    interface Way {
        /** The stub's answer; {@link IOException} when it cuts the connection. */
        StubResponseRecord forward(RecordedRequest sent) throws IOException;
    }

    private final int behind;
    private final Habit habit;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    WireMistakes(URI stub, Habit habit) {
        this.behind = stub.getPort();
        this.habit = habit;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestThreads.run(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Whether somebody listens there. */
    static boolean reaches(URI uri) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                TestThreads.run(() -> converse(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client;
                UpstreamConnection stub = new UpstreamConnection(behind)) {
            // A head is read byte by byte.
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (int first = in.read(); first >= 0; first = in.read()) {
                RecordedRequest sent = RecordedRequest.read(first, in);
                Optional<StubResponseRecord> told = habit.on(sent, stub::forward);
                if (told.isEmpty()) {
                    return;
                }
                client.getOutputStream().write(told.get().bytes());
                client.getOutputStream().flush();
            }
        } catch (IOException e) {
            // One of the sides hung up, and so does this one.
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        closed(listener);
        open.forEach(WireMistakes::closed);
    }

    private static void closed(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }
}
