package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Spend;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A question for a price that serves no intent. Should it be taken for an order, the order is kept as unclaimed. */
public final class PriceQuestion {

    private final Origin origin;
    private final OrderBook book;
    private final OrderRequest request;
    private final AnswerReading reading;

    /** A question for the price of this request. */
    public PriceQuestion(Origin origin, OrderBook book, OrderRequest request, AnswerReading reading) {
        this.origin = origin;
        this.book = book;
        this.request = request;
        this.reading = reading;
    }

    /**
     * Asks.
     *
     * @param price reads a 200 as a price
     * @throws BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException the book failed before; nothing was sent
     * @throws NotRecordedException an order was seen and the book failed
     * @throws OutcomeUnknownException the answer was lost, or was none to a question; carries the id that was seen
     */
    public Quote ask(Function<Spend, Answer> call, Function<Answer, Quote> price) {
        FailingBook.notSent(origin, book::halted).ifPresent(reason -> {
            throw new BookHaltedException(origin, reason);
        });
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
        id.ifPresent(seen -> keep(seen, spend.seen().orElseThrow().origin()));
        return id;
    }

    /** Tries twice, the first failure may be one broken connection; then outside the book. */
    private void keep(OrderId id, Origin answered) {
        try {
            book.unclaimed(id, request);
        } catch (RuntimeException first) {
            try {
                book.unclaimed(id, request);
            } catch (RuntimeException again) {
                throw new NotRecordedException(answered, id, rescued(id, first).orElse(null), first);
            }
        }
    }

    private Optional<Path> rescued(OrderId id, RuntimeException failure) {
        try {
            return book.rescueUnclaimed(id, request);
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
            return Optional.empty();
        }
    }
}
