package dev.certbridge.client.transport;

import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Headers as HttpClient hands them on. */
final class ReceivedHeaders {

    private ReceivedHeaders() {}

    static Header[] of(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new BasicHeader(header.getKey(), value)))
                .toArray(Header[]::new);
    }
}
