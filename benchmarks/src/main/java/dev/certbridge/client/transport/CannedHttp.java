package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
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

/**
 * An HttpClient without a network. It writes the request to nowhere and returns the same bytes for every request. The
 * transport above it is the real one.
 */
public final class CannedHttp extends CloseableHttpClient {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
    private static final String LIST = "/tls/certificate";

    private final Header[] head = {
        new BasicHeader("Date", "Sun, 22 Nov 2026 10:00:00 GMT"),
        new BasicHeader("Content-Type", "application/json"),
        new BasicHeader("X-Request-Id", "5f0c7b1e-0d6a-4f3e-9a51-2b8f6f1d7c44")
    };
    private final byte[] one;
    private final byte[] list;

    private CannedHttp(byte[] one, byte[] list) {
        this.one = one;
        this.list = list;
    }

    /**
     * Returns a transport that uses this client.
     *
     * @param one the response to an order and to a poll
     * @param list the response to a list
     */
    public static Transport transport(String provider, ErrorMapper failures, byte[] one, byte[] list) {
        CannedHttp canned = new CannedHttp(one, list);
        return new Transport(
                provider,
                NOWHERE,
                Credential.header("x-api-key", "obviously-fake"),
                ConnectOptions.defaults(),
                failures,
                options -> new HttpEngine(canned, canned, () -> {}, () -> {}));
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        ((HttpExchange) context).beforeWrite();
        if (request.getEntity() != null) {
            request.getEntity().writeTo(OutputStream.nullOutputStream());
        }
        BasicClassicHttpResponse answer = new BasicClassicHttpResponse(200);
        answer.setHeaders(head);
        boolean listing = request.getMethod().equals("GET") && request.getPath().equals(LIST);
        answer.setEntity(new ByteArrayEntity(listing ? list : one, ContentType.APPLICATION_JSON));
        return CloseableHttpResponse.adapt(answer);
    }

    @Override
    public void close(CloseMode closeMode) {
        // There is nothing to close.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
