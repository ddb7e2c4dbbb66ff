package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.stub.RunningStub;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.Workshop;

/** A stub of the reseller regfish. */
public final class RegfishStub extends RunningStub {

    /** The name of the reseller. */
    public static final String NAME = "regfish";

    /** The one organization that orders can be bound to. */
    public static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";

    private final RegfishRules rules;

    private RegfishStub(Workshop workshop, RegfishRules rules) {
        super(NAME, workshop, rules);
        this.rules = rules;
    }

    /** Starts a stub with {@link StubOptions#defaults()}. */
    public static RegfishStub start() {
        return start(StubOptions.defaults());
    }

    /** Starts a stub on a fixed port. */
    public static RegfishStub start(int port) {
        return start(StubOptions.defaults().port(port));
    }

    /** Starts a stub. */
    public static RegfishStub start(StubOptions options) {
        Workshop workshop = Workshop.of(options);
        return new RegfishStub(workshop, new RegfishRules(workshop));
    }

    /**
     * Does what a person does at {@code completion_url}: names the organization of an order that was held back. From
     * here on the CA has the order, and it is charged.
     */
    public void completeInConsole(String certificateId) {
        rules.complete(certificateId);
    }
}
