package dev.certbridge.orderbook;

import dev.certbridge.orderbook.BookTransaction.Hold;
import dev.certbridge.orderbook.BookTransaction.Spent;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The rules of all order books about attempts, owners of orders, budgets and wrong clocks. */
final class BookRules {

    /** The states of attempts that certainly ordered nothing and are not charged to a budget. */
    static final Set<State> NOTHING_ORDERED = Set.of(State.NOT_SENT, State.REJECTED, State.QUOTED);

    /**
     * The usual maximum time of a lock on a DNS name. Only a caller that polls less than four times a day uses a longer
     * lock.
     */
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    private BookRules() {}

    // ---- Attempts

    /**
     * Returns the accepted attempt of a request, or an empty result if there is none. Throws {@link
     * IntentMismatchException} if the intent was already used for another request, or if another intent used the public
     * key. Throws {@link OutcomeUnknownException} if no attempt is accepted and an attempt is unresolved.
     *
     * @param attempts the attempts of the request's intent, and the attempts with the public key that the request
     *     reserves, oldest first. A completion has the intent of the completed order, so a completion is compared only
     *     with completions
     */
    static Optional<Attempt> recorded(OperationRef origin, SpendRequest request, List<Attempt> attempts) {
        attempts.forEach(attempt -> refuseForeignKey(origin, request, attempt));
        List<Attempt> rivals = binding(attempts.stream()
                .filter(attempt -> attempt.intent().equals(request.intent())
                        && attempt.spendRequest().completes().isPresent()
                                == request.completes().isPresent())
                .toList());
        for (Attempt attempt : rivals) {
            if (!SpendComparison.isSame(attempt.spendRequest(), request)) {
                throw new IntentMismatchException(origin, SpendComparison.mismatch(attempt.spendRequest(), request));
            }
        }
        Optional<Attempt> accepted = rivals.stream()
                .filter(attempt -> attempt.state() == State.ACCEPTED)
                .findFirst();
        if (accepted.isEmpty()) {
            rivals.stream().filter(Attempt::unresolved).findFirst().ifPresent(open -> {
                throw new OutcomeUnknownException(
                        origin,
                        open.head().map(head -> head.status() / 100 == 2).orElse(false),
                        open.orderId().orElse(null),
                        "nothing was sent now: an earlier attempt of intent \"" + open.intent()
                                + "\" is in progress or unresolved. Call reconcile() first",
                        null);
            });
        }
        return accepted;
    }

    /**
     * Returns the attempts that bind an intent to their request. A refusal by the reseller frees the intent if no
     * earlier attempt may have placed an order. If a refusal freed the intent, the result contains only the attempts
     * after this refusal. An abandoned attempt always binds the intent, because its order may still be reported.
     *
     * @param attempts the attempts of one intent, oldest first
     */
    private static List<Attempt> binding(List<Attempt> attempts) {
        int free = 0;
        for (int i = 0;
                i < attempts.size() && NOTHING_ORDERED.contains(attempts.get(i).state());
                i++) {
            if (attempts.get(i).state() == State.REJECTED) {
                free = i + 1;
            }
        }
        return attempts.subList(free, attempts.size());
    }

    /** Throws if an attempt of the request is accepted, or if {@link #recorded} throws. */
    static void requireFree(OperationRef origin, SpendRequest request, List<Attempt> attempts) {
        if (recorded(origin, request, attempts).isPresent()) {
            throw new IntentMismatchException(
                    origin,
                    "nothing was sent: intent \"" + request.intent()
                            + "\" was ordered by another caller meanwhile. Repeat the call to get its order");
        }
    }

    /**
     * Throws if an attempt of another intent may have placed an order with the same public key. Ignores standalone
     * quotes and completions, because a completion has the key of the completed order.
     */
    private static void refuseForeignKey(OperationRef origin, SpendRequest request, Attempt other) {
        boolean used = other.state() != State.NOT_SENT && other.orders();
        if (used && !other.intent().equals(request.intent())) {
            throw new IntentMismatchException(
                    origin,
                    "nothing was sent: this public key belongs to intent \"" + other.intent()
                            + "\". Create a new key for every intent");
        }
    }

