package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What every book refuses, over whatever it is kept in. */
final class BookRules {

    /** The ends that are certain to have ordered nothing: what they took from a budget comes back. */
    static final Set<State> NOTHING_ORDERED = Set.of(State.NOT_SENT, State.REJECTED, State.QUOTED);

    private BookRules() {}

    /**
     * The accepted attempt of this wish.
     *
     * @param mine the attempts of its intent, oldest first
     */
    static Optional<Attempt> recorded(OperationRef origin, SpendRequest wish, List<Attempt> mine) {
        List<Attempt> rivals =
                mine.stream().filter(attempt -> attempt.wish().rivals(wish)).toList();
        for (Attempt attempt : rivals) {
            if (!attempt.wish().same(wish)) {
                throw new IntentMismatchException(
                        origin,
                        "nothing was sent: intent \"" + wish.intent() + "\" stands for " + attempt.wish()
                                + "; name this request otherwise");
            }
        }
        Optional<Attempt> accepted = rivals.stream()
                .filter(attempt -> attempt.state() == State.ACCEPTED)
                .findFirst();
        if (accepted.isEmpty()) {
            rivals.stream().filter(Attempt::unresolved).findFirst().ifPresent(open -> {
                throw unresolved(origin, open);
            });
        }
        return accepted;
    }

    /**
     * A key that an attempt of another intent may have used. A completion uses none: it repeats the request of the order
     * that it completes. A question takes none.
     *
     * @param other an attempt with the same key
     */
    static void refuseForeignKey(OperationRef origin, SpendRequest wish, Attempt other) {
        boolean used = other.state() != State.NOT_SENT && other.orders();
        if (used && !other.intent().equals(wish.intent())) {
            throw new IntentMismatchException(
                    origin,
                    "nothing was sent: this public key belongs to intent \"" + other.intent()
                            + "\"; make a new key for every intent");
        }
    }

    static IntentMismatchException orderedMeanwhile(OperationRef origin, SpendRequest wish) {
        return new IntentMismatchException(
                origin, "nothing was sent: intent \"" + wish.intent() + "\" was ordered meanwhile; ask for it again");
    }

    static void refuseHalted(OperationRef origin, Optional<String> halted) {
        halted.ifPresent(reason -> {
            throw new BookHaltedException(origin, reason);
        });
    }

    /** Somebody else's attempt is settled only when nothing of it can be on the wire any more. */
    static void requireSettleable(Attempt attempt, Instant now) {
        requireUnresolved(attempt);
        if (attempt.state() == State.SENDING && now.isBefore(attempt.over())) {
            throw new IllegalStateException("attempt " + attempt.number() + " of intent \"" + attempt.intent()
                    + "\" may be on its way until " + attempt.over() + "; settle it after that"
                    + ClockRules.hint(attempt, now));
        }
    }

    /** One that a wrong clock locked may be settled by its order at once: that frees nothing. */
    static void requireProvable(Attempt attempt, Instant now) {
        if (ClockRules.runsOn(attempt, now)) {
            requireSettleable(attempt, now);
        } else {
            requireUnresolved(attempt);
        }
    }

    static void requireUnresolved(Attempt attempt) {
        if (!attempt.unresolved()) {
            throw new IllegalStateException("attempt " + attempt.number() + " of intent \"" + attempt.intent()
                    + "\" is resolved already: " + attempt.state());
        }
    }

    /** What the head of an answer makes of an attempt: an id in it is an order, whatever was decided meanwhile. */
    static Attempt afterHead(Attempt known, Optional<OrderId> id) {
        Attempt told = id.map(known::with).orElse(known);
        return id.isPresent() && known.state().free() ? told.in(State.ACCEPTED) : told;
    }

    /**
     * What the sender's own word makes of an attempt. It may come late, after somebody else settled: then an order it
     * saw counts in any case, and what it did not see takes back no order that was found.
     */
    static Attempt afterWord(Attempt known, State word, Optional<OrderId> id) {
        return switch (known.state()) {
            case ACCEPTED -> word == State.ACCEPTED ? id.map(known::with).orElse(known) : known;
            case ABANDONED -> word == State.UNKNOWN && id.isEmpty() ? known : told(known, word, id);
            default -> told(known, word, id);
        };
    }

    private static Attempt told(Attempt known, State word, Optional<OrderId> id) {
        return id.map(known::with).orElse(known).in(word);
    }

    /** Whose an order is once an attempt became it: the first intent's that claimed it, and nobody's after a question. */
    static KnownOrder claimed(Optional<KnownOrder> known, OrderId id, Attempt attempt) {
        if (known.isPresent() && known.get().intent().isPresent()) {
            return known.get();
        }
        OrderRequest request = known.map(KnownOrder::request)
                .filter(kept -> !attempt.request().hasCsr())
                .orElse(attempt.request());
        Optional<Intent> claims =
                attempt.verb() == SpendType.STANDALONE_QUOTE ? Optional.empty() : Optional.of(attempt.intent());
        return new KnownOrder(id, request, claims);
    }

    static void requireEnd(State state) {
        if (state == State.SENDING) {
            throw new IllegalArgumentException("an attempt does not end as SENDING");
        }
    }

    /** A book may be halted again before anybody looked. */
    static String bothReasons(Optional<String> earlier, String reason) {
        return earlier.filter(text -> !text.contains(reason))
                .map(text -> text + "; " + reason)
                .orElse(earlier.orElse(reason));
    }

    static void requireHere(Attempt attempt, OrderId id) {
        if (!id.target().equals(attempt.target())) {
            throw new IllegalArgumentException(
                    "the order is at " + id.target() + ", the attempt was sent to " + attempt.target());
        }
    }

    /** What was found must be for the key that the attempt sent, where the key of it is known. */
    static void requireKey(Attempt attempt, OrderId id) {
        if (!id.keySha256().equals(OrderId.NONE)
                && attempt.request().hasCsr()
                && !id.keySha256().equals(attempt.request().csr().keySha256())) {
            throw new IllegalArgumentException("order " + id.providerId() + " is for another key than attempt "
                    + attempt.number() + " of intent \"" + attempt.intent() + "\" sent; it is another order");
        }
    }

    /**
     * One order serves one intent, apart from its completion.
     *
     * @param known what the book has under the reseller's id of it
     */
    static void refuseClaimed(Attempt attempt, OrderId id, List<KnownOrder> known) {
        if (attempt.wish().completes().isPresent()) {
            return;
        }
        known.stream()
                .filter(order ->
                        order.id().kind() == id.kind() && order.id().oldSerial().equals(id.oldSerial()))
                .flatMap(order -> order.intent().stream())
                .filter(intent -> !intent.equals(attempt.intent()))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalStateException("order " + id.providerId() + " is that of intent \"" + other
                            + "\" already and cannot settle intent \"" + attempt.intent() + "\" too");
                });
    }

    static String requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason is needed, in a few words");
        }
        return reason.strip();
    }

    private static OutcomeUnknownException unresolved(OperationRef origin, Attempt open) {
        return new OutcomeUnknownException(
                origin,
                open.head().map(head -> head.status() / 100 == 2).orElse(false),
                open.orderId().orElse(null),
                "nothing was sent now: an earlier attempt of intent \"" + open.intent()
                        + "\" is on its way or unresolved; look it up first",
                null);
    }
}
