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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in the order book, together with its HTTP request. Closing an attempt stores an outcome if no outcome is
 * stored yet. The outcome is {@code NOT_SENT} if nothing was written, {@code ACCEPTED} if the response contained the
 * order id, and {@code UNKNOWN} in all other cases.
 */
final class SpendAttempt implements SpendPermit.Listener, AutoCloseable {

    /** The maximum time between the commit of an attempt and the first byte of its request. */
    static final Duration SEND_WINDOW = Duration.ofSeconds(60);

    private final OperationRef operation;
    private final SpendLog book;
    private final SpendRequest request;
    private final SpendTerms terms;
    private final OrderIdReader reader;
    private final SpendGate gate;
    private final SpendPermit permit = SpendPermit.once(this);
    private final Map<OrderId, Boolean> others = new HashMap<>();
    private @Nullable Attempt attempt;
    private @Nullable ApiResponse searched;
    private SeenIds seenIds = new SeenIds(Optional.empty(), Optional.empty());
    private boolean headStored;
    /** The order id of the attempt in the order book; empty if the order book contains no order id for the attempt. */
    private Optional<OrderId> accepted = Optional.empty();

    private boolean settled;

    /** The order id in a response: the id of this attempt's order, or the id of another intent's order. */
    private record SeenIds(Optional<OrderId> own, Optional<OrderId> another) {}

    SpendAttempt(
            OperationRef operation,
            SpendLog book,
            SpendRequest request,
            SpendTerms terms,
            OrderIdReader reader,
            SpendGate gate) {
        this.operation = operation;
        this.book = book;
        this.request = request;
        this.terms = terms;
        this.reader = reader;
        this.gate = gate;
    }

    /**
     * Commits the attempt to the order book when a connection is free. An earlier commit could miss the send window,
     * because the wait for a connection may be long.
     */
    @Override
    public void begin(Optional<Instant> serverTime) {
        gate.requireOpen(operation);
        attempt = SpendExecutor.orNotSent(operation, () -> book.begin(operation, request, terms, serverTime));
    }

    @Override
    public void beforeWrite() {
        if (!book.maySend(attempt())) {
            throw new IllegalStateException("attempt " + attempt().number() + " was not sent, because "
                    + SEND_WINDOW.toSeconds() + " s had passed, or the book was halted, or another caller settled it");
        }
    }

    /**
     * Stores the status and the headers of the response before the body is decoded. Also stores the order id if the
     * response already contains the id. This method ignores a failure of the order book, because the outcome is stored
     * later anyway.
     */
    @Override
    public void head(ApiResponse answer) {
        try {
            Optional<OrderId> id = mayBePrice(answer) ? Optional.empty() : acceptedId(answer);
            book.answered(attempt(), headOf(answer), id);
            headStored = true;
            accepted = id;
        } catch (RuntimeException e) {
            // This failure is ignored. The outcome is stored later, before anything is decoded.
        }
    }

    /**
     * Logs a warning if the reseller's time in the response contradicts the clock of the order book. The two times are
     * compared only after the response, because the reseller's time may not be known earlier.
     */
    @Override
    public void dated(Instant serverTime) {
        if (attempt().contradicts(serverTime)) {
            System.getLogger(SpendAttempt.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "wrong clock: attempt " + attempt().number() + " of intent \"" + request.intent()
                                    + "\" was begun at " + attempt().begun()
                                    + " by the order book and answered at " + serverTime
                                    + " by the reseller. Set the clock of this host or, with PostgreSQL, of"
                                    + " the database server");
        }
    }

