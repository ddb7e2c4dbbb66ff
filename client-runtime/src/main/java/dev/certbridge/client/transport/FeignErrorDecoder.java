package dev.certbridge.client.transport;

import feign.Response;
import feign.codec.ErrorDecoder;

/** An answer other than 2xx, as the reseller's own {@link ErrorMapper} read it. */
final class FeignErrorDecoder implements ErrorDecoder {

    private final ErrorMapper failures;

    FeignErrorDecoder(ErrorMapper failures) {
        this.failures = failures;
    }

    @Override
    public Exception decode(String methodKey, Response response) {
        FeignBody body = FeignBody.in(response);
        byte[] request = body.call().body();
        return switch (body.call().kind()) {
            case READ -> failures.readError(body.answer());
            case WRITE -> failures.writeError(body.answer());
            case SPEND -> failures.spendError(body.answer(), request == null ? new byte[0] : request);
        };
    }
}
