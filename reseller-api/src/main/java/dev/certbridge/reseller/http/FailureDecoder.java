package dev.certbridge.reseller.http;

import feign.Response;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer other than 2xx, as the reseller's own {@link Failures} read it. */
final class FailureDecoder implements ErrorDecoder {

    private final WireClient wire;
    private final Failures failures;

    FailureDecoder(WireClient wire, Failures failures) {
        this.wire = wire;
        this.failures = failures;
    }

    @Override
    public Exception decode(String methodKey, Response response) {
        try {
            Answer answer = wire.answer(response);
            byte[] request = response.request().body();
            return switch (Kind.of(response.request())) {
                case READ -> failures.ofRead(answer);
                case WRITE -> failures.ofWrite(answer);
                case SPEND -> failures.ofSpend(answer, request == null ? new byte[0] : request);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
