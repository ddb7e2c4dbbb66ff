package dev.certbridge.client.transport;

import feign.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicHeader;

/** From Feign's requests to HttpClient's, with what is the same in all of them made once: address and key. */
final class HttpRequests {

    /** Set by HttpClient itself. */
    private static final Set<String> OWN = Set.of("content-length", "host", "content-type");

    private static final Header CLOSE = new BasicHeader(HttpHeaders.CONNECTION, "close");
    // JSON is UTF-8 and has no charset parameter.
    private static final ContentType JSON = ContentType.create("application/json");
    // Replaced by the path that is asked for. HttpClient would take a whole address apart with every request; the host
    // is told beside it.
    private static final URI ANY = URI.create("/");

    private final HttpHost host;
    private final String basePath;
    private final Credential credential;
    private final Header key;

    HttpRequests(URI base, Credential credential) {
        this.host = HttpHost.create(base);
        this.basePath = base.getRawPath();
        this.credential = credential;
        this.key = new BasicHeader(credential.headerName(), checked(credential.headerName(), credential.headerValue()));
    }

    /** Where all of them go. */
    HttpHost host() {
        return host;
    }

    /** Whose key they carry. */
    Credential credential() {
        return credential;
    }

    HttpUriRequestBase of(Request request, ApiCall call) {
        HttpUriRequestBase wire = new HttpUriRequestBase(request.httpMethod().name(), ANY);
        wire.setPath(basePath.concat(request.url()));
        request.headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> wire.addHeader(name, checked(name, value)));
            }
        });
        wire.setHeader(key);
        if (call.kind() != OperationKind.READ) {
            wire.setHeader(CLOSE);
        }
        byte[] body = call.body();
        if (body != null) {
            wire.setEntity(new OnceEntity(body));
        }
        return wire;
    }

    /** HttpClient would send a line break as a space. Ours is to refuse it, without printing the value. */
    private static String checked(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the value of header " + name + " holds a line break");
        }
        return value;
    }

    /** Bytes that can be written once. */
    private static final class OnceEntity extends HttpEntityWrapper {
        private boolean written;

        private OnceEntity(byte[] body) {
            super(new ByteArrayEntity(body, JSON));
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (written) {
                throw new IOException("a second write of a request body was refused");
            }
            written = true;
            super.writeTo(out);
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }
}
