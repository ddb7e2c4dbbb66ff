package dev.certbridge.conformance;

import dev.certbridge.conformance.realtime.RealtimeClientUnderTest;
import dev.certbridge.conformance.run.Conformance;

/** Realtime Register's client, held to every rule of the kit. */
class RealtimeConformanceTest implements Conformance {

    private final ClientUnderTest candidate = new RealtimeClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
