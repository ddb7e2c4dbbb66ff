package dev.certbridge.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/** Reads a body up to a bound. We ask for no compression; gzip that comes anyway is bounded after inflating. */
final class BoundedBody {

    /** The body is too long or packed in a way we do not read. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    private static final int USUAL = 2048;
    /** What is set aside at most because an answer says that it is so long: saying so costs nothing. */
    private static final int MOST_ON_TRUST = 64 * 1024;

    private final ClassicHttpResponse response;
    private final int limit;
    private byte[] buffer = {};
    private int size;

    BoundedBody(ClassicHttpResponse response, int limit) {
        this.response = response;
        this.limit = limit;
    }

    void read() throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        // Not closed here: closing reads on to the end, also of what is too long.
        InputStream in = unpacked(response, entity.getContent());
        long told = entity.getContentLength();
        buffer = new byte[(int) Math.min(told < 0 ? USUAL : told, Math.min(limit, MOST_ON_TRUST))];
        while (true) {
            if (size < buffer.length) {
                int count = in.read(buffer, size, buffer.length - size);
                if (count < 0) {
                    return;
                }
                size += count;
            } else {
                // It is often all, and then the buffer has the right size.
                int next = in.read();
                if (next < 0) {
                    return;
                }
                append(next);
            }
        }
    }

    private void append(int next) throws UnreadableException {
        if (size == limit) {
            throw new UnreadableException("the answer is longer than " + limit + " bytes");
        }
        long larger = Math.max(USUAL, 2L * buffer.length);
        buffer = Arrays.copyOf(buffer, (int) Math.min(larger, limit));
        buffer[size++] = (byte) next;
    }

    /** What was read, also after a failure. */
    byte[] arrived() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    static InputStream unpacked(ClassicHttpResponse response, InputStream in) throws IOException {
        Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        String name =
                encoding == null ? "identity" : encoding.getValue().strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity", "" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            default -> throw new UnreadableException("the answer is packed as " + name + ", which was not asked for");
        };
    }
}
