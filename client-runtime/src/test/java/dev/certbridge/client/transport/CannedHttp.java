package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
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

/** In the place of HttpClient: writes the request to nowhere and always answers the same, without a socket. */
final class CannedHttp extends CloseableHttpClient {

    private static final Header[] HEADERS = {
        new BasicHeader("Content-Type", "application/json"),
        new BasicHeader("Date", "Sun, 22 Nov 2026 10:00:00 GMT"),
        new BasicHeader("X-Request-Id", "req-4711"),
    };

    private final byte[] body;

    CannedHttp(String body) {
        this.body = body.getBytes(UTF_8);
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        ((HttpEngine.Context) context).beforeWrite();
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
