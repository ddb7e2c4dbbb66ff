package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import feign.Request;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generated method. Feign carries the path and the query. The body stays here: in Feign's template it would
 * cost a {@code Content-Length} that is parsed as a template three times.
 *
 * <p>It is a {@link Request.Options} because Feign passes that argument on to its client.
 */
class ApiCall extends Request.Options {

    /** The effect that a call whose response is lost may have had. */
    enum Kind {
        /** None. The call can be repeated. */
        READ,
        /** A change that costs nothing. Sent once. */
        WRITE,
        /** A charge. Sent once, with a {@link SpendPermit}. */
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

    /** Returns the bytes to send; null if the request has no body. */
    byte @Nullable [] body() {
        return body;
    }

    /** Returns the permit of a spend; null for reads and writes. */
    @Nullable
    SpendPermit spend() {
        return spend;
    }

    /** Returns true if the call can be sent again after a failure. */
    boolean isRepeatable() {
        return kind == Kind.READ;
    }

    /** Returns true if the caller gets the decoded body. */
    boolean isDecoded() {
        return true;
    }

    /** Returns the reader of the body of a response. */
    HttpExchange.BoundedBody bodyOf(ClassicHttpResponse response, int maxBytes) {
        return new HttpExchange.BoundedBody(response, maxBytes);
    }
}
