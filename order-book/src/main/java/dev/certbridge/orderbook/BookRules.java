package dev.certbridge.orderbook;

import dev.certbridge.orderbook.BookTransaction.Hold;
import dev.certbridge.orderbook.BookTransaction.Taken;
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

/**
 * The rules of every book, whatever stores it: when an attempt may begin and end, which intent owns an order, how a budget is
 * calculated, and how a wrong clock is handled.
 */
final class BookRules {

    /** The ends that certainly ordered nothing: what they took from a budget comes back. */
    static final Set<State> NOTHING_ORDERED = Set.of(State.NOT_SENT, State.REJECTED, State.QUOTED);

    /** Longer than an order locks a name, unless its caller polls less than four times a day. */
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    private BookRules() {}

    // ---- Attempts

    /** Returns an attempt as it is stored now. Compares the owner too: another book has an attempt of the same number. */
    static Optional<Attempt> stored(BookTransaction tx, long number, String owner) {
        return tx.attempt(number).filter(stored -> stored.owner().equals(owner));
    }

    /**
     * Returns the accepted attempt of a request.
     *
     * @param ofIntent the attempts of its intent, oldest first
     */
    static Optional<Attempt> recorded(OperationRef origin, SpendRequest request, List<Attempt> ofIntent) {
        List<Attempt> rivals = ofIntent.stream()
                .filter(attempt -> attempt.wish().rivals(request))
                .toList();
        for (Attempt attempt : rivals) {
            if (!attempt.wish().same(request)) {
                throw new IntentMismatchException(
                        origin,
                        "nothing was sent: intent \"" + request.intent() + "\" was already used for " + attempt.wish()
                                + "; use another intent");
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
                                + "\" is in progress or unresolved; call reconcile() first",
                        null);
            });
        }
        return accepted;
    }

    /**
     * Refuses a key that an attempt of another intent may have used. A completion uses no key: it repeats the request of the
     * order that it completes. A quote uses none either.
     *
     * @param other an attempt with the same key
     */
    static void refuseForeignKey(OperationRef origin, SpendRequest request, Attempt other) {
        boolean used = other.state() != State.NOT_SENT && other.orders();
        if (used && !other.intent().equals(request.intent())) {
            throw new IntentMismatchException(
                    origin,
                    "nothing was sent: this public key belongs to intent \"" + other.intent()
                            + "\"; make a new key for every intent");
        }
    }

    /** Refuses to settle another caller's attempt while it may still be sent or be in progress. */
    static void requireSettleable(Attempt attempt, Instant now) {
        requireUnresolved(attempt);
        if (attempt.state() == State.SENDING && now.isBefore(attempt.over())) {
            String wrongClock = runsOn(attempt, now)
                    ? ""
                    : ". It was begun at " + attempt.begun() + " and the order book's clock shows " + now
                            + ": a clock is or was wrong. If it is right now, look for the order at the reseller";
            throw new IllegalStateException(named(attempt) + " may be in progress until " + attempt.over()
                    + "; settle it after that" + wrongClock);
        }
    }

    /** Also accepts an attempt that a wrong clock locked: settling it by its order frees no intent. */
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

    /** Applies the head of a response to an attempt. An id in it is an order, whatever was decided meanwhile. */
    static Attempt afterHead(Attempt stored, Optional<OrderId> id) {
        Attempt changed = id.map(stored::with).orElse(stored);
        return id.isPresent() && stored.state().free() ? changed.in(State.ACCEPTED) : changed;
    }

    /**
     * Applies the outcome that the sender reports. It may arrive after somebody else settled the attempt. An order that the
     * sender saw then counts in any case, and an order that somebody else found stays.
     */
    static Attempt afterReport(Attempt stored, State reported, Optional<OrderId> id) {
        Attempt withOrder = id.map(stored::with).orElse(stored);
        return switch (stored.state()) {
            case ACCEPTED -> reported == State.ACCEPTED ? withOrder : stored;
            case ABANDONED -> reported == State.UNKNOWN && id.isEmpty() ? stored : withOrder.in(reported);
            default -> withOrder.in(reported);
        };
    }

    static void requireEnd(State state) {
        if (state == State.SENDING) {
            throw new IllegalArgumentException("an attempt cannot end in state SENDING");
        }
    }

    static String requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the reason is blank; give one in a few words");
        }
        return reason.strip();
    }

    /** Joins the reasons of a book that is halted again before it was resumed. */
    static String bothReasons(Optional<String> earlier, String reason) {
        return earlier.filter(text -> !text.contains(reason))
                .map(text -> text + "; " + reason)
                .orElse(earlier.orElse(reason));
    }

    // ---- Orders

    /** Stores a changed attempt, and the order that it became. */
    static void store(BookTransaction tx, Attempt attempt, Optional<OrderId> id) {
        tx.change(attempt);
        id.ifPresent(seen -> tx.put(owned(tx.order(seen), seen, attempt)));
    }

    /** Returns an order with its owner: the first intent that became it, and no intent after a quote. */
    private static KnownOrder owned(Optional<KnownOrder> stored, OrderId id, Attempt attempt) {
        if (stored.isPresent() && stored.get().intent().isPresent()) {
            return stored.get();
        }
        OrderRequest request = stored.map(KnownOrder::request)
                .filter(earlier -> !attempt.request().hasCsr())
                .orElse(attempt.request());
        Optional<Intent> owner =
                attempt.verb() == SpendType.STANDALONE_QUOTE ? Optional.empty() : Optional.of(attempt.intent());
        return new KnownOrder(id, request, owner);
    }

    /** Returns the attempts that became an order and whose price is not compared yet. */
    static List<Attempt> priceOpen(BookTransaction tx, OrderId id) {
        return tx.accepted(id).stream().filter(Attempt::priceOpen).toList();
    }

    /** Marks the price of an order as compared. */
    static void closePrice(BookTransaction tx, OrderId id) {
        priceOpen(tx, id).stream().map(Attempt::afterComparison).forEach(tx::change);
    }

    /** Returns the attempt that ordered it, not one that completed it and not a quote that became it. */
    static Optional<Attempt> orderedBy(BookTransaction tx, OrderId id) {
        return tx.accepted(id).stream().filter(Attempt::orders).findFirst();
    }

    /** Refuses an order of another account, and one for another key than the attempt sent, if both keys are known. */
    static void requireSameAccountAndKey(Attempt attempt, OrderId id) {
        if (!id.target().equals(attempt.target())) {
            throw new IllegalArgumentException(
                    "the order is at " + id.target() + ", the attempt was sent to " + attempt.target());
        }
        if (!id.keySha256().equals(OrderId.NONE)
                && attempt.request().hasCsr()
                && !id.keySha256().equals(attempt.request().csr().keySha256())) {
            throw new IllegalArgumentException("order " + id.providerId() + " is for another key than " + named(attempt)
                    + " sent; it is another order");
        }
    }

    /**
     * Refuses an order that another intent owns, unless a completion is settled.
     *
     * @param sameId the stored orders with the reseller's id of it
     */
    static void refuseOwned(Attempt attempt, OrderId id, List<KnownOrder> sameId) {
        if (attempt.wish().completes().isPresent()) {
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

    /** Returns what is left of a budget after these charges. */
    static Budget.Left left(Budget budget, List<Taken> taken) {
        long orders = taken.stream().filter(one -> one.refund().isEmpty()).count();
        // A damaged row must not make room in a budget, so the sum does not wrap around.
        long cents = taken.stream()
                .mapToLong(BookRules::notRefunded)
                .reduce(0, (sum, more) -> more > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + more);
        return new Budget.Left(budget, budget.orders() - orders, budget.money().cents() - cents);
    }

    /** A refund gives back no more than was taken, and only in the same currency. */
    private static long notRefunded(Taken taken) {
        Optional<Money> charge = taken.charge().money();
        long back = taken.refund()
                .filter(refund -> charge.map(Money::currency).equals(Optional.of(refund.currency())))
                .map(Money::cents)
                .orElse(0L);
        return Math.max(0, cents(charge) - back);
    }

    /** Refuses another currency once money was taken: cents of two currencies have no sum. */
    static void requireSameCurrency(Budget budget, List<Taken> taken) {
        String currency = budget.money().currency();
        taken.stream()
                .flatMap(one -> one.charge().money().stream())
                .filter(money -> money.cents() > 0 && !money.currency().equals(currency))
                .findFirst()
                .ifPresent(money -> {
                    throw new IllegalArgumentException("budget \"" + budget.name() + "\" is in " + money.currency()
                            + " and money was taken from it; use another budget for " + currency);
                });
    }

    /**
     * Returns the attempt with its charge raised to what its order cost. Returns empty when it takes from no budget, took as
     * much already, or the budget is in another currency.
     */
    static Optional<Attempt> raised(Attempt attempt, Money charged, Function<String, Optional<Budget>> budgets) {
        return attempt.sending()
                .charge()
                .filter(charge -> cents(charge.money()) < charged.cents())
                .filter(charge -> budgets.apply(charge.budget())
                        .filter(budget -> budget.money().currency().equals(charged.currency()))
                        .isPresent())
                .map(charge -> new SpendTerms.Charge(charge.budget(), Optional.of(charged)))
                .map(charge -> attempt.with(attempt.sending().with(charge)));
    }

    /** Refuses a charge that what is left of its budget does not cover. */
    static void refuseExhausted(OperationRef origin, SpendTerms.Charge charge, Optional<Budget.Left> left) {
        Budget.Left rest = left.orElseThrow(() -> new BudgetExhaustedException(
                origin, "nothing was sent: the book has no budget \"" + charge.budget() + "\"; create it first"));
        String currency = rest.budget().money().currency();
        boolean otherCurrency = charge.money()
                .filter(money -> money.cents() > 0 && !money.currency().equals(currency))
                .isPresent();
        if (otherCurrency || rest.orders() < 1 || rest.cents() < cents(charge.money())) {
            throw new BudgetExhaustedException(
                    origin,
                    "nothing was sent: budget \"" + charge.budget() + "\" has " + rest.orders() + " orders and "
                            + rest.cents() + " cents of " + currency + " left, and this order takes 1 and "
                            + charge.money().map(Object::toString).orElse("no known price"));
        }
    }

    private static long cents(Optional<Money> money) {
        return money.map(Money::cents).orElse(0L);
    }

    // ---- Clocks. An attempt that is begun by a clock which is ahead keeps its intent locked until long after it is
    // over;
    // one that is begun by a clock which is behind looks over, and may be abandoned, while it is in progress.

    /**
     * Returns how far the clock of the book is behind the reseller's; zero when it is not, or the reseller's is not known.
     *
     * @throws NotSentException they differ by more than the tolerance
     */
    static Duration lag(OperationRef origin, Instant now, Optional<Instant> serverTime) {
        Duration lag = serverTime.map(time -> Duration.between(now, time)).orElse(Duration.ZERO);
        if (lag.abs().compareTo(Attempt.CLOCK_TOLERANCE) > 0) {
            throw new NotSentException(
                    origin,
                    "nothing was sent: the order book's clock shows " + now + ", the reseller's "
                            + serverTime.orElseThrow() + ". Set the clock of this host or, with PostgreSQL, of the"
                            + " database server, and order again",
                    null);
        }
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /** True while the clock has not been set back since the attempt was begun. */
    static boolean runsOn(Attempt attempt, Instant now) {
        return !attempt.begun().isAfter(now.plus(Attempt.CLOCK_TOLERANCE));
    }

    /**
     * True while a name is locked. A lock that ends later than any lock of today was made by a clock that was ahead, and is
     * ignored: it would refuse the name to everybody until then.
     *
     * @param time how long the other order asks to lock it
     */
    static boolean holds(Hold hold, Instant now, Duration time) {
        Duration longest = time.compareTo(LONGEST_HOLD) > 0 ? time : LONGEST_HOLD;
        return now.isBefore(hold.until())
                && !hold.until().isAfter(now.plus(longest).plus(Attempt.CLOCK_TOLERANCE));
    }
}
