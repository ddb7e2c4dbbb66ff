package dev.certbridge.reseller.http;

import feign.Response;
import feign.codec.ErrorDecoder;

/** An answer other than 2xx, as the reseller's own {@link Failures} read it. */
final class FailureDecoder implements ErrorDecoder {

    private final Failures failures;

    FailureDecoder(Failures failures) {
        this.failures = failures;
    }

    @Override
    public Exception decode(String methodKey, Response response) {
        AnswerBody body = AnswerBody.in(response);
        byte[] request = body.call().body();
        return switch (body.call().kind()) {
            case READ -> failures.ofRead(body.answer());
            case WRITE -> failures.ofWrite(body.answer());
            case SPEND -> failures.ofSpend(body.answer(), request == null ? new byte[0] : request);
        };
    }
}
