package dev.certbridge.client.transport;

import feign.Response;
import feign.codec.Decoder;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A 2xx answer: as it is where the operation returns an {@link ApiResponse}, else its JSON. */
final class ApiResponseDecoder implements Decoder {

    @Override
    public @Nullable Object decode(Response response, Type type) {
        FeignBody body = FeignBody.in(response);
        ApiResponse answer = body.answer();
        if (body.call().streamed() != null) {
            // Its entries were handed on while they arrived.
            return null;
        }
        if (type == ApiResponse.class) {
            return answer;
        }
        // A change may be confirmed without a body, and happened all the same.
        boolean confirmed = answer.bytes().length == 0 && body.call().kind() == OperationKind.WRITE;
        return confirmed ? null : answer.as(type);
    }
}
