package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.Candidate;
import dev.certbridge.conformance.run.Conformance;

/** A client that the kit has never heard of, held to every rule of it. */
class AcornConformanceTest implements Conformance {

    private final Candidate candidate = new AcornCandidate();

    @Override
    public Candidate candidate() {
        return candidate;
    }
}
