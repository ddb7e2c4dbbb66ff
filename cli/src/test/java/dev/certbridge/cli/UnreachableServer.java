package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on this machine that records and refuses every request. The fault proxy of the kit cannot take its
 * place: the tests of the command line do not have the test classes of the kit.
 */
final class UnreachableServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private UnreachableServer(ServerSocket socket) {
        this.socket = socket;
    }

    static UnreachableServer listen() {
        try {
            UnreachableServer end = new UnreachableServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(end::serve, "dead-end");
            thread.setDaemon(true);
            thread.start();
            return end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The heads of the requests, one text each. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
                StringBuilder head = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                }
                asked.add(head.toString());
                caller.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(US_ASCII));
            } catch (IOException e) {
                // The caller went away, or the socket was closed; the loop's condition knows which.
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
