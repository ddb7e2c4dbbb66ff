package dev.certbridge.reseller.http;

import feign.Response;
import feign.codec.Decoder;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A 2xx answer: as it is where the operation returns an {@link Answer}, else its JSON. */
final class AnswerDecoder implements Decoder {

    private final WireClient wire;

    AnswerDecoder(WireClient wire) {
        this.wire = wire;
    }

    @Override
    public @Nullable Object decode(Response response, Type type) throws IOException {
        Answer answer = wire.answer(response);
        if (type == Answer.class) {
            return answer;
        }
        // A change may be confirmed without a body, and happened all the same.
        boolean confirmed = answer.body().length == 0 && Kind.of(response.request()) == Kind.WRITE;
        return confirmed ? null : answer.as(type);
    }
}
