package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import feign.Request;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generated method. Feign processes the path and the query. The body is stored here instead: for a body
 * in its template, Feign would add a {@code Content-Length} header and parse it as a template three times.
 *
 * <p>This class extends {@link Request.Options} because Feign passes an argument of that type to its HTTP client.
 */
class ApiCall extends Request.Options {

    /** The possible effect of a call whose response is lost. */
    enum Kind {
        /** No effect. The call can be repeated. */
        READ,
        /** A change that costs nothing. The request is sent once. */
        WRITE,
        /** A charge. The request is sent once, with a {@link SpendPermit}. */
        SPEND
    }

    private final OperationRef origin;
    private final Kind kind;
    private final byte @Nullable [] body;
    private final @Nullable SpendPermit spend;

    ApiCall(OperationRef origin, Kind kind, byte @Nullable [] body, @Nullable SpendPermit spend) {
        this.origin = origin;
        this.kind = kind;
        this.body = body;
        this.spend = spend;
    }

    OperationRef origin() {
        return origin;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the bytes to send, or null if the request has no body. */
    byte @Nullable [] body() {
        return body;
    }

    /** Returns the permit of a spend, or null for reads and writes. */
    @Nullable
    SpendPermit spend() {
        return spend;
    }

    /** Returns true if the call can be sent again after a failure. */
    boolean isRepeatable() {
        return kind == Kind.READ;
    }

    /** Returns true if the body is decoded for the caller. */
    boolean isDecoded() {
        return true;
    }

    /** Returns a reader for the body of a response. */
    HttpExchange.BoundedBody bodyOf(ClassicHttpResponse response, int maxBytes) {
        return new HttpExchange.BoundedBody(response, maxBytes);
    }
}
