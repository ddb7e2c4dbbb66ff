package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.Conformance;

/** A client that the kit has never heard of, held to every rule of it. */
class AcornConformanceTest implements Conformance {

    private final ClientUnderTest candidate = new AcornClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
