package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import feign.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generated method. Feign receives only the path and the query of the request. This object contains the
 * body of the request, because Feign would add a {@code Content-Length} header and parse the body as a template three
 * times.
 *
 * <p>This class extends {@link Request.Options} because Feign passes an argument of that type to its HTTP client.
 */
final class ApiCall extends Request.Options {

    /** The effect that a call may have at the reseller, even if the response is lost. */
    enum Kind {
        /** A call that changes nothing and can be repeated. */
        READ,
        /** A call that changes something but costs nothing. Such a call is sent only once. */
        WRITE,
        /** A call that can cost money. Such a call is sent only once, with a {@link SpendPermit}. */
        SPEND
    }

    final OperationRef origin;
    final Kind kind;
    final byte @Nullable [] body;
    final @Nullable SpendPermit spend;
    /** The receiver of the entries of a long list; null if the response is decoded as a whole. */
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
