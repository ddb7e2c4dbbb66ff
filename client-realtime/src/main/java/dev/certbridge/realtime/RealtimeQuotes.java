package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Billable;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment.ActionEnum;
import dev.certbridge.realtime.generated.model.QuoteResponse;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.http.Answer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Realtime Register's quotes, and the acknowledgement of one. */
final class RealtimeQuotes {

    /** ISO 4217 for no currency: a quote of 0 names none. */
    static final String NO_CURRENCY = "XXX";

    private RealtimeQuotes() {}

    /** A 200 to {@code quote=true}; throws {@link OutcomeUnknownException} when it holds no quote. */
    static Quote read(Answer answer) {
        var quote = answer.as(QuoteResponse.class).getQuote();
        if (quote == null) {
            throw new OutcomeUnknownException(answer.origin(), true, null, "the 200 holds no quote", null);
        }
        return quote(answer, quote);
    }

    static Quote quote(Answer answer, dev.certbridge.realtime.generated.model.Quote quote) {
        List<Billable> billables = quote.getBillables() == null ? List.of() : quote.getBillables();
        return new Quote(
                total(quote.getTotal(), quote.getCurrency()),
                billables.stream()
                        .filter(Objects::nonNull)
                        .map(billable -> line(answer, billable))
                        .toList());
    }

    /** Every line of a quote, never a subset; the price itself cannot be acknowledged. */
    static List<BillableAcknowledgment> acknowledge(Origin origin, Quote quote, Spending spending) {
        return quote.lines().stream()
                .map(line -> new BillableAcknowledgment()
                        .product(line.product())
                        .action(action(origin, quote, spending, line))
                        .quantity(line.quantity()))
                .toList();
    }

    private static ActionEnum action(Origin origin, Quote quote, Spending spending, Quote.Line line) {
        ActionEnum action = ActionEnum.fromValue(line.action());
        if (action == ActionEnum.UNKNOWN_DEFAULT_OPEN_API) {
            throw new SpendingLimitExceededException(
                    origin, quote, spending, "the contract knows no charge called " + line.action());
        }
        return action;
    }

    /** What a line is called is printed in messages. */
    private static Quote.Line line(Answer answer, Billable billable) {
        int quantity = billable.getQuantity() == null ? 1 : billable.getQuantity();
        long amount = billable.getAmount() == null ? 0 : billable.getAmount();
        long cents = billable.getTotal() == null ? product(amount, quantity) : billable.getTotal();
        return new Quote.Line(
                answer.wording(Objects.requireNonNullElse(billable.getProduct(), "")),
                answer.wording(Objects.requireNonNullElse(billable.getAction(), "")),
                quantity,
                cents,
                Boolean.TRUE.equals(billable.getRefundable()));
    }

    /** What does not fit is more than any total, so that no quote with such a line is the sum of its lines. */
    private static long product(long amount, int quantity) {
        try {
            return Math.multiplyExact(amount, (long) quantity);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Optional<Money> total(@Nullable Long cents, @Nullable String currency) {
        if (cents == null || cents < 0 || (cents > 0 && currency == null)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Money(currency == null ? NO_CURRENCY : currency, cents));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
