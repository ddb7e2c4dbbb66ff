package dev.certbridge.client.transport;

import feign.Param;

/** Encodes a path parameter as exactly one segment: a slash stays inside it, and nothing can climb out of the path. */
public final class PathSegment implements Param.Expander {

    @Override
    public String expand(Object value) {
        String text = String.valueOf(value);
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a path parameter must not be empty, \".\" or \"..\"");
        }
        return PercentEncoding.encode(text);
    }
}
