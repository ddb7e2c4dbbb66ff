package dev.certbridge.benchmarks.scale;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that counts its bytes. If TLS is used over the socket, the bytes that TLS adds count too. */
final class CountedSocket extends Socket {

    private final Traffic traffic;

    CountedSocket(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                traffic.received(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int got = super.read(into, from, length);
                traffic.received(Math.max(0, got));
                return got;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                traffic.sent(length);
                out.write(bytes, from, length);
            }
        };
    }
}
