package dev.certbridge.reseller.http;

import feign.Response;
import feign.codec.Decoder;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A 2xx answer: as it is where the operation returns an {@link Answer}, else its JSON. */
final class AnswerDecoder implements Decoder {

    @Override
    public @Nullable Object decode(Response response, Type type) {
        AnswerBody body = AnswerBody.in(response);
        Answer answer = body.answer();
        if (body.call().streamed() != null) {
            // Its entries were handed on while they arrived.
            return null;
        }
        if (type == Answer.class) {
            return answer;
        }
        // A change may be confirmed without a body, and happened all the same.
        boolean confirmed = answer.bytes().length == 0 && body.call().kind() == Kind.WRITE;
        return confirmed ? null : answer.as(type);
    }
}