    /**
     * Sends the request once. If the request fails, stores the outcome of the attempt before the exception is thrown.
     */
    ApiResponse send(Function<SpendPermit, ApiResponse> call) {
        try {
            return call.apply(permit);
        } catch (RejectedException e) {
            settle(State.REJECTED, Optional.empty());
            throw e;
        } catch (NotSentException e) {
            settle(State.NOT_SENT, Optional.empty());
            throw e;
        } catch (OutcomeUnknownException e) {
            close();
            throw permit.response().map(arrived -> withSeenId(e, arrived)).orElse(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Adds the order id in a response to the exception. If the response is an error, adds the id only to the message,
     * because a person has to check whether the order exists.
     */
    private OutcomeUnknownException withSeenId(OutcomeUnknownException e, ApiResponse arrived) {
        return idsSeen(arrived)
                .own()
                .map(id -> arrived.success()
                        ? e.withSeenId(id, "the response broke off")
                        : e.withSeenId(
                                null, "the response " + arrived.status() + " contains the id " + id.providerId()))
                .orElse(e);
    }

    SpendExecutor.Placed placed(ApiResponse answer) {
        OrderId id = id().orElseThrow(() -> new OutcomeUnknownException(
                answer.origin(),
                !reader.isRefusal(answer),
                null,
                "the response " + answer.status() + " contains "
                        + idsSeen(answer)
                                .another()
                                .map(other -> "the id " + other.providerId()
                                        + " of another intent's order. Look up that order")
                                .orElse("no order id"),
                null));
        settle(State.ACCEPTED, Optional.of(id));
        return new SpendExecutor.Placed(id, answer);
    }

    /**
     * Reads the price from the response to a quote request. If the response contains no price, throws
     * OutcomeUnknownException with the order id in the response, because the reseller may have placed an order.
     */
    Quote quoted(ApiResponse answer, Function<ApiResponse, Quote> price) {
        Quote quote;
        try {
            quote = price.apply(answer);
        } catch (OutcomeUnknownException e) {
            close();
            throw id().map(id -> e.withSeenId(id, "the response contains no price"))
                    .orElse(e);
        }
        settle(State.QUOTED, Optional.empty());
        return quote;
    }

    /**
     * Stores the outcome of a quote request whose response contains no price, and returns the exception to throw. If
     * the order book fails, throws an exception about the order book.
     */
    OutcomeUnknownException noPrice(ApiResponse answer) {
        close();
        return new OutcomeUnknownException(
                answer.origin(),
                true,
                id().orElse(null),
                "the quote request was answered with status " + answer.status(),
                null);
    }

    /** Stores the outcome of the attempt according to the response. Does nothing if an outcome is already stored. */
    @Override
    public void close() {
        if (settled) {
            return;
        }
        if (!permit.written()) {
            settle(State.NOT_SENT, Optional.empty());
        } else {
            Optional<OrderId> id = id();
            boolean price = permit.response().filter(this::mayBePrice).isPresent();
            settle(id.isPresent() && !price ? State.ACCEPTED : State.UNKNOWN, id);
        }
    }

    private void settle(State state, Optional<OrderId> id) {
        settled = true;
        if (attempt == null) {
            // The order book refused the attempt, or no connection was free.
            return;
        }
        try {
            commit(state, id);
        } catch (RuntimeException e) {
            if (!permit.written()) {
                throw e instanceof IllegalStateException failed ? SpendExecutor.bookFailed(operation, failed) : e;
            }
            throw new NotRecordedException(
                    operation, id.orElse(null), rescued(state, id, e).orElse(null), e);
        }
    }

    /**
     * Stores the outcome. If the first try fails, tries once more, because a broken connection to the database may have
     * caused the failure.
     */
    private void commit(State state, Optional<OrderId> id) {
        if (state == State.ACCEPTED && accepted.equals(id)) {
            // The head has ended the attempt with this id already.
            return;
        }
        // Stores the head if that failed before, or if the body adds a note about an id to the head.
        permit.response()
                .filter(answer -> !headStored || hasUnacceptedId(answer))
                .ifPresent(this::head);
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

    /**
     * Writes the outcome of the attempt to a recovery file. The order book reads the recovery file when the order book
     * is opened the next time.
     */
    private Optional<Path> rescued(State state, Optional<OrderId> id, RuntimeException failure) {
        Attempt ended = attempt().in(state);
        ended = permit.response().map(this::headOf).map(ended::with).orElse(ended);
        ended = id.map(ended::with).orElse(ended);
        try {
            return book.writeRecoveryFile(ended, id);
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
    public boolean isQuote() {
        return terms.type() == SpendType.QUOTE || terms.type() == SpendType.STANDALONE_QUOTE;
    }

    /**
     * Returns true if the response may contain a price, because it is a response with status 200 to a quote request.
     */
    private boolean mayBePrice(ApiResponse answer) {
        return isQuote() && answer.status() == 200;
    }

    /** Returns true if the response contains an id that was not accepted as the order id of this attempt. */
    private boolean hasUnacceptedId(ApiResponse answer) {
        SeenIds seen = idsSeen(answer);
        return seen.another().isPresent() || (!answer.success() && seen.own().isPresent());
    }

    /**
     * Returns the status and the headers of a response, for the order book. If the response contains an id that was not
     * accepted as the order id of this attempt, adds a note with the id. The order book does not store the body, so
     * this note may be the only trace of the order.
     */
    private Attempt.Head headOf(ApiResponse answer) {
        SeenIds seen = idsSeen(answer);
        String note = seen.another()
                .map(id -> "\n(the response contains the id " + id.providerId() + " of another intent's order)")
                .or(() -> seen.own()
                        .filter(id -> !answer.success())
                        .map(id -> "\n(the response is a refusal, but contains the id " + id.providerId() + ")"))
                .orElse("");
        return new Attempt.Head(answer.status(), answer.credential().headerLines(answer.headers()) + note);
    }

    Optional<OrderId> id() {
        return permit.response().flatMap(this::acceptedId);
    }

    private Optional<OrderId> acceptedId(ApiResponse answer) {
        return answer.success() ? idsSeen(answer).own() : Optional.empty();
    }

    // Each response is searched only once, because the computation of the hashes in an id takes time.
    private SeenIds idsSeen(ApiResponse answer) {
        if (answer != searched) {
            Optional<OrderId> id = find(answer);
            boolean another = id.filter(this::isAnothers).isPresent();
            seenIds = another ? new SeenIds(Optional.empty(), id) : new SeenIds(id, Optional.empty());
            searched = answer;
        }
        return seenIds;
    }

    private Optional<OrderId> find(ApiResponse answer) {
        try {
            return reader.orderId(answer);
        } catch (RuntimeException e) {
            // If the reader fails, the response is treated as a response without an id, so that a possible order is not
            // hidden.
            return Optional.empty();
        }
    }

    /**
     * Returns true if the id belongs to the order of another intent. An attempt whose order gets a new id never accepts
     * such an id, because a cancellation of this order would then cancel the order of the other intent.
     */
    private boolean isAnothers(OrderId id) {
        return reader.isIdNew()
                && terms.type() != SpendType.STANDALONE_QUOTE
                && others.computeIfAbsent(id, this::isClaimed);
    }

    private boolean isClaimed(OrderId id) {
        try {
            return book.orders(id.target(), id.providerId()).stream()
                    .flatMap(known -> known.intent().stream())
                    .anyMatch(intent -> !intent.equals(request.intent()));
        } catch (RuntimeException e) {
            // If the order book fails, the id must not be lost.
            return false;
        }
    }

    private Attempt attempt() {
        return Objects.requireNonNull(attempt, "nothing was begun yet");
    }
}
