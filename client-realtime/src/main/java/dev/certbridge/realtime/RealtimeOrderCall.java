package dev.certbridge.realtime;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.reseller.failure.OperationRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that sells, filled with a checked request.
 *
 * @param origin the operation
 * @param acknowledges whether it takes billables; a reissue does not
 * @param call sends it
 */
record RealtimeOrderCall(OperationRef origin, boolean acknowledges, Call call) {

    /** The call itself. */
    @FunctionalInterface
    interface Call {
        ApiResponse send(@Nullable Boolean quote, @Nullable List<BillableAcknowledgment> billables, SpendPermit spend);
    }

    /** Asks for the price. */
    ApiResponse quote(SpendPermit spend) {
        return call.send(true, null, spend);
    }

    /** Buys, agreeing to these lines, if any. */
    ApiResponse order(@Nullable List<BillableAcknowledgment> billables, SpendPermit spend) {
        return call.send(null, billables, spend);
    }
}
