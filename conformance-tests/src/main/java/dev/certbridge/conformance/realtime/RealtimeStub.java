package dev.certbridge.conformance.realtime;

import dev.certbridge.conformance.stub.RunningStub;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.Workshop;

/** A stub of the reseller Realtime Register. */
public final class RealtimeStub extends RunningStub {

    /** The name of the reseller. */
    public static final String NAME = "realtime";

    /** The one customer that exists. */
    public static final String CUSTOMER = "example-handle";

    private RealtimeStub(Workshop workshop) {
        super(NAME, workshop, new RealtimeRules(workshop));
    }

    /** Starts a stub with {@link StubOptions#defaults()}. */
    public static RealtimeStub start() {
        return start(StubOptions.defaults());
    }

    /** Starts a stub on a fixed port. */
    public static RealtimeStub start(int port) {
        return start(StubOptions.defaults().port(port));
    }

    /** Starts a stub. */
    public static RealtimeStub start(StubOptions options) {
        return new RealtimeStub(Workshop.of(options));
    }
}
