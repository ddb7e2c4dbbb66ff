package dev.certbridge.conformance.regfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.CannedFailure;
import dev.certbridge.conformance.stub.Reply;

/** Failures that only regfish knows. An order that is booked and then lost is a {@link CannedFailure} after booking. */
public final class RegfishFaults {

    private RegfishFaults() {}

    /**
     * A 200 whose body says {@code success: false} and has no {@code response}. The vendor's own client guards against it
     * and no page describes it. The request is carried out; with {@link CannedFailure#beforeBooking()} it is not. Catches
     * a client that takes every 200 for an accepted order, and one that takes this for a refusal and orders again.
     */
    public static CannedFailure successFalse() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("success", false)
                .put("message", "The CA did not answer as expected")
                .put("error", "The CA did not answer as expected");
        return CannedFailure.altered(carriedOut -> Reply.json(200, body));
    }
}
