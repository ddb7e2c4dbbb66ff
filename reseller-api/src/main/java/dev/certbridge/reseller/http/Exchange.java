package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.Origin;
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
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** One request and its answer, and what a broken one means for the money. */
final class Exchange {

    private final Origin origin;
    private final Kind kind;
    private final Optional<Spend> spend;
    private final Optional<StreamedRead<?>> streamed;
    private final HttpEngine engine;
    private final Credential credential;
    private final ConnectOptions options;
    private boolean written;
    private @Nullable Answer seen;

    Exchange(
            Origin origin,
            Kind kind,
            Request.Options given,
            HttpEngine engine,
            Credential credential,
            ConnectOptions options) {
        this.origin = origin;
        this.kind = kind;
        this.spend = given instanceof Spend leave ? Optional.of(leave) : Optional.empty();
        this.streamed = given instanceof StreamedRead<?> read ? Optional.of(read) : Optional.empty();
        this.engine = engine;
        this.credential = credential;
        this.options = options;
    }

    /** Sends it; {@code limit} is the longest that may take, of a streamed read the longest between two mebibytes. */
    Answer run(Request request, Duration limit) {
        HttpUriRequestBase wire = WireRequest.of(request, credential, kind != Kind.READ);
        spend.ifPresent(leave -> leave.use(origin));
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(HttpEngine.EXCHANGE, this);
        CloseableHttpClient client = kind == Kind.READ ? engine.pooled() : engine.fresh();
        try (Deadline deadline = Deadline.after(limit, wire::cancel)) {
            try {
                return client.execute(wire, context, response -> receive(wire, response, deadline));
            } catch (ResellerException e) {
                throw e;
            } catch (StreamedRead.TakerFailedException e) {
                throw e.thrown();
            } catch (IOException | RuntimeException e) {
                throw failure(e, deadline.passed() ? "no whole answer within " + limit.toMillis() + " ms" : reason(e));
            }
        }
    }

    /** Called by the engine, in this thread, just before the first byte. */
    void beforeWrite() throws IOException {
        if (spend.isPresent()) {
            spend.get().beforeWrite();
        }
        written = true;
    }

    CallListener.Call call(Duration took) {
        return new CallListener.Call(
                origin.provider(),
                origin.operationId(),
                spend.isPresent(),
                Optional.ofNullable(seen).map(Answer::status),
                took);
    }

    private Answer receive(HttpUriRequestBase wire, ClassicHttpResponse response, Deadline deadline)
            throws IOException {
        if (!written) {
            // Not the reseller: a proxy that opened no tunnel. Its words must not be read as the reseller's.
            throw new IOException("the proxy refused the tunnel with " + response.getCode());
        }
        Answer head = answer(response, new byte[0]);
        seen = head;
        spend.ifPresent(leave -> leave.head(head));
        if (streamed.isPresent() && head.success()) {
            handOn(streamed.get(), wire, response, deadline);
            return head;
        }
        BoundedBody body = new BoundedBody(response, options.maxResponseBytes());
        try {
            body.read();
        } catch (IOException | RuntimeException e) {
            // HttpClient would read on to the end to keep the connection, which may be never.
            wire.cancel();
            throw e;
        } finally {
            // Also when it broke off: the id of an order may be in the part that arrived.
            Answer soFar = answer(response, body.arrived());
            seen = soFar;
            spend.ifPresent(leave -> leave.arrived(soFar));
        }
        return seen;
    }

    private void handOn(StreamedRead<?> read, HttpUriRequestBase wire, ClassicHttpResponse response, Deadline deadline)
            throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        try {
            read.read(
                    BoundedBody.unpacked(response, new ProlongingStream(content, deadline)),
                    options.maxResponseBytes());
        } catch (IOException | RuntimeException e) {
            // As below: the rest is not worth reading.
            wire.cancel();
            throw e;
        }
    }

    private Answer answer(ClassicHttpResponse response, byte[] body) {
        return Answer.of(
                origin, kind, response.getCode(), WireRequest.headers(response.getHeaders()), body, credential);
    }

    private ResellerException failure(Exception thrown, String why) {
        // HttpClient quotes what it cannot read, and that may be our own key sent back.
        Exception cause = credential.isIn(thrown) ? null : thrown;
        Origin from = seen == null ? origin : seen.origin();
        if (!written) {
            return new NotSentException(from, why, cause);
        }
        if (kind != Kind.READ) {
            return new OutcomeUnknownException(from, seen != null && seen.success(), null, why, cause);
        }
        int status = seen == null ? 0 : seen.status();
        return thrown instanceof BoundedBody.UnreadableException
                ? new BrokenContractException(from, status, why, cause)
                : new ProviderFaultException(from, status, why, cause);
    }

    /** In HttpClient's own words, which name addresses, never headers or bodies. */
    private String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : credential.removedFrom(e.getMessage());
    }
}
