package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Verb;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Spend;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of the book and the request that goes out for it. Closed before it was settled, it is settled by what is
 * known: not sent when nothing was written, accepted when an order's id was seen, else unknown.
 */
final class SentAttempt implements AutoCloseable {

    private final Origin origin;
    private final OrderBook book;
    private final Attempt attempt;
    private final AnswerReading reading;
    private final Spend spend;
    private @Nullable RuntimeException bookFailure;
    private @Nullable Answer answer;
    private boolean settled;

    SentAttempt(Origin origin, OrderBook book, Attempt attempt, AnswerReading reading) {
        this.origin = origin;
        this.book = book;
        this.attempt = attempt;
        this.reading = reading;
        this.spend = Spend.once(new Spend.Listener() {
            @Override
            public void beforeWrite() {
                if (!book.maySend(attempt)) {
                    throw new IllegalStateException("the leave to send attempt " + attempt.number() + " has ended");
                }
            }

            @Override
            public void head(Answer head) {
                keep(head);
            }
        });
    }

    void send(Function<Spend, Answer> call) {
        answer = call.apply(spend);
    }

    Answer answer() {
        return Objects.requireNonNull(answer, "nothing was answered yet");
    }

    /** The order, from whatever has arrived of a 2xx. */
    Optional<OrderId> id() {
        return spend.seen().flatMap(this::idIn);
    }

    /** True while a 200 to a question for the price may be a price, and no order. */
    private boolean mayBePrice(Answer arrived) {
        return attempt.verb() == Verb.QUOTE && arrived.status() == 200;
    }

    private Optional<OrderId> idIn(Answer arrived) {
        try {
            return arrived.success() ? reading.orderId(arrived) : Optional.empty();
        } catch (RuntimeException e) {
            // A reading that fails must not hide that there may be an order: it is one without an id.
            return Optional.empty();
        }
    }

    void settle(State state) {
        settled = true;
        Optional<OrderId> id = state == State.ACCEPTED || state == State.UNKNOWN ? id() : Optional.empty();
        try {
            if (bookFailure != null) {
                throw bookFailure;
            }
            book.settle(attempt, state, id);
        } catch (ResellerException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!spend.written()) {
                throw e;
            }
            throw new NotRecordedException(origin, id.orElse(null), e);
        }
    }

    @Override
    public void close() {
        if (settled) {
            return;
        }
        if (!spend.written()) {
            settle(State.NOT_SENT);
        } else {
            boolean price = spend.seen().filter(this::mayBePrice).isPresent();
            settle(id().isPresent() && !price ? State.ACCEPTED : State.UNKNOWN);
        }
    }

    /** Inside the exchange: a failing book must not stop the body from being read, it may hold the only id. */
    private void keep(Answer head) {
        try {
            book.answered(
                    attempt,
                    new Attempt.Head(head.status(), lines(head)),
                    mayBePrice(head) ? Optional.empty() : idIn(head));
        } catch (RuntimeException e) {
            bookFailure = e;
        }
    }

    private static String lines(Answer head) {
        return head.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + String.join(", ", header.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
