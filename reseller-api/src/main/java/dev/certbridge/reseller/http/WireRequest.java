package dev.certbridge.reseller.http;

import feign.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** From Feign's request to HttpClient's, and back from its headers. */
final class WireRequest {

    /** Set by HttpClient itself. */
    private static final Set<String> OWN = Set.of("content-length", "host", "content-type");

    private WireRequest() {}

    static HttpUriRequestBase of(Request request, Credential credential, boolean once) {
        HttpUriRequestBase wire = new HttpUriRequestBase(request.httpMethod().name(), URI.create(request.url()));
        request.headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> wire.addHeader(name, checked(name, value)));
            }
        });
        wire.setHeader(credential.headerName(), checked(credential.headerName(), credential.headerValue()));
        if (once) {
            wire.setHeader(HttpHeaders.CONNECTION, "close");
        }
        if (request.body() != null) {
            wire.setEntity(new OnceEntity(request.body()));
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

    static Map<String, Collection<String>> headers(Header[] headers) {
        Map<String, Collection<String>> byName = new TreeMap<>();
        for (Header header : headers) {
            byName.merge(
                    header.getName(),
                    List.of(header.getValue()),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        return byName;
    }

    /** Bytes that can be written once. */
    private static final class OnceEntity extends HttpEntityWrapper {
        private boolean written;

        private OnceEntity(byte[] body) {
            // JSON is UTF-8 and has no charset parameter.
            super(new ByteArrayEntity(body, ContentType.create("application/json")));
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
