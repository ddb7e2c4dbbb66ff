package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import feign.Client;
import feign.Request;
import feign.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feign's client: hands a request to an {@link HttpExchange} and what came of it to the listener. */
final class FeignHttpClient implements Client {

    private final HttpEngine engine;
    private final HttpRequests requests;
    private final ConnectOptions options;
    private final ReadRetrier rereading;
    private final boolean serverTimeCheck;
    private volatile @Nullable ServerTime lastServerTime;

    FeignHttpClient(HttpEngine engine, HttpRequests requests, ConnectOptions options) {
        this.engine = engine;
        this.requests = requests;
        this.options = options;
        this.serverTimeCheck =
                options.serverTimeCheck().orElse(requests.host().getSchemeName().equals("https"));
        this.rereading = new ReadRetrier(options);
    }

    @Override
    public Response execute(Request request, Request.Options given) {
        ApiCall call = (ApiCall) given;
        StreamingRead<?> streamed = call.streamed();
        if (call.kind() != OperationKind.READ && streamed != null) {
            throw new IllegalArgumentException("only a read can be streamed");
        }
        ApiResponse answer = switch (call.kind()) {
            case READ ->
                rereading.read(limit -> once(request, call, limit), () -> streamed != null && streamed.handedOn());
            case WRITE -> alone(request, call, options.readDeadline());
            case SPEND -> alone(request, call, options.spendDeadline());
        };
        return Response.builder()
                .status(answer.status())
                .body(new FeignBody(answer, call))
                .request(request)
                .build();
    }

    /** Sends a request on a connection of its own. Waiting for one takes nothing from its deadline. */
    private ApiResponse alone(Request request, ApiCall call, Duration limit) {
        SpendPermit spend = call.spend();
        OperationRef origin = call.operation().origin();
        if (spend != null) {
            spend.consume(origin);
        }
        try {
            engine.awaitFresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(origin, "interrupted while all connections were in use", null);
        }
        try {
            if (spend != null) {
                spend.begin(Optional.ofNullable(lastServerTime), serverTimeCheck);
            }
            return once(request, call, limit);
        } finally {
            engine.freed();
        }
    }

    private ApiResponse once(Request request, ApiCall call, Duration limit) {
        HttpExchange exchange = new HttpExchange(call, engine, requests, options.maxResponseBytes());
        long start = System.nanoTime();
        try {
            ApiResponse answer = exchange.run(request, limit);
            answer.header("date")
                    .filter(date -> date.endsWith(" GMT"))
                    .ifPresent(date -> lastServerTime = new ServerTime(date, exchange.headArrived()));
            return answer;
        } finally {
            tell(exchange, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The {@code Date} of the last answer that had one. */
    Optional<Instant> lastServerTime() {
        return Optional.ofNullable(lastServerTime).flatMap(ServerTime::told);
    }

    private void tell(HttpExchange exchange, Duration took) {
        try {
            options.listener().called(exchange.call(took));
        } catch (RuntimeException e) {
            // What a listener throws must not change what a call did, nor hide its outcome.
            System.getLogger(FeignHttpClient.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a call listener failed with " + e.getClass().getName());
        }
    }
}
