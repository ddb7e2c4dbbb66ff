package dev.certbridge.client.transport;

import feign.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;

/** An answer on its way through Feign to our decoders, whole, so that they need not put it together again. */
record FeignBody(ApiResponse answer, ApiCall call) implements Response.Body {

    static FeignBody in(Response response) {
        return (FeignBody) response.body();
    }

    @Override
    public Integer length() {
        return answer.bytes().length;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public InputStream asInputStream() {
        return new ByteArrayInputStream(answer.bytes());
    }

    @Override
    public Reader asReader(Charset charset) {
        return new InputStreamReader(asInputStream(), charset);
    }

    @Override
    public void close() {
        // Only bytes.
    }
}
