package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.BillableAcknowledgment;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Spend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that sells, filled with a checked request.
 *
 * @param origin the operation
 * @param acknowledges whether it takes billables; a reissue does not
 * @param call sends it
 */
record RealtimeSale(OperationRef origin, boolean acknowledges, Call call) {

    /** The call itself. */
    @FunctionalInterface
    interface Call {
        Answer send(@Nullable Boolean quote, @Nullable List<BillableAcknowledgment> billables, Spend spend);
    }

    /** Asks for the price. */
    Answer quote(Spend spend) {
        return call.send(true, null, spend);
    }

    /** Buys, agreeing to these lines, if any. */
    Answer order(@Nullable List<BillableAcknowledgment> billables, Spend spend) {
        return call.send(null, billables, spend);
    }
}
