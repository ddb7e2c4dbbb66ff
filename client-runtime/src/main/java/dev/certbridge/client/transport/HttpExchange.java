package dev.certbridge.client.transport;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import feign.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** One request and its answer, and what a broken one means for the money. */
final class HttpExchange {

    private final ApiCall call;
    private final @Nullable SpendPermit spend;
    private final HttpEngine engine;
    private final HttpRequests requests;
    private final int maxResponseBytes;
    private boolean written;
    private long headArrived;
    private @Nullable ApiResponse seen;

    HttpExchange(ApiCall call, HttpEngine engine, HttpRequests requests, int maxResponseBytes) {
        this.call = call;
        this.spend = call.spend();
        this.engine = engine;
        this.requests = requests;
        this.maxResponseBytes = maxResponseBytes;
    }

    /** Sends it; {@code limit} is the longest that all of it may take. */
    ApiResponse run(Request request, Duration limit) {
        HttpUriRequestBase wire = requests.of(request, call);
        CloseableHttpClient client = call.kind() == OperationKind.READ ? engine.pooled() : engine.fresh();
        try (Deadline deadline = Deadline.after(limit, wire::cancel)) {
            try {
                return client.execute(
                        requests.host(),
                        wire,
                        new HttpEngine.Context(this),
                        response -> receive(wire, response, deadline));
            } catch (ResellerException e) {
                throw e;
            } catch (StreamingRead.TakerFailedException e) {
                throw e.thrown();
            } catch (Error e) {
                // HttpClient gives a connection back after an exception only.
                deadline.breakOff();
                throw e;
            } catch (IOException | RuntimeException e) {
                if (written && e instanceof TruncatedHeadException head) {
                    head(head.status(), head.headers());
                }
                if (call.kind() == OperationKind.READ && written && seen == null && !deadline.passed()) {
                    // Else a further try may meet the next connection that the server has closed.
                    engine.closeIdle();
                }
                throw failure(e, deadline.passed() ? "no whole answer within " + limit.toMillis() + " ms" : reason(e));
            }
        }
    }

    /** Called by the engine, in this thread, just before the first byte. */
    void beforeWrite() throws IOException {
        if (spend != null) {
            spend.beforeWrite();
        }
        written = true;
    }

    /** Returns when the head of the answer arrived, in {@link System#nanoTime}. */
    long headArrived() {
        return headArrived;
    }

    CallListener.Call call(Duration took) {
        return new CallListener.Call(
                origin().provider(),
                origin().operationId(),
                spend != null,
                Optional.ofNullable(seen).map(ApiResponse::status),
                took);
    }

    private ApiResponse receive(HttpUriRequestBase wire, ClassicHttpResponse response, Deadline deadline)
            throws IOException {
        if (!written) {
            // Not the reseller: a proxy that opened no tunnel. Its words must not be read as the reseller's.
            throw new IOException("the proxy refused the tunnel with " + response.getCode()
                    + (response.getCode() == 407 ? "; check the user name and password for the proxy" : ""));
        }
        ApiResponse head = head(response.getCode(), response.getHeaders());
        StreamingRead<?> streamed = call.streamed();
        if (streamed != null && head.success()) {
            handOn(streamed, wire, response);
            return head;
        }
        BoundedBody body = new BoundedBody(response, maxResponseBytes);
        try {
            body.read();
        } catch (IOException | RuntimeException | Error e) {
            // HttpClient would read on to the end to keep the connection, which may be never.
            wire.cancel();
            throw e;
        } finally {
            // Also when it broke off: the id of an order may be in the part that arrived.
            ApiResponse soFar = head.with(body.arrived(), deadline.end());
            seen = soFar;
            if (spend != null) {
                spend.arrived(soFar);
            }
        }
        return seen;
    }

    private ApiResponse head(int status, Header[] headers) {
        ApiResponse head = ApiResponse.of(origin(), call.kind(), status, headers, requests.credential());
        seen = head;
        headArrived = System.nanoTime();
        if (spend != null) {
            spend.head(head);
        }
        return head;
    }

    private void handOn(StreamingRead<?> read, HttpUriRequestBase wire, ClassicHttpResponse response)
            throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        try {
            read.read(BoundedBody.unpacked(response, content), maxResponseBytes);
        } catch (IOException | RuntimeException | Error e) {
            // As above: the rest is not worth reading.
            wire.cancel();
            throw e;
        }
    }

    private OperationRef origin() {
        return call.operation().origin();
    }

    private ResellerException failure(Exception thrown, String why) {
        // HttpClient quotes what it cannot read, and that may be our own key sent back.
        Exception cause = requests.credential().isIn(thrown) ? null : thrown;
        OperationRef from = seen == null ? origin() : seen.origin();
        if (!written) {
            return new NotSentException(from, why, cause);
        }
        if (call.kind() != OperationKind.READ) {
            return new OutcomeUnknownException(from, seen != null && seen.success(), null, why, cause);
        }
        int status = seen == null ? 0 : seen.status();
        return thrown instanceof BoundedBody.UnreadableException
                ? new BrokenContractException(from, status, why, cause)
                : new ProviderFaultException(from, status, why, cause);
    }

    private String reason(Exception e) {
        return requests.credential().redact(ConnectionErrorText.of(e));
    }
}
