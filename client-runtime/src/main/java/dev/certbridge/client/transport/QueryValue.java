package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import feign.Param;
import org.apache.hc.core5.net.PercentCodec;

/** Encodes a complete query value, even if the value looks as if it were encoded. */
public final class QueryValue implements Param.Expander {

    /** Creates the encoder. Feign calls this constructor. */
    public QueryValue() {}

    @Override
    public String expand(Object value) {
        return PercentCodec.encode(String.valueOf(value), UTF_8);
    }
}
