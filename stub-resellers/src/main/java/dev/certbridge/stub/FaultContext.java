package dev.certbridge.stub;

import java.time.Instant;

/**
 * When a failure happens: to which call, and what was answered to it.
 *
 * @param operation the operation that was called
 * @param call the call
 * @param now by the reseller's clock
 * @param carriedOut what the reseller answered; {@link WireResponse#NOTHING} before booking
 */
record FaultContext(StubOperation operation, StubCall call, Instant now, WireResponse carriedOut) {

    /** What there is to spoil: the answer, or in its place, before booking, what the contract shows. */
    Reply reply() {
        return carriedOut.reply().status() == Journal.NO_ANSWER ? operation.canned(call.isQuote()) : carriedOut.reply();
    }
}
