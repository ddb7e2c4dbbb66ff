package dev.certbridge.conformance;

import dev.certbridge.conformance.regfish.RegfishCandidate;
import dev.certbridge.conformance.run.Conformance;

/** regfish's client, held to every rule of the kit. */
class RegfishConformanceTest implements Conformance {

    private final Candidate candidate = new RegfishCandidate();

    @Override
    public Candidate candidate() {
        return candidate;
    }
}
