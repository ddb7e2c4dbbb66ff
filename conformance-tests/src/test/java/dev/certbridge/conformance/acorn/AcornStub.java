package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.acorn.client.Acorn;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireMockStub;

/** A stub of the reseller acorn, made of what the kit gives to everybody. */
public final class AcornStub extends WireMockStub {

    private final AcornBehaviour rules;
    private final AcornStubSettings knobs;

    private AcornStub(StubContext workshop, AcornBehaviour rules, AcornStubSettings knobs) {
        super(Acorn.NAME, workshop, rules);
        this.rules = rules;
        this.knobs = knobs;
    }

    /** Starts a stub. */
    public static AcornStub start(StubOptions options) {
        StubContext workshop = StubContext.of(options);
        AcornStubSettings knobs = new AcornStubSettings(options);
        return new AcornStub(workshop, new AcornBehaviour(workshop, knobs), knobs);
    }

    /** The authority issues an order at once. */
    public void issue(String orderId) {
        rules.placed(orderId).issue();
    }

    /** The authority says no to an order, late: it stays charged. */
    public void reject(String orderId) {
        rules.placed(orderId).reject();
    }

    /**
     * So many downloads are answered 409 although the certificate is issued. Catches a client that takes a 409 here for the
     * end.
     */
    public AcornStub earlyDownloads(int downloads) {
        knobs.earlyDownloads(downloads);
        return this;
    }

    /**
     * From now on an order costs so many cents more than the catalog says. Catches a client that does not look at what it
     * was charged.
     */
    public AcornStub surcharge(long cents) {
        knobs.surcharge(cents);
        return this;
    }

    /** From now on prices in the catalog are wrong in this way. Catches a client that orders by a price that is none. */
    public AcornStub priceFlaw(PriceFlaw flaw) {
        knobs.flaw(flaw);
        return this;
    }
}
