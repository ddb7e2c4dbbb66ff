package dev.certbridge.reseller.http;

import feign.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call, from the generated method to the wire. Feign carries the path and the query; what it would copy on the way
 * goes here: the body, because a body in Feign's template costs a {@code Content-Length} that is parsed as a template
 * three times.
 *
 * <p>It is a {@link Request.Options} because that is the argument Feign hands down to its client.
 */
final class Call extends Request.Options {

    /** For Feign's builder. Feign asks it for the options of each method, which by default makes text of the thread. */
    static final Request.Options NONE = new Request.Options() {
        @Override
        public Request.Options getMethodOptions(String methodName) {
            return this;
        }
    };

    private final Operation operation;
    private final byte @Nullable [] body;
    private final @Nullable Spend spend;
    private final @Nullable StreamedRead<?> streamed;

    Call(Operation operation, byte @Nullable [] body, @Nullable Spend spend, @Nullable StreamedRead<?> streamed) {
        this.operation = operation;
        this.body = body;
        this.spend = spend;
        this.streamed = streamed;
    }

    Operation operation() {
        return operation;
    }

    Kind kind() {
        return operation.kind();
    }

    /** The bytes to send; null for none. */
    byte @Nullable [] body() {
        return body;
    }

    /** Of a spending operation, and only of one. */
    @Nullable
    Spend spend() {
        return spend;
    }

    /** Who takes the entries as they arrive, if somebody does. */
    @Nullable
    StreamedRead<?> streamed() {
        return streamed;
    }
}
