package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends one request that can cost money. Commits the attempt to the order book before the first byte is sent. Commits
 * the outcome to the order book before the response is decoded.
 */
public final class SpendExecutor {

    private final OperationRef operation;
    private final SpendLog book;
    private final SpendRequest request;
    private final OrderIdReader reader;
    private final Duration deadline;
    private Optional<Long> snapshot = Optional.empty();
    private SpendGate gate = SpendGate.OPEN;

    /** Creates an executor for one spend request. The {@code deadline} limits the time of each HTTP request. */
    public SpendExecutor(
            OperationRef operation, SpendLog book, SpendRequest request, OrderIdReader reader, Duration deadline) {
        this.operation = operation;
        this.book = book;
        this.request = request;
        this.reader = reader;
        this.deadline = deadline;
    }

    /** Sets the gate that can delay or refuse a request before the request is sent. Returns this executor. */
    public SpendExecutor behind(SpendGate value) {
        gate = value;
        return this;
    }

    /** The result of a spend request. */
    public sealed interface Outcome {}

    /** A price. Nothing was ordered. */
    public record Quoted(Quote quote) implements Outcome {}

    /** An accepted order that is committed to the order book, with the response before the body is decoded. */
    public record Placed(OrderId id, ApiResponse answer) implements Outcome {

        /** Decodes the response from JSON, or throws {@link OutcomeUnknownException} with the order id. */
        public <T> T as(Class<T> type) {
            try {
                return Json.decode(answer, type);
            } catch (OutcomeUnknownException e) {
                throw e.withSeenId(id, "the response is not readable");
            }
        }

        /** Returns the exception for a response that can be decoded but contradicts the request. */
        public OutcomeUnknownException unusable(String why) {
            return new OutcomeUnknownException(answer.origin(), true, id, why, null);
        }
    }

    /**
     * Finds the order that an earlier call with this intent placed. Throws {@link NotSentException} if the order book
     * failed.
     */
    public Optional<Order> recorded() {
        return accepted().flatMap(SpendExecutor::recorded);
    }

    /** Finds the accepted attempt of this intent. The method {@link #recorded()} returns the order of this attempt. */
    public Optional<Attempt> accepted() {
        return orNotSent(operation, () -> book.recorded(operation, request));
    }

    /** Returns the order of an accepted attempt. */
    public static Optional<Order> recorded(Attempt attempt) {
        return attempt.orderId().map(id -> Order.accepted(id, Optional.of(attempt.request()), "recorded"));
    }

    /**
     * Runs the given code, which uses the order book. If the code throws an IllegalStateException, throws a
     * NotSentException.
     */
    static <T> T orNotSent(OperationRef operation, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            throw bookFailed(operation, e);
        }
    }

    static NotSentException bookFailed(OperationRef operation, IllegalStateException e) {
        return new NotSentException(operation, "the order book failed: " + e.getMessage(), e);
    }

    /**
     * Stores a snapshot of the orders at the reseller before the order is sent. The given function stores the snapshot
     * and returns its number in the order book. The function throws if the order must not be sent. Throws {@link
     * NotSentException} if the order book failed.
     */
    public void takeSnapshot(Supplier<Long> snapshotTaker) {
        snapshot = Optional.of(orNotSent(operation, () -> beforeOrder(operation, snapshotTaker)));
    }

    /**
     * Runs the reads that precede an order. If a read fails, its exception also names the order that was therefore not
     * sent.
     *
     * @param operation the operation of the order
     */
    public static <T> T beforeOrder(OperationRef operation, Supplier<T> reads) {
        try {
            return reads.get();
        } catch (ResellerException e) {
            e.beforeOrder(operation);
            throw e;
        }
    }

    /**
     * Sends the order, renewal, reissue or completion. If the {@code price} is known, the budget is charged with the
     * price. Throws {@link NotSentException} if nothing was sent, for instance because the order book failed.
     */
    public Placed order(Spending spending, Optional<Money> price, Function<SpendPermit, ApiResponse> call) {
        Optional<Money> allowed = Optional.empty();
        if (spending instanceof Spending.UpTo limited) {
            allowed = Optional.of(limited.limit());
        } else if (spending instanceof Spending.Acknowledging seen) {
            allowed = seen.quote().total();
        }
        SpendType type = request.completes().isPresent()
                ? SpendType.COMPLETE
                : switch (request.request().kind()) {
                    case ORDER -> SpendType.ORDER;
                    case RENEWAL -> SpendType.RENEW;
                    case REISSUE -> SpendType.REISSUE;
                };
        try (SpendAttempt sent = attempt(terms(type, spending, price, allowed))) {
            return sent.placed(sent.send(call));
        }
    }

    /**
     * Requests the price of an order. The order book stores this request like an order, because a reseller that ignores
     * the quote flag would place an order. Until the price is known, the budget is charged with the {@code limit}. The
     * function {@code price} reads the price from a response with status 200, or throws {@link
     * OutcomeUnknownException}.
     */
    public Outcome quote(
            Spending.UpTo limit, Function<SpendPermit, ApiResponse> call, Function<ApiResponse, Quote> price) {
        Optional<Money> most = Optional.of(limit.limit());
        try (SpendAttempt sent = attempt(terms(SpendType.QUOTE, limit, most, most))) {
            ApiResponse answer = sent.send(call);
            return answer.status() == 200 ? new Quoted(sent.quoted(answer, price)) : sent.placed(answer);
        }
    }

    /**
     * Requests the price with a {@link SpendRequest#standaloneQuote}, which belongs to no intent. If the reseller
     * places an order by mistake, no intent owns this order, and the order is listed as unclaimed.
     *
     * @throws dev.certbridge.reseller.failure.BookHaltedException the order book is halted; nothing was sent
     * @throws NotSentException nothing was sent
     * @throws NotRecordedException a response arrived, but the order book could not store the outcome
     * @throws OutcomeUnknownException the response was lost, or contains no price
     */
    public Quote standaloneQuote(Function<SpendPermit, ApiResponse> call, Function<ApiResponse, Quote> price) {
        try (SpendAttempt sent =
                attempt(SpendTerms.of(SpendType.STANDALONE_QUOTE, SpendAttempt.SEND_WINDOW, deadline))) {
            ApiResponse answer = sent.send(call);
            if (answer.status() != 200) {
                throw sent.noPrice(answer);
            }
            return sent.quoted(answer, price);
        }
    }

    private SpendTerms terms(SpendType type, Spending spending, Optional<Money> price, Optional<Money> allowed) {
        Optional<SpendTerms.Charge> charge = spending.budget().map(name -> new SpendTerms.Charge(name, price));
        return new SpendTerms(type, SpendAttempt.SEND_WINDOW, deadline, snapshot, charge, allowed);
    }

    private SpendAttempt attempt(SpendTerms terms) {
        gate.await(operation);
        return new SpendAttempt(operation, book, request, terms, reader, gate);
    }
}
