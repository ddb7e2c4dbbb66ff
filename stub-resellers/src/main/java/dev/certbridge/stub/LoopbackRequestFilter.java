package dev.certbridge.stub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses what no client of a stub sends, before the stub counts it: a request under another host name, one that a page of
 * another site made a browser send, and a body that is too long or compressed. Pages on the web reach the loopback interface
 * through the browser of whoever reads them.
 */
final class LoopbackRequestFilter extends Handler.Wrapper {

    /** An order with a hundred names and its CSR has about 20 KB. */
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile("(:\\d{0,5})?$");

    LoopbackRequestFilter(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isForThisMachine(request)) {
            return refuse(
                    response,
                    callback,
                    421,
                    "a stub answers for localhost, 127.0.0.1 and [::1] only; address it by one of these");
        }
        if (isFromAnotherSite(request)) {
            return refuse(
                    response,
                    callback,
                    403,
                    "a stub answers no page of another site; send the request without a browser");
        }
        if (isCompressed(request)) {
            return refuse(response, callback, 415, "a stub reads no compressed body; send it without Content-Encoding");
        }
        if (request.getLength() > MAX_BODY_BYTES) {
            return refuseLongBody(response, callback);
        }
        byte[] body = Content.Source.asInputStream(request).readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return refuseLongBody(response, callback);
        }
        if (isGzip(body)) {
            // WireMock would unpack it whatever the header says, and a megabyte can become a gigabyte.
            return refuse(response, callback, 415, "a stub reads no compressed body; send it as it is");
        }
        return super.handle(new ReceivedRequest(request, body), response, callback);
    }

    /** Of an absolute request target its host counts too. A request of HTTP/1.0 may name none: no browser sends it. */
    private static boolean isForThisMachine(Request request) {
        String inTarget = request.getHttpURI().getHost();
        return (inTarget == null || LOOPBACK.matcher(inTarget).matches())
                && values(request, "Host").stream()
                        .allMatch(host -> LOOPBACK.matcher(
                                        PORT.matcher(host.strip()).replaceFirst(""))
                                .matches());
    }

    /** Browsers say so with each request that a page makes: in Origin, or where they send none, in Sec-Fetch-Site. */
    private static boolean isFromAnotherSite(Request request) {
        return values(request, "Sec-Fetch-Site").contains("cross-site")
                || !values(request, "Origin").stream().allMatch(LoopbackRequestFilter::isLocalOrigin);
    }

    private static boolean isLocalOrigin(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host != null && LOOPBACK.matcher(host).matches();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isCompressed(Request request) {
        return !values(request, "Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    }

    private static List<String> values(Request request, String header) {
        return request.getHeaders().getValuesList(header);
    }

    private static boolean refuseLongBody(Response response, Callback callback) {
        return refuse(
                response,
                callback,
                413,
                "a stub reads bodies of at most " + MAX_BODY_BYTES + " bytes; send a shorter one");
    }

    private static boolean refuse(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        // What is left of the body is not read, so nothing can follow it.
        response.getHeaders().put("Connection", "close");
        response.getHeaders().put("Content-Type", "text/plain;charset=utf-8");
        Content.Sink.write(response, true, text + "\n", callback);
        return true;
    }

    /** A request whose body has been read. */
    private static final class ReceivedRequest extends Request.Wrapper {

        private final Content.Source body;

        ReceivedRequest(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable whenReadable) {
            body.demand(whenReadable);
        }
    }
}
