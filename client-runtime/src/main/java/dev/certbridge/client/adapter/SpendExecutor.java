package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.reseller.spi.StackGuard;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One wish to buy, on its way: every request of it is committed to the book before its first byte, and what came back
 * is committed before it is decoded.
 */
public final class SpendExecutor {

    /** How long an attempt may take from its commit to its first byte. */
    static final Duration LEAVE = Duration.ofSeconds(60);

    private final OperationRef origin;
    private final SpendLog book;
    private final SpendRequest wish;
    private final OrderIdReader reading;
    private final Duration deadline;
    private Optional<Long> snapshot = Optional.empty();

    /**
     * A purchase.
     *
     * @param reading finds the order's id in whatever arrived
     * @param deadline the longest one request may take
     * @throws NotSentException the stack of this thread is nearly full
     */
    public SpendExecutor(
            OperationRef origin, SpendLog book, SpendRequest wish, OrderIdReader reading, Duration deadline) {
        StackGuard.require(origin);
        this.origin = origin;
        this.book = book;
        this.wish = wish;
        this.reading = reading;
        this.deadline = deadline;
    }

    /**
     * Looks before anything is sent.
     *
     * @param look refuses what must not be sent, and returns the number of the snapshot in the book
     * @throws NotSentException the book failed
     */
    public void takeSnapshot(Supplier<Long> look) {
        snapshot = Optional.of(BookErrors.notSent(origin, look));
    }

    /** What a spending request led to. */
    public sealed interface Outcome {}

    /**
     * A price, and nothing was ordered.
     *
     * @param quote the price
     */
    public record Quoted(Quote quote) implements Outcome {}

    /**
     * An order, committed to the book.
     *
     * @param id its id
     * @param answer what the reseller said, not yet decoded
     */
    public record Placed(OrderId id, ApiResponse answer) implements Outcome {

        /** The answer as JSON of this type; what cannot be read is an unknown outcome that carries the id. */
        public <T> T as(Class<T> type) {
            try {
                return answer.as(type);
            } catch (OutcomeUnknownException e) {
                throw e.withSeenId(id, "its answer is not readable");
            }
        }

        /** The failure of an answer that can be read but not used. */
        public OutcomeUnknownException unusable(String why) {
            return new OutcomeUnknownException(answer.origin(), true, id, why, null);
        }
    }

    /**
     * The order this intent became earlier, as the book recorded it. Nothing is sent; a book that fails is {@link
     * NotSentException}.
     */
    public Optional<Order> recorded() {
        return accepted().flatMap(SpendExecutor::recorded);
    }

    /** The attempt that it became, for whoever has to know more of it. As {@link #recorded()}. */
    public Optional<Attempt> accepted() {
        return BookErrors.notSent(origin, () -> book.recorded(origin, wish));
    }

    /** An accepted attempt as an order. */
    public static Optional<Order> recorded(Attempt attempt) {
        return attempt.orderId().map(id -> Order.accepted(id, Optional.of(attempt.request()), "recorded"));
    }

    /**
     * Sends the order, renewal, reissue or completion.
     *
     * @param spending from whose budget it is taken
     * @param price what is taken, where it is known
     * @throws NotSentException also when the book fails before the first byte
     */
    public Placed order(Spending spending, Optional<Money> price, Function<SpendPermit, ApiResponse> call) {
        try (SpendAttempt sent = send(verb(), charge(spending, price), allowed(spending), call)) {
            return placed(sent);
        }
    }

    /**
     * Asks for the price, with the care of an order: a reseller that ignores the flag has sold something.
     *
     * @param limit the most it may cost; taken from the budget until the price is told
     * @param price reads a 200 as a price; throws {@link OutcomeUnknownException} when it is none
     */
    public Outcome quote(
            Spending.UpTo limit, Function<SpendPermit, ApiResponse> call, Function<ApiResponse, Quote> price) {
        try (SpendAttempt sent =
                send(SpendType.QUOTE, charge(limit, Optional.of(limit.limit())), Optional.of(limit.limit()), call)) {
            if (sent.answer().status() != 200) {
                return placed(sent);
            }
            Quote quote = sent.priceIn(price);
            sent.settle(State.QUOTED);
            return new Quoted(quote);
        }
    }

    private Placed placed(SpendAttempt sent) {
        ApiResponse answer = sent.answer();
        OrderId id = sent.id()
                .orElseThrow(() -> new OutcomeUnknownException(
                        answer.origin(),
                        !reading.isRefusal(answer),
                        null,
                        "the " + answer.status() + " names "
                                + sent.anothers().map(SpendExecutor::another).orElse("no order"),
                        null));
        sent.settle(State.ACCEPTED);
        return new Placed(id, answer);
    }

    private static String another(OrderId id) {
        return id.providerId() + ", which is the order of another intent; look this one up";
    }

    private SpendType verb() {
        if (wish.completes().isPresent()) {
            return SpendType.COMPLETE;
        }
        return switch (wish.request().kind()) {
            case ORDER -> SpendType.ORDER;
            case RENEWAL -> SpendType.RENEW;
            case REISSUE -> SpendType.REISSUE;
        };
    }

    private static Optional<SpendTerms.Charge> charge(Spending spending, Optional<Money> price) {
        return spending.budget().map(name -> new SpendTerms.Charge(name, price));
    }

    private static Optional<Money> allowed(Spending spending) {
        if (spending instanceof Spending.UpTo limited) {
            return Optional.of(limited.limit());
        }
        return spending instanceof Spending.Acknowledging seen ? seen.quote().total() : Optional.empty();
    }

    private SpendAttempt send(
            SpendType verb,
            Optional<SpendTerms.Charge> charge,
            Optional<Money> allowed,
            Function<SpendPermit, ApiResponse> call) {
        SpendTerms sending = new SpendTerms(verb, LEAVE, deadline, snapshot, charge, allowed);
        return SpendAttempt.send(origin, book, wish, sending, reading, call);
    }
}
