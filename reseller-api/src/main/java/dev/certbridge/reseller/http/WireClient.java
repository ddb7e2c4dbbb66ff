package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.Origin;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feign's client: hands a request to an {@link Exchange} and what came of it to the listener. */
final class WireClient implements Client {

    private final String provider;
    private final HttpEngine engine;
    private final Credential credential;
    private final ConnectOptions options;
    private final Rereading rereading;
    private volatile @Nullable Instant heard;

    WireClient(String provider, HttpEngine engine, Credential credential, ConnectOptions options) {
        this.provider = provider;
        this.engine = engine;
        this.credential = credential;
        this.options = options;
        this.rereading = new Rereading(options);
    }

    @Override
    public Response execute(Request request, Request.Options given) {
        Kind kind = Kind.of(request);
        if (kind == Kind.SPEND && !(given instanceof Spend)) {
            throw new IllegalArgumentException("a spending operation needs a Spend");
        }
        if (kind != Kind.READ && given instanceof StreamedRead) {
            throw new IllegalArgumentException("only a read can be streamed");
        }
        Answer answer = switch (kind) {
            case READ ->
                rereading.read(
                        limit -> once(request, given, kind, limit),
                        () -> given instanceof StreamedRead<?> read && read.handedOn());
            case WRITE -> once(request, given, kind, options.readDeadline());
            case SPEND -> once(request, given, kind, options.spendDeadline());
        };
        return Response.builder()
                .status(answer.status())
                .headers(answer.headers())
                .body(answer.body())
                .request(request)
                .build();
    }

    private Answer once(Request request, Request.Options given, Kind kind, Duration limit) {
        Exchange exchange = new Exchange(origin(request), kind, given, engine, credential, options);
        long start = System.nanoTime();
        try {
            Answer answer = exchange.run(request, limit);
            answer.header("date").flatMap(RetryAfter::date).ifPresent(date -> heard = date);
            return answer;
        } finally {
            tell(exchange, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The {@code Date} of the last answer that had one. */
    Optional<Instant> heard() {
        return Optional.ofNullable(heard);
    }

    /** The answer back from Feign's response, with the place it came from. */
    Answer answer(Response response) throws IOException {
        byte[] body = response.body() == null
                ? new byte[0]
                : response.body().asInputStream().readAllBytes();
        return Answer.of(
                origin(response.request()),
                Kind.of(response.request()),
                response.status(),
                response.headers(),
                body,
                credential);
    }

    private static Method method(Request request) {
        return request.requestTemplate().methodMetadata().method();
    }

    private Origin origin(Request request) {
        return Origin.of(provider, method(request).getName());
    }

    private void tell(Exchange exchange, Duration took) {
        try {
            options.listener().called(exchange.call(took));
        } catch (RuntimeException e) {
            // What a listener throws must not change what a call did, nor hide its outcome.
            System.getLogger(WireClient.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a call listener failed with " + e.getClass().getName());
        }
    }
}
