package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import feign.Param;
import org.apache.hc.core5.net.PercentCodec;

/**
 * Encodes a path parameter as exactly one path segment. Refuses a value that would change the path, for example {@code
 * ..} as a segment.
 */
public final class PathSegment implements Param.Expander {

    /** Creates the encoder. Feign calls this constructor. */
    public PathSegment() {}

    @Override
    public String expand(Object value) {
        String text = String.valueOf(value);
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a path parameter must not be empty, \".\" or \"..\"");
        }
        return PercentCodec.encode(text, UTF_8);
    }
}
