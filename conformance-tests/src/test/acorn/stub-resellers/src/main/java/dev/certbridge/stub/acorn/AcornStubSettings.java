package dev.certbridge.stub.acorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubOptions;
import org.jspecify.annotations.Nullable;

/** The settings of a stub, which {@link AcornStub} describes. They are read at every request. */
final class AcornStubSettings {

    private int earlyDownloads;
    private long surcharge;
    private @Nullable PriceFlaw flaw;

    AcornStubSettings(StubOptions options) {
        this.earlyDownloads = options.downloadLag();
    }

    synchronized void earlyDownloads(int downloads) {
        earlyDownloads = downloads;
    }

    /** Returns true if this download has to be answered with 409, and counts the download. */
    synchronized boolean isTooEarly() {
        return earlyDownloads > 0 && earlyDownloads-- > 0;
    }

    synchronized void surcharge(long cents) {
        surcharge = cents;
    }

    synchronized long surcharge() {
        return surcharge;
    }

    synchronized void flaw(PriceFlaw other) {
        flaw = other;
    }

    /** Returns the response with the requested product. Its price has the flaw, if one is set. */
    synchronized Reply flawed(StubCall call, Reply checked) {
        if (flaw == null) {
            return checked;
        }
        ObjectNode product =
                AcornProduct.of(call.pathParameter("product")).orElseThrow().json();
        flaw.apply(product);
        return Reply.json(checked.status(), product);
    }
}
