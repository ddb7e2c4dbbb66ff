package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * One spending request that was, or was about to be, put on the wire.
 *
 * @param number unique in its book, growing
 * @param intent whose wish it serves
 * @param verb what was sent
 * @param target where to: provider, environment and account
 * @param request what was asked for, with the CSR of this attempt
 * @param owner the call that may send it, a random name
 * @param sendBefore when the leave to send ends
 * @param state how far it came
 * @param head status and headers of the answer as they arrived, once they did
 * @param orderId the order it became, once an id was seen
 */
public record Attempt(
        long number,
        Intent intent,
        Verb verb,
        String target,
        OrderRequest request,
        String owner,
        Instant sendBefore,
        State state,
        Optional<Head> head,
        Optional<OrderId> orderId) {

    /** How far an attempt came. */
    public enum State {
        /** Committed; may be on the wire. */
        SENDING,
        /** Nothing left this machine. The intent is free. */
        NOT_SENT,
        /** The reseller certainly refused. The intent is free. */
        REJECTED,
        /** A price was told and nothing was ordered. The intent is free to order. */
        QUOTED,
        /** There is an order. */
        ACCEPTED,
        /** Sent, and nobody knows. The intent is taken until somebody looked. */
        UNKNOWN;

        /** True when another attempt of the same intent may be sent. */
        public boolean free() {
            return this == NOT_SENT || this == REJECTED || this == QUOTED;
        }
    }

    /**
     * The head of an answer, kept before its body is read.
     *
     * @param status the HTTP status
     * @param headers name and value lines as they arrived
     */
    public record Head(int status, String headers) {}

    Attempt in(State next) {
        return new Attempt(number, intent, verb, target, request, owner, sendBefore, next, head, orderId);
    }

    Attempt with(Head seen) {
        return new Attempt(number, intent, verb, target, request, owner, sendBefore, state, Optional.of(seen), orderId);
    }

    Attempt with(OrderId seen) {
        return new Attempt(number, intent, verb, target, request, owner, sendBefore, state, head, Optional.of(seen));
    }
}
