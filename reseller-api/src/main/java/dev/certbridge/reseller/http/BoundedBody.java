package dev.certbridge.reseller.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

    private final ClassicHttpResponse response;
    private final int limit;
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream(1024);

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
        byte[] buffer = new byte[8192];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            int room = limit - arrived.size();
            arrived.write(buffer, 0, Math.min(count, room));
            if (count > room) {
                throw new UnreadableException("the answer is longer than " + limit + " bytes");
            }
        }
    }

    /** What was read, also after a failure. */
    byte[] arrived() {
        return arrived.toByteArray();
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
