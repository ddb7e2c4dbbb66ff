package dev.certbridge.acorn;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.Conformance;

/** Runs every rule of the conformance tests on the client of acorn. */
class AcornConformanceTest implements Conformance {

    private final ClientUnderTest candidate = new AcornClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
