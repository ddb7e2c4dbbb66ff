package dev.certbridge.stub.acorn;

import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;

/** A stub of acorn. */
public final class AcornStub extends StubReseller {

    private final AcornBehaviour behaviour;

    private AcornStub(StubContext context, AcornBehaviour behaviour) {
        super("acorn", context, behaviour);
        this.behaviour = behaviour;
    }

    /** Starts a stub with these options. */
    public static AcornStub start(StubOptions options) {
        StubContext context = StubContext.of(options);
        return new AcornStub(context, new AcornBehaviour(context));
    }

    /**
     * Issues the certificate of an order now.
     *
     * @throws IllegalArgumentException the stub has no order with this id
     */
    public void issue(String orderId) {
        behaviour.placed(orderId).issue();
    }

    /**
     * Rejects an order after it was accepted. The order stays charged.
     *
     * @throws IllegalArgumentException the stub has no order with this id
     */
    public void reject(String orderId) {
        behaviour.placed(orderId).reject();
    }

    /**
     * Answers this number of downloads of an issued certificate with 409. Catches a client that gives up after a 409.
     */
    public AcornStub downloadLag(int downloads) {
        behaviour.downloadLag(downloads);
        return this;
    }
}
