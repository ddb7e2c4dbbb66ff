package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Money;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How budgets are reckoned, over whatever a book is kept in. */
final class BudgetRules {

    private BudgetRules() {}

    /** What is left when this was taken. */
    static Budget.Left left(Budget budget, List<BookTransaction.Taken> taken) {
        long orders = taken.stream().filter(one -> one.refund().isEmpty()).count();
        long cents = taken.stream().mapToLong(BudgetRules::kept).reduce(0, BudgetRules::sum);
        return new Budget.Left(budget, budget.orders() - orders, budget.money().cents() - cents);
    }

    /** The sum of two amounts, or the largest one there is: a damaged row must not make room in a budget. */
    private static long sum(long cents, long more) {
        return more > Long.MAX_VALUE - cents ? Long.MAX_VALUE : cents + more;
    }

    /** What of a charge did not come back: a refund gives back no more than was taken, and only in its currency. */
    private static long kept(BookTransaction.Taken taken) {
        Optional<Money> charge = taken.charge().money();
        long back = taken.refund()
                .filter(refund -> charge.map(Money::currency).equals(Optional.of(refund.currency())))
                .map(Money::cents)
                .orElse(0L);
        return Math.max(0, charge.map(Money::cents).orElse(0L) - back);
    }

    /** A budget keeps its currency once money was taken from it: cents of two currencies have no sum. */
    static void requireSameCurrency(Budget budget, List<BookTransaction.Taken> taken) {
        String currency = budget.money().currency();
        taken.stream()
                .flatMap(one -> one.charge().money().stream())
                .filter(money -> money.cents() > 0 && !money.currency().equals(currency))
                .findFirst()
                .ifPresent(money -> {
                    throw new IllegalArgumentException("budget \"" + budget.name() + "\" is in " + money.currency()
                            + " and money was taken from it; name another for " + currency);
                });
    }

    /**
     * The attempt with its charge raised to what its order cost; none when it takes from no budget, took as much, or the
     * budget cannot reckon the currency.
     */
    static Optional<Attempt> raised(Attempt attempt, Money charged, Function<String, Optional<Budget>> budgets) {
        return attempt.sending()
                .charge()
                .filter(charge -> charge.money().map(Money::cents).orElse(0L) < charged.cents())
                .filter(charge -> budgets.apply(charge.budget())
                        .filter(budget -> budget.money().currency().equals(charged.currency()))
                        .isPresent())
                .map(charge -> new SpendTerms.Charge(charge.budget(), Optional.of(charged)))
                .map(charge -> attempt.with(attempt.sending().with(charge)));
    }

    /** Whether what is left covers a charge. */
    static void refuseExhausted(OperationRef origin, SpendTerms.Charge charge, Optional<Budget.Left> left) {
        Budget.Left rest = left.orElseThrow(() -> new BudgetExhaustedException(
                origin, "nothing was sent: the book has no budget \"" + charge.budget() + "\"; set it up first"));
        boolean otherCurrency = charge.money()
                .filter(money -> money.cents() > 0)
                .filter(money -> !money.currency().equals(rest.budget().money().currency()))
                .isPresent();
        long cents = charge.money().map(Money::cents).orElse(0L);
        if (otherCurrency || rest.orders() < 1 || rest.cents() < cents) {
            throw new BudgetExhaustedException(
                    origin,
                    "nothing was sent: budget \"" + charge.budget() + "\" has " + rest.orders() + " orders and "
                            + rest.cents() + " cents of "
                            + rest.budget().money().currency() + " left, and this takes 1 and "
                            + charge.money().map(Object::toString).orElse("no known price"));
        }
    }
}
