package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import feign.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generated method. Feign processes the path and the query. The body is stored in this object instead of
 * Feign's template, because Feign would add a {@code Content-Length} header and parse the body as a template three
 * times.
 *
 * <p>This class extends {@link Request.Options} because Feign passes an argument of that type to its HTTP client.
 */
final class ApiCall extends Request.Options {

    /** The possible effects of a call if its response is lost. */
    enum Kind {
        /** No effect. The call can be repeated. */
        READ,
        /** A change that costs nothing. The request is sent once. */
        WRITE,
        /** A possible charge. The request is sent once, with a {@link SpendPermit}. */
        SPEND
    }

    final OperationRef origin;
    final Kind kind;
    final byte @Nullable [] body;
    final @Nullable SpendPermit spend;
    /** Receives the entries of the response; null if the response is decoded as a whole. */
    final @Nullable StreamingRead<?> stream;

    @Nullable
    ApiResponse response;

    ApiCall(
            OperationRef origin,
            Kind kind,
            byte @Nullable [] body,
            @Nullable SpendPermit spend,
            @Nullable StreamingRead<?> stream) {
        this.origin = origin;
        this.kind = kind;
        this.body = body;
        this.spend = spend;
        this.stream = stream;
    }

    // A streamed read cannot be repeated after its first entry, which would be delivered twice.
    boolean isRepeatable() {
        return kind == Kind.READ && (stream == null || !stream.hasDelivered());
    }
}
