package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.Origin;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;

/** Feign's client: hands a request to an {@link Exchange} and what came of it to the listener. */
final class WireClient implements Client {

    private final String provider;
    private final HttpEngine engine;
    private final Credential credential;
    private final ConnectOptions options;

    WireClient(String provider, HttpEngine engine, Credential credential, ConnectOptions options) {
        this.provider = provider;
        this.engine = engine;
        this.credential = credential;
        this.options = options;
    }

    @Override
    public Response execute(Request request, Request.Options given) {
        Optional<Spend> spend = given instanceof Spend leave ? Optional.of(leave) : Optional.empty();
        Kind kind = Kind.of(request);
        if (spend.isEmpty() && kind == Kind.SPEND) {
            throw new IllegalArgumentException("a spending operation needs a Spend");
        }
        Exchange exchange = new Exchange(origin(request), kind, spend, engine, credential, options);
        long start = System.nanoTime();
        try {
            Answer answer = exchange.run(request);
            return Response.builder()
                    .status(answer.status())
                    .headers(answer.headers())
                    .body(answer.body())
                    .request(request)
                    .build();
        } finally {
            tell(exchange, Duration.ofNanos(System.nanoTime() - start));
        }
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
