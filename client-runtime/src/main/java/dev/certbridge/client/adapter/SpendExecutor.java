package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
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
 * Sends one spend request: commits each attempt to the order book before its first byte, and commits the answer before it is
 * decoded.
 */
public final class SpendExecutor {

    private final OperationRef operation;
    private final SpendLog book;
    private final SpendRequest request;
    private final OrderIdReader reader;
    private final Duration deadline;
    private Optional<Long> snapshot = Optional.empty();

    /**
     * Prepares a spend.
     *
     * @param reader finds the order's id in any part of an answer
     * @param deadline the longest that one request may take
     */
    public SpendExecutor(
            OperationRef operation, SpendLog book, SpendRequest request, OrderIdReader reader, Duration deadline) {
        this.operation = operation;
        this.book = book;
        this.request = request;
        this.reader = reader;
        this.deadline = deadline;
    }

    /** The result of a spend request. */
    public sealed interface Outcome {}

    /**
     * A price; nothing was ordered.
     *
     * @param quote the price
     */
    public record Quoted(Quote quote) implements Outcome {}

    /**
     * An order, committed to the book.
     *
     * @param id the id of the order
     * @param answer the answer, not yet decoded
     */
    public record Placed(OrderId id, ApiResponse answer) implements Outcome {

        /** Decodes the answer as JSON; throws {@link OutcomeUnknownException} with the id when it is not readable. */
        public <T> T as(Class<T> type) {
            try {
                return answer.as(type);
            } catch (OutcomeUnknownException e) {
                throw e.withSeenId(id, "its answer is not readable");
            }
        }

        /** Returns the failure of an answer that was decoded and cannot be used. */
        public OutcomeUnknownException unusable(String why) {
            return new OutcomeUnknownException(answer.origin(), true, id, why, null);
        }
    }

    /**
     * Finds the order that this intent became earlier, and sends nothing.
     *
     * @throws NotSentException the book failed
     */
    public Optional<Order> recorded() {
        return accepted().flatMap(SpendExecutor::recorded);
    }

    /** Finds the attempt of {@link #recorded()}. */
    public Optional<Attempt> accepted() {
        return SpendAttempt.orNotSent(operation, () -> book.recorded(operation, request));
    }

    /** Returns an accepted attempt as an order. */
    public static Optional<Order> recorded(Attempt attempt) {
        return attempt.orderId().map(id -> Order.accepted(id, Optional.of(attempt.request()), "recorded"));
    }

    /**
     * Stores what the reseller lists before anything is sent.
     *
     * @param snapshotTaker refuses what must not be sent, and returns the number of the snapshot in the book
     * @throws NotSentException the book failed
     */
    public void takeSnapshot(Supplier<Long> snapshotTaker) {
        snapshot = Optional.of(SpendAttempt.orNotSent(operation, snapshotTaker));
    }

    /**
     * Sends the order, renewal, reissue or completion.
     *
     * @param spending names the budget and the limit
     * @param price the amount to take from the budget, where it is known
     * @throws NotSentException nothing was sent; also when the book failed before the first byte
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
     * Requests the price with the care of an order, for a reseller that ignores the flag has ordered something.
     *
     * @param limit the most that the order may cost; taken from the budget until the price is known
     * @param price reads a 200 as a price; throws {@link OutcomeUnknownException} when it is none
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
     * Requests the price for a {@link SpendRequest#question question}, which serves no intent. It has an attempt in the book
     * like an order: if the reseller takes it for one, the order is kept as unclaimed.
     *
     * @param price reads a 200 as a price; throws {@link OutcomeUnknownException} when it is none
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws NotSentException nothing was sent; also when the book failed before the first byte
     * @throws NotRecordedException an answer arrived and the book failed; carries the id, if one was seen
     * @throws OutcomeUnknownException the answer was lost, or is no price; carries the id that was seen
     */
    public Quote standaloneQuote(Function<SpendPermit, ApiResponse> call, Function<ApiResponse, Quote> price) {
        try (SpendAttempt sent =
                attempt(SpendTerms.of(SpendType.STANDALONE_QUOTE, SpendAttempt.SEND_WINDOW, deadline))) {
            ApiResponse answer = sent.send(call);
            if (answer.status() == 200) {
                return sent.quoted(answer, price);
            }
            // Settled first, for a failure of the book carries more.
            sent.settleByWhatIsKnown();
            throw new OutcomeUnknownException(
                    answer.origin(),
                    true,
                    sent.id().orElse(null),
                    "a question for the price was answered " + answer.status(),
                    null);
        }
    }

    private SpendTerms terms(SpendType type, Spending spending, Optional<Money> price, Optional<Money> allowed) {
        Optional<SpendTerms.Charge> charge = spending.budget().map(name -> new SpendTerms.Charge(name, price));
        return new SpendTerms(type, SpendAttempt.SEND_WINDOW, deadline, snapshot, charge, allowed);
    }

    private SpendAttempt attempt(SpendTerms terms) {
        return new SpendAttempt(operation, book, request, terms, reader);
    }
}
