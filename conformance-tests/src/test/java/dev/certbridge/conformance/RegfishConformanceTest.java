package dev.certbridge.conformance;

import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.conformance.run.Conformance;

/** regfish's client, held to every rule of the kit. */
class RegfishConformanceTest implements Conformance {

    private final ClientUnderTest candidate = new RegfishClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
