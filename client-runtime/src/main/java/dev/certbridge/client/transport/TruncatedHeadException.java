package dev.certbridge.client.transport;

import java.io.IOException;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** The head of an answer began and did not end. Its status and the headers that were read whole may hold an order's id. */
final class TruncatedHeadException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Header[] headers;

    TruncatedHeadException(int status, Header[] headers, @Nullable String why, Exception cause) {
        super(why, cause);
        this.status = status;
        this.headers = headers;
    }

    int status() {
        return status;
    }

    Header[] headers() {
        return headers;
    }
}