    static boolean maySend(Attempt stored, Instant now) {
        return stored.state() == State.SENDING && now.isBefore(stored.sendBefore()) && runsOn(stored, now);
    }

    /** Throws if the attempt is resolved, or if its sender may still send the request or wait for the response. */
    static void requireSettleable(Attempt attempt, Instant now) {
        requireUnresolved(attempt);
        if (attempt.state() == State.SENDING && now.isBefore(attempt.over())) {
            String wrongClock = runsOn(attempt, now)
                    ? ""
                    : ". The attempt was begun at " + attempt.begun() + " and the order book's clock shows " + now
                            + ": one of the two times is wrong. If the clock of the order book is correct now, search"
                            + " for the order at the reseller";
            throw new IllegalStateException(named(attempt) + " may be in progress until " + attempt.over()
                    + ". Settle it after that time" + wrongClock);
        }
    }

    /**
     * Checks an attempt before it is settled with an order. Unlike {@link #requireSettleable}, accepts every unresolved
     * attempt if a clock was wrong. An early settlement with an order is safe, because the intent of the attempt cannot
     * order again.
     */
    static void requireProvable(Attempt attempt, Instant now) {
        if (runsOn(attempt, now)) {
            requireSettleable(attempt, now);
        } else {
            requireUnresolved(attempt);
        }
    }

    static void requireUnresolved(Attempt attempt) {
        if (!attempt.unresolved()) {
            throw new IllegalStateException(named(attempt) + " is resolved already: " + attempt.state());
        }
    }

    private static String named(Attempt attempt) {
        return "attempt " + attempt.number() + " of intent \"" + attempt.intent() + "\"";
    }

    /**
     * Returns the new state of an attempt after the headers of the response arrived. If the order id is known, the
     * attempt becomes ACCEPTED, even if another caller settled the attempt as not ordered.
     */
    static Attempt afterHead(Attempt stored, Attempt.Head head, Optional<OrderId> id) {
        return id.map(seen -> stored.with(seen).in(State.ACCEPTED))
                .orElse(stored)
                .with(head);
    }

    /**
     * Returns the new state of an attempt after the sender reported the outcome, even if another caller settled the
     * attempt before. An accepted attempt changes only if the sender reports ACCEPTED. An abandoned attempt stays
     * abandoned if the sender reports UNKNOWN without an order id. In all other cases, the attempt gets the reported
     * state.
     */
    static Attempt afterReport(Attempt stored, State reported, Optional<OrderId> id) {
        Attempt withOrder = id.map(stored::with).orElse(stored);
        return switch (stored.state()) {
            case ACCEPTED -> reported == State.ACCEPTED ? withOrder : stored;
            case ABANDONED -> reported == State.UNKNOWN && id.isEmpty() ? stored : withOrder.in(reported);
            default -> withOrder.in(reported);
        };
    }

