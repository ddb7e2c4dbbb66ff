package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import feign.Client;
import feign.Request;
import feign.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feign's client: hands a request to an {@link Exchange} and what came of it to the listener. */
final class WireClient implements Client {

    private final HttpEngine engine;
    private final WireRequests requests;
    private final ConnectOptions options;
    private final Rereading rereading;
    private final boolean serverTimeCheck;
    private volatile @Nullable ServerTime heard;

    WireClient(HttpEngine engine, WireRequests requests, ConnectOptions options) {
        this.engine = engine;
        this.requests = requests;
        this.options = options;
        this.serverTimeCheck =
                options.serverTimeCheck().orElse(requests.host().getSchemeName().equals("https"));
        this.rereading = new Rereading(options);
    }

    @Override
    public Response execute(Request request, Request.Options given) {
        Call call = (Call) given;
        StreamedRead<?> streamed = call.streamed();
        if (call.kind() != Kind.READ && streamed != null) {
            throw new IllegalArgumentException("only a read can be streamed");
        }
        Answer answer = switch (call.kind()) {
            case READ ->
                rereading.read(limit -> once(request, call, limit), () -> streamed != null && streamed.handedOn());
            case WRITE -> alone(request, call, options.readDeadline());
            case SPEND -> alone(request, call, options.spendDeadline());
        };
        return Response.builder()
                .status(answer.status())
                .body(new AnswerBody(answer, call))
                .request(request)
                .build();
    }

    /** Sends a request on a connection of its own. Waiting for one takes nothing from its deadline. */
    private Answer alone(Request request, Call call, Duration limit) {
        Spend spend = call.spend();
        OperationRef origin = call.operation().origin();
        if (spend != null) {
            spend.use(origin);
        }
        try {
            engine.awaitFresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(origin, "interrupted while all connections were in use", null);
        }
        try {
            if (spend != null) {
                spend.begin(Optional.ofNullable(heard), serverTimeCheck);
            }
            return once(request, call, limit);
        } finally {
            engine.freed();
        }
    }

    private Answer once(Request request, Call call, Duration limit) {
        Exchange exchange = new Exchange(call, engine, requests, options.maxResponseBytes());
        long start = System.nanoTime();
        try {
            Answer answer = exchange.run(request, limit);
            answer.header("date")
                    .filter(date -> date.endsWith(" GMT"))
                    .ifPresent(date -> heard = new ServerTime(date, exchange.headArrived()));
            return answer;
        } finally {
            tell(exchange, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The {@code Date} of the last answer that had one. */
    Optional<Instant> heard() {
        return Optional.ofNullable(heard).flatMap(ServerTime::told);
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
