package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of the book and the request that goes out for it. Closed before it was settled, it is settled by what is
 * known: not sent when nothing was written, accepted when an order's id was seen, else unknown.
 */
final class SpendAttempt implements AutoCloseable {

    private final OperationRef origin;
    private final SpendLog book;
    private final OrderIdReader reading;
    private final SpendPermit spend;
    private @Nullable Begun begun;
    private @Nullable ApiResponse answer;
    private boolean headKept;
    private boolean settled;

    /** An attempt that is committed, and the reader of the id that answers it. */
    private record Begun(Attempt attempt, OrderIdResolver ids) {}

    private SpendAttempt(
            OperationRef origin, SpendLog book, SpendRequest wish, SpendTerms sending, OrderIdReader reading) {
        this.origin = origin;
        this.book = book;
        this.reading = reading;
        this.spend = SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public void begin(Optional<Instant> serverTime) {
                // Not earlier: an order that waits for a connection may wait for longer than its leave to be sent.
                begun(BookErrors.notSent(origin, () -> book.begin(origin, wish, sending, serverTime)));
            }

            @Override
            public void beforeWrite() {
                Attempt attempt = attempt();
                if (!book.maySend(attempt)) {
                    throw new IllegalStateException("attempt " + attempt.number() + " was not sent within "
                            + sending.leave().toSeconds() + " s, or the book was halted or settled it");
                }
            }

            @Override
            public void head(ApiResponse head) {
                keep(head);
            }

            @Override
            public void dated(Instant serverTime) {
                warnOfClock(attempt(), serverTime);
            }
        });
    }

    /**
     * Commits the attempt once a connection is free, and sends its request. What fails is settled before it is thrown.
     *
     * @throws NotSentException also when the book fails before the first byte
     */
    static SpendAttempt send(
            OperationRef origin,
            SpendLog book,
            SpendRequest wish,
            SpendTerms sending,
            OrderIdReader reading,
            Function<SpendPermit, ApiResponse> call) {
        SpendAttempt sent = new SpendAttempt(origin, book, wish, sending, reading);
        try {
            sent.answer = call.apply(sent.spend);
            return sent;
        } catch (RejectedException e) {
            sent.settle(State.REJECTED);
            throw e;
        } catch (NotSentException e) {
            sent.settle(State.NOT_SENT);
            throw e;
        } catch (OutcomeUnknownException e) {
            sent.close();
            throw sent.withSeenId(e);
        } catch (RuntimeException | Error e) {
            sent.close();
            throw e;
        }
    }

    /** The answer to a question as a price. What is none after all may be an order, and its id is somewhere in it. */
    Quote priceIn(Function<ApiResponse, Quote> price) {
        try {
            return price.apply(answer());
        } catch (OutcomeUnknownException e) {
            settleByWhatIsKnown();
            throw id().map(id -> e.withSeenId(id, "the answer is no price")).orElse(e);
        }
    }

    private void begun(Attempt attempt) {
        begun = new Begun(attempt, new OrderIdResolver(attempt, book, reading));
    }

    private Attempt attempt() {
        return Objects.requireNonNull(begun, "nothing was begun yet").attempt();
    }

    private OrderIdResolver ids() {
        return Objects.requireNonNull(begun, "nothing was begun yet").ids();
    }

    ApiResponse answer() {
        return Objects.requireNonNull(answer, "nothing was answered yet");
    }

    /** The order, from whatever has arrived of a 2xx. */
    Optional<OrderId> id() {
        return spend.response().flatMap(answered -> ids().in(answered));
    }

    /**
     * Returns the same failure with the id of the order, where the answer names one. The id in a refusal stands in the
     * message only: whether there is an order has to be looked up.
     */
    private OutcomeUnknownException withSeenId(OutcomeUnknownException e) {
        return spend.response()
                .flatMap(arrived -> ids().seenIn(arrived)
                        .map(id -> arrived.success()
                                ? e.withSeenId(id, "its answer broke off")
                                : e.withSeenId(null, "answered " + arrived.status() + " and names " + id.providerId())))
                .orElse(e);
    }

    /** True while a 200 to a question for the price may be a price, and no order. */
    private boolean mayBePrice(ApiResponse arrived) {
        boolean question = attempt().verb() == SpendType.QUOTE || attempt().verb() == SpendType.STANDALONE_QUOTE;
        return question && arrived.status() == 200;
    }

    /** The id in the answer that cannot be this order's: the book has it as that of another intent. */
    Optional<OrderId> anothers() {
        return spend.response().flatMap(answered -> ids().anothers(answered));
    }

    void settle(State state) {
        settled = true;
        if (begun == null) {
            // The book refused it, or nobody had a connection for it.
            return;
        }
        Optional<OrderId> id = state == State.ACCEPTED || state == State.UNKNOWN ? id() : Optional.empty();
        try {
            commit(state, id);
        } catch (RuntimeException e) {
            if (!spend.written()) {
                throw e instanceof IllegalStateException failed ? BookErrors.notSent(origin, failed) : e;
            }
            throw new NotRecordedException(
                    origin, id.orElse(null), rescued(state, id, e).orElse(null), e);
        }
    }

    /** True when an id that is not taken over may have come with the body, after the head was kept. */
    private boolean namesInItsBody(ApiResponse answered) {
        return ids().anothers(answered).isPresent()
                || (!answered.success() && ids().seenIn(answered).isPresent());
    }

    /** Tries twice: the first failure may be one broken connection. */
    private void commit(State state, Optional<OrderId> id) {
        if (!headKept || spend.response().filter(this::namesInItsBody).isPresent()) {
            spend.response().ifPresent(this::keep);
        }
        try {
            book.settle(attempt(), state, id);
        } catch (RuntimeException first) {
            try {
                book.settle(attempt(), state, id);
            } catch (RuntimeException again) {
                suppress(first, again);
                throw first;
            }
        }
    }

    /** Outside the book, where it stays until the book is opened next. */
    private Optional<Path> rescued(State state, Optional<OrderId> id, RuntimeException failure) {
        Attempt attempt = attempt();
        Attempt ended = new Attempt(
                attempt.number(),
                attempt.wish(),
                attempt.sending(),
                attempt.owner(),
                attempt.begun(),
                state,
                spend.response().map(this::head),
                id,
                false);
        try {
            return book.rescue(ended, id);
        } catch (RuntimeException e) {
            suppress(failure, e);
            return Optional.empty();
        }
    }

    private static void suppress(RuntimeException failure, RuntimeException other) {
        if (other != failure) {
            failure.addSuppressed(other);
        }
    }

    @Override
    public void close() {
        settleByWhatIsKnown();
    }

    /** Does nothing when it was settled. */
    void settleByWhatIsKnown() {
        if (settled) {
            return;
        }
        if (!spend.written()) {
            settle(State.NOT_SENT);
        } else {
            boolean price = spend.response().filter(this::mayBePrice).isPresent();
            settle(id().isPresent() && !price ? State.ACCEPTED : State.UNKNOWN);
        }
    }

    /** Inside the exchange: a failing book must not stop the body from being read, it may hold the only id. */
    private void keep(ApiResponse answered) {
        try {
            book.answered(attempt(), head(answered), mayBePrice(answered) ? Optional.empty() : ids().in(answered));
            headKept = true;
        } catch (RuntimeException e) {
            // What counts is whether the attempt can be settled, which is tried before anything is decoded.
        }
    }

    /** The first answer of all had nothing before it to compare with. */
    private static void warnOfClock(Attempt attempt, Instant serverTime) {
        if (attempt.contradicts(serverTime)) {
            System.getLogger(SpendAttempt.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "wrong clock: attempt " + attempt.number() + " of intent \"" + attempt.intent()
                                    + "\" was begun at " + attempt.begun() + " by the order book and answered at "
                                    + serverTime
                                    + " by the reseller. Set the clock of this host or, with PostgreSQL, of"
                                    + " the database server");
        }
    }

    /** An id that is not taken over may be all that tells what was bought, and a body is not kept. */
    private Attempt.Head head(ApiResponse answered) {
        String named = ids().anothers(answered)
                .map(id -> "\n(it names " + id.providerId() + ", the order of another intent)")
                .or(() -> ids().seenIn(answered)
                        .filter(id -> !answered.success())
                        .map(id -> "\n(it names " + id.providerId() + " and refuses)"))
                .orElse("");
        return new Attempt.Head(answered.status(), answered.headerLines() + named);
    }
}