    static String requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the reason is blank. Give a reason in a few words");
        }
        return reason.strip();
    }

    /** Joins the reason of an earlier halt with a new reason. If there was no earlier halt, returns the new reason. */
    static String bothReasons(Optional<String> earlier, String reason) {
        return earlier.filter(text -> !text.contains(reason))
                .map(text -> text + "; " + reason)
                .orElse(earlier.orElse(reason));
    }

    // ---- Orders

    /**
     * Returns the order to store, with the intent that owns the order. The owner is the intent of the first attempt
     * that belongs to the order. A standalone quote never makes an intent the owner.
     */
    static KnownOrder owned(Optional<KnownOrder> stored, OrderId id, Attempt attempt) {
        if (stored.isPresent() && stored.get().intent().isPresent()) {
            return stored.get();
        }
        OrderRequest request = stored.map(KnownOrder::request)
                .filter(earlier -> !attempt.request().hasCsr())
                .orElse(attempt.request());
        Optional<Intent> owner =
                attempt.type() == SpendType.STANDALONE_QUOTE ? Optional.empty() : Optional.of(attempt.intent());
        return new KnownOrder(id, request, owner);
    }

    /**
     * Returns copies of the attempts that change because the charge of their order was compared with the price limit.
     * The attempt that placed the order takes a higher charge from its budget.
     *
     * @param accepted the accepted attempts of the order
     */
    static List<Attempt> compared(
            List<Attempt> accepted, Optional<Money> charged, Function<String, Optional<Budget>> budgets) {
        Optional<Attempt> raised =
                charged.flatMap(money -> orderedBy(accepted).flatMap(one -> raised(one, money, budgets)));
        return accepted.stream()
                .map(attempt ->
                        raised.filter(one -> one.number() == attempt.number()).orElse(attempt))
                .filter(attempt -> attempt.priceOpen() || raised.equals(Optional.of(attempt)))
                .map(Attempt::afterComparison)
                .toList();
    }

    /** Returns the attempt that placed an order. The result is never a completion or a standalone quote. */
    static Optional<Attempt> orderedBy(List<Attempt> accepted) {
        return accepted.stream().filter(Attempt::orders).findFirst();
    }

    /** Throws if the attempt and the order have different accounts or different known public keys. */
    static void requireSameAccountAndKey(Attempt attempt, OrderId id) {
        if (!id.target().equals(attempt.target())) {
            throw new IllegalArgumentException("the order is at " + OrderId.describe(id.target())
                    + ", but the attempt was sent to " + OrderId.describe(attempt.target()));
        }
        if (!id.keySha256().equals(OrderId.NONE)
                && attempt.request().hasCsr()
                && !id.keySha256().equals(attempt.request().csr().keySha256())) {
            throw new IllegalArgumentException("order " + id.providerId() + " has another public key than "
                    + named(attempt) + ", so the attempt did not place this order");
        }
    }

    /** Throws if another intent owns the order with the given id. Never throws for a completion. */
    static void refuseOwned(Attempt attempt, OrderId id, List<KnownOrder> sameId) {
        if (attempt.spendRequest().completes().isPresent()) {
            return;
        }
        sameId.stream()
                .filter(order ->
                        order.id().kind() == id.kind() && order.id().oldSerial().equals(id.oldSerial()))
                .flatMap(order -> order.intent().stream())
                .filter(owner -> !owner.equals(attempt.intent()))
                .findFirst()
                .ifPresent(owner -> {
                    throw new IllegalStateException("order " + id.providerId() + " already belongs to intent \"" + owner
                            + "\" and cannot settle intent \"" + attempt.intent() + "\" too");
                });
    }

    // ---- Budgets

    static Budget.Left left(Budget budget, List<Spent> spent) {
        long orders = spent.stream().mapToLong(Spent::orders).sum();
        long cents = spent.stream().mapToLong(Spent::cents).reduce(0, BookRules::plus);
        return Budget.Left.of(budget, budget.orders() - orders, budget.money().cents() - cents);
    }

    /**
     * Adds two amounts. Returns the largest long value if the sum overflows, because a negative sum would add money to
     * a budget.
     */
    private static long plus(long one, long other) {
        return other > Long.MAX_VALUE - one ? Long.MAX_VALUE : one + other;
    }

    /**
     * Returns the sum that one charge takes from a budget after the refund of the charge. A refund in another currency
     * than the charge does not change the amount.
     */
    static Spent spent(SpendTerms.Charge charge, Optional<Money> refund) {
        Optional<String> currency = charge.money().map(Money::currency);
        long cents = cents(charge.money());
        long back = cents(
                refund.filter(money -> currency.filter(money.currency()::equals).isPresent()));
        return new Spent(currency.orElse(""), refund.isPresent() ? 0 : 1, cents > 0 ? 1 : 0, Math.max(0, cents - back));
    }

    /** Adds two sums in the same currency. */
    static Spent plus(Spent one, Spent other) {
        return new Spent(
                one.currency(),
                one.orders() + other.orders(),
                one.priced() + other.priced(),
                plus(one.cents(), other.cents()));
    }

    /** Throws if the budget already contains a charge in another currency. */
    static void requireSameCurrency(Budget budget, List<Spent> spent) {
        String currency = budget.money().currency();
        spent.stream()
                .filter(sum -> sum.priced() > 0 && !sum.currency().equals(currency))
                .findFirst()
                .ifPresent(sum -> {
                    throw new IllegalArgumentException("budget \"" + budget.name() + "\" already contains charges in "
                            + sum.currency() + ". Use another budget for " + currency);
                });
    }

    /** Returns a copy of the attempt with the charged amount. Returns an empty result if the budget needs no change. */
    static Optional<Attempt> raised(Attempt attempt, Money charged, Function<String, Optional<Budget>> budgets) {
        return attempt.terms()
                .charge()
                .filter(charge -> cents(charge.money()) < charged.cents())
                .filter(charge -> budgets.apply(charge.budget())
                        .filter(budget -> budget.money().currency().equals(charged.currency()))
                        .isPresent())
                .map(charge -> new SpendTerms.Charge(charge.budget(), Optional.of(charged)))
                .map(charge -> attempt.with(attempt.terms().with(charge)));
    }

    static void refuseExhausted(OperationRef origin, SpendTerms.Charge charge, Optional<Budget.Left> left) {
        Budget.Left rest = left.orElseThrow(() -> new BudgetExhaustedException(
                origin, "nothing was sent: the book has no budget \"" + charge.budget() + "\". Create it first"));
        String currency = rest.budget().money().currency();
        boolean otherCurrency = charge.money()
                .filter(money -> money.cents() > 0 && !money.currency().equals(currency))
                .isPresent();
        if (otherCurrency || rest.orders() < 1 || rest.cents() < cents(charge.money())) {
            throw new BudgetExhaustedException(
                    origin,
                    "nothing was sent: budget \"" + charge.budget() + "\" has " + rest.orders() + " orders and "
                            + rest.cents() + " cents of " + currency + " left, but this order needs 1 order and "
                            + charge.money().map(Object::toString).orElse("an unknown price"));
        }
    }

    private static long cents(Optional<Money> money) {
        return money.map(Money::cents).orElse(0L);
    }

    // ---- Clocks. If the clock is ahead when an attempt begins, its intent is locked until long after the attempt has
    // ended. If the clock is behind, the attempt seems to have ended, and may be abandoned, while it is in progress.

    /**
     * Returns the time by which the book's clock is behind the reseller's clock. Throws if the two clocks differ by
     * more than five minutes.
     */
    static Duration lag(OperationRef origin, Instant now, Optional<Instant> serverTime) {
        Duration lag = serverTime.map(time -> Duration.between(now, time)).orElse(Duration.ZERO);
        if (lag.abs().compareTo(Attempt.CLOCK_TOLERANCE) > 0) {
            throw new NotSentException(
                    origin,
                    "nothing was sent: the order book's clock shows " + now + ", but the reseller's clock shows "
                            + serverTime.orElseThrow() + ". Set the clock of this host, or of the database server if"
                            + " the book is in PostgreSQL. Then order again",
                    null);
        }
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /**
     * Returns false if the start time of the attempt is more than five minutes ahead of the book's clock. A start time
     * in the future shows that a clock is wrong, or was wrong when the attempt began.
     */
    static boolean runsOn(Attempt attempt, Instant now) {
        return !attempt.begun().isAfter(now.plus(Attempt.CLOCK_TOLERANCE));
    }

    /**
     * Returns true if a DNS name is locked. A lock does not count if it ends later than the longest lock that could
     * begin now. A lock that ends later was made while the clock was ahead, and would lock the name for too long.
     *
     * @param time the time for which another order will lock the name
     */
    static boolean holds(Hold hold, Instant now, Duration time) {
        Duration longest = time.compareTo(LONGEST_HOLD) > 0 ? time : LONGEST_HOLD;
        return now.isBefore(hold.until())
                && !hold.until().isAfter(now.plus(longest).plus(Attempt.CLOCK_TOLERANCE));
    }
}
