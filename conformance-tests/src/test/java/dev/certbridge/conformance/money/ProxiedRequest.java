package dev.certbridge.conformance.money;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/**
 * One request at the door.
 *
 * @param client the connection it came over
 * @param sent the request
 * @param behind the stub behind the door
 */
record ProxiedRequest(Socket client, RecordedRequest sent, UpstreamConnection behind) {

    /** Lets it through to the stub, which books what there is to book. Each call lets it through once more. */
    StubResponseRecord forward() throws IOException {
        return behind.forward(sent);
    }

    void answer(StubResponseRecord told) throws IOException {
        client.getOutputStream().write(told.bytes());
        client.getOutputStream().flush();
    }

    void write(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
        client.getOutputStream().flush();
    }

    /** Stays silent until the other side hangs up. */
    void untilHungUp() throws IOException {
        client.getInputStream().read();
    }

    /** The connection will end with RST. */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
    }
}
