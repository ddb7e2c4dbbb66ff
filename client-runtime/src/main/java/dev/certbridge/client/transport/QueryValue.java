package dev.certbridge.client.transport;

import feign.Param;

/** Encodes a query value whole, also one that already looks encoded. */
public final class QueryValue implements Param.Expander {

    @Override
    public String expand(Object value) {
        return PercentEncoding.encode(String.valueOf(value));
    }
}
