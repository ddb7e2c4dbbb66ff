package dev.certbridge.conformance;

import dev.certbridge.conformance.realtime.RealtimeDeprecatedClientUnderTest;
import dev.certbridge.conformance.run.Conformance;

/** Realtime Register's deprecated calls, held to every rule of the kit. */
class RealtimeDeprecatedConformanceTest implements Conformance {

    private final ClientUnderTest candidate = new RealtimeDeprecatedClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
