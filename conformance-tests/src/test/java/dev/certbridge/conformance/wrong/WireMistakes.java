package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxiedResponse;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** A proxy between a right client and the stub that makes one mistake, so that both together are a wrong client. */
final class WireMistakes implements AutoCloseable {

    /** What it does with every request; without a response it hangs up. */
    @FunctionalInterface
    interface Habit {
        Optional<ProxiedResponse> on(ReceivedRequest sent, Way way) throws IOException;
    }

    /** The connection to the stub. */
    @FunctionalInterface
    interface Way {
        /** Returns the response of the stub; throws {@link IOException} when the stub cuts the connection. */
        ProxiedResponse forward(ReceivedRequest sent) throws IOException;
    }

    private final FaultProxy proxy;

    WireMistakes(URI stub, Habit habit) {
        ProxyStep step = exchange -> {
            Optional<ProxiedResponse> response = habit.on(
                    exchange.request(),
                    sent -> exchange.upstream().orElseThrow().forward(sent));
            return response.isPresent() && response.get().on(exchange);
        };
        proxy = FaultProxy.before(stub, (connection, first, rest) -> rest.read(), request -> step);
    }

    URI uri() {
        return proxy.uri();
    }

    /** Returns true if something listens there. */
    static boolean reaches(URI uri) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
