package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.reseller.spi.StackGuard;
import java.time.Duration;
import java.util.function.Function;

/**
 * A question for a price that serves no intent, sent to where orders are sent. It has an attempt in the book like an
 * order: should it be taken for one, the order is kept as unclaimed, also when this process dies before the answer.
 */
public final class QuoteCall {

    private final OperationRef origin;
    private final SpendLog book;
    private final SpendRequest wish;
    private final OrderIdReader reading;
    private final Duration deadline;

    /**
     * A question for the price of this request.
     *
     * @param target where, as {@link ResellerAccount#target()}
     * @param reading finds an order's id in whatever arrived
     * @param deadline the longest the request may take
     */
    public QuoteCall(
            OperationRef origin,
            SpendLog book,
            String target,
            OrderRequest request,
            OrderIdReader reading,
            Duration deadline) {
        StackGuard.require(origin);
        this.origin = origin;
        this.book = book;
        this.wish = SpendRequest.question(target, request);
        this.reading = reading;
        this.deadline = deadline;
    }

    /**
     * Asks.
     *
     * @param price reads a 200 as a price
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException nothing was sent, also when the book failed before
     * @throws dev.certbridge.reseller.failure.NotRecordedException it was answered and the book failed; carries the id, if one was seen
     * @throws OutcomeUnknownException the answer was lost, or was none to a question; carries the id that was seen
     */
    public Quote ask(Function<SpendPermit, ApiResponse> call, Function<ApiResponse, Quote> price) {
        SpendTerms sending = SpendTerms.of(SpendType.STANDALONE_QUOTE, SpendExecutor.LEAVE, deadline);
        try (SpendAttempt sent = SpendAttempt.send(origin, book, wish, sending, reading, call)) {
            ApiResponse answer = sent.answer();
            if (answer.status() != 200) {
                // First, for a book that fails has more to say.
                sent.settleByWhatIsKnown();
                throw new OutcomeUnknownException(
                        answer.origin(),
                        true,
                        sent.id().orElse(null),
                        "a question for the price was answered " + answer.status(),
                        null);
            }
            Quote quote = sent.priceIn(price);
            sent.settle(State.QUOTED);
            return quote;
        }
    }
}
