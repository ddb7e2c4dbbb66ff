package dev.certbridge.reseller.http;

import feign.Response;
import feign.codec.Decoder;
import java.io.IOException;
import java.lang.reflect.Type;

/** A 2xx answer: as it is where the operation returns an {@link Answer}, else its JSON. */
final class AnswerDecoder implements Decoder {

    private final WireClient wire;

    AnswerDecoder(WireClient wire) {
        this.wire = wire;
    }

    @Override
    public Object decode(Response response, Type type) throws IOException {
        Answer answer = wire.answer(response);
        return type == Answer.class ? answer : answer.as((Class<?>) type);
    }
}
