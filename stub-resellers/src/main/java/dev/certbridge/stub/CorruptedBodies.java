package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Right answers with wrong bytes. */
final class CorruptedBodies {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int PADDING = 64 * MEBIBYTE;
    // A packed file may consist of several; each costs its bytes once more to unpack and nothing to make.
    private static final int BOMBS = 5;
    private static final byte[] PAGE =
            "<!DOCTYPE html><html><head><title>Error</title></head><body>Please try again later.</body></html>"
                    .getBytes(UTF_8);

    /** Made when the first one is dropped. */
    private static final class Bomb {
        private static final byte[] BYTES = packed();

        private Bomb() {}

        private static byte[] packed() {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(one)) {
                byte[] blanks = blanks(MEBIBYTE);
                for (int i = 0; i < PADDING / MEBIBYTE; i++) {
                    gzip.write(blanks);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream(one.size() * BOMBS);
            for (int i = 0; i < BOMBS; i++) {
                all.writeBytes(one.toByteArray());
            }
            return all.toByteArray();
        }
    }

    private CorruptedBodies() {}

    static Reply body(Reply reply, byte[] body) {
        return new Reply(reply.status(), reply.headers(), body);
    }

    static Reply half(Reply reply) {
        byte[] body = reply.body();
        return body(reply, Arrays.copyOf(body, body.length / 2));
    }

    static Reply page(Reply reply) {
        return body(reply, PAGE).with(CONTENT_TYPE, "text/html; charset=utf-8");
    }

    static Reply latin1(Reply reply) {
        String text = new String(reply.body(), UTF_8);
        String spoiled = text.startsWith("{") && text.length() > 2
                ? "{\"remark\":\"caf\u00e9\"," + text.substring(1)
                : "caf\u00e9\n" + text;
        return charset(body(reply, spoiled.getBytes(ISO_8859_1)));
    }

    static Reply utf16(Reply reply) {
        return charset(body(reply, new String(reply.body(), UTF_8).getBytes(UTF_16LE)));
    }

    static Reply bomb(Reply reply) {
        return body(reply, Bomb.BYTES).with("Content-Encoding", "gzip");
    }

    static Reply padded(Reply reply) {
        byte[] body = reply.body();
        byte[] padded = blanks(PADDING + body.length);
        System.arraycopy(body, 0, padded, PADDING, body.length);
        return body(reply, padded);
    }

    private static Reply charset(Reply reply) {
        String type = reply.headers().getOrDefault(CONTENT_TYPE, "application/json");
        return reply.with(CONTENT_TYPE, type + "; charset=utf-8");
    }

    private static byte[] blanks(int length) {
        byte[] blanks = new byte[length];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }
}
