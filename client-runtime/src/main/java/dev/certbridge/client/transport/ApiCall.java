package dev.certbridge.client.transport;

import feign.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call, from the generated method to the wire. Feign carries the path and the query; what it would copy on the way
 * goes here: the body, because a body in Feign's template costs a {@code Content-Length} that is parsed as a template
 * three times.
 *
 * <p>It is a {@link Request.Options} because that is the argument Feign hands down to its client.
 */
final class ApiCall extends Request.Options {

    /** For Feign's builder. Feign asks it for the options of each method, which by default makes text of the thread. */
    static final Request.Options NONE = new Request.Options() {
        @Override
        public Request.Options getMethodOptions(String methodName) {
            return this;
        }
    };

    private final ApiOperation operation;
    private final byte @Nullable [] body;
    private final @Nullable SpendPermit spend;
    private final @Nullable StreamingRead<?> streamed;

    ApiCall(
            ApiOperation operation,
            byte @Nullable [] body,
            @Nullable SpendPermit spend,
            @Nullable StreamingRead<?> streamed) {
        this.operation = operation;
        this.body = body;
        this.spend = spend;
        this.streamed = streamed;
    }

    ApiOperation operation() {
        return operation;
    }

    OperationKind kind() {
        return operation.kind();
    }

    /** The bytes to send; null for none. */
    byte @Nullable [] body() {
        return body;
    }

    /** Of a spending operation, and only of one. */
    @Nullable
    SpendPermit spend() {
        return spend;
    }

    /** Who takes the entries as they arrive, if somebody does. */
    @Nullable
    StreamingRead<?> streamed() {
        return streamed;
    }
}
