package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Spend;
import java.util.Optional;
import java.util.function.Function;

/** A question for a price that serves no intent. Should it be taken for an order, the order is kept as unclaimed. */
public final class PriceQuestion {

    private final OrderBook book;
    private final OrderRequest request;
    private final AnswerReading reading;

    /** A question for the price of this request. */
    public PriceQuestion(OrderBook book, OrderRequest request, AnswerReading reading) {
        this.book = book;
        this.request = request;
        this.reading = reading;
    }

    /**
     * Asks.
     *
     * @param price reads a 200 as a price
     * @throws OutcomeUnknownException the answer was lost, or was none to a question; carries the id that was seen
     */
    public Quote ask(Function<Spend, Answer> call, Function<Answer, Quote> price) {
        Spend spend = Spend.once();
        Answer answer;
        try {
            answer = call.apply(spend);
        } catch (OutcomeUnknownException e) {
            throw ordered(spend)
                    .map(id -> e.withSeenId(id, "a question for the price was taken for an order"))
                    .orElse(e);
        }
        if (answer.status() == 200) {
            return priceIn(spend, answer, price);
        }
        throw new OutcomeUnknownException(
                answer.origin(),
                true,
                ordered(spend).orElse(null),
                "a question for the price was answered " + answer.status(),
                null);
    }

    private Quote priceIn(Spend spend, Answer answer, Function<Answer, Quote> price) {
        try {
            return price.apply(answer);
        } catch (OutcomeUnknownException e) {
            throw ordered(spend)
                    .map(id -> e.withSeenId(id, "the answer is no price"))
                    .orElse(e);
        }
    }

    private Optional<OrderId> ordered(Spend spend) {
        Optional<OrderId> id = spend.seen().filter(Answer::success).flatMap(reading::orderId);
        id.ifPresent(seen -> {
            try {
                book.unclaimed(seen, request);
            } catch (RuntimeException e) {
                throw new NotRecordedException(spend.seen().orElseThrow().origin(), seen, e);
            }
        });
        return id;
    }
}
