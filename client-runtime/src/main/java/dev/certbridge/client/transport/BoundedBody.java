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

/** Reads a body up to a limit. No request asks for compression; gzip that comes anyway is limited after inflating. */
class BoundedBody {

    /** The body is too long, is compressed in an unknown way, or is not the expected list. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    private static final int USUAL = 2048;
    /** The most bytes allocated because of a Content-Length alone: a server can claim any length. */
    private static final int MOST_ON_TRUST = 64 * 1024;

    private final ClassicHttpResponse response;
    private final int limit;
    private byte[] buffer = {};
    private int size;

    BoundedBody(ClassicHttpResponse response, int limit) {
        this.response = response;
        this.limit = limit;
    }

    /** Reads the body to its end. */
    void read() throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        // Not closed here: closing would read on to the end of a body that is too long.
        InputStream in = content();
        long announced = entity.getContentLength();
        buffer = new byte[(int) Math.min(announced < 0 ? USUAL : announced, Math.min(limit, MOST_ON_TRUST))];
        while (true) {
            if (size < buffer.length) {
                int count = in.read(buffer, size, buffer.length - size);
                if (count < 0) {
                    return;
                }
                size += count;
            } else {
                // Often the end, and then the buffer has the right size.
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

    /** Returns the bytes that were read, also after a failure. */
    byte[] arrived() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    /** Returns the bytes of the body, inflated if necessary. */
    final InputStream content() throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
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
