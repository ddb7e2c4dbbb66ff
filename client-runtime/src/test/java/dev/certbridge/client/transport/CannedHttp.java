package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/** Replaces HttpClient without a socket: writes the request to nowhere and always returns the same response. */
final class CannedHttp extends CloseableHttpClient {

    /** Maps no errors: all calls of these tests succeed. */
    static final ErrorMapper UNEXPECTED = new ErrorMapper() {
        @Override
        public ResellerException readError(ApiResponse response) {
            return new ProviderFaultException(OperationRef.of("test", "read"), response.status(), "unexpected", null);
        }

        @Override
        public ResellerException writeError(ApiResponse response) {
            return readError(response);
        }

        @Override
        public ResellerException spendError(ApiResponse response, byte[] request) {
            return readError(response);
        }
    };

    private static final Header[] HEADERS = {
        new BasicHeader("Content-Type", "application/json"),
        new BasicHeader("Date", "Sun, 22 Nov 2026 10:00:00 GMT"),
        new BasicHeader("X-Request-Id", "req-4711"),
    };

    private final byte[] body;

    CannedHttp(String body) {
        this.body = body.getBytes(UTF_8);
    }

    static Transport transport(String body, ConnectOptions options) {
        CannedHttp http = new CannedHttp(body);
        return new Transport(
                "test",
                URI.create("http://127.0.0.1:1"),
                Credential.header("x-api-key", "obviously-fake"),
                options,
                UNEXPECTED,
                given -> new HttpEngine(http, http, () -> {}, () -> {}));
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        ((HttpExchange) context).beforeWrite();
        if (request.getEntity() != null) {
            request.getEntity().writeTo(OutputStream.nullOutputStream());
        }
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.setHeaders(HEADERS);
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return CloseableHttpResponse.adapt(response);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    @Override
    public void close(CloseMode mode) {
        // Nothing was opened.
    }
}
