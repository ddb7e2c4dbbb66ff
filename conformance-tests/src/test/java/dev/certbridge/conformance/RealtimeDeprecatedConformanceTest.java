package dev.certbridge.conformance;

import dev.certbridge.conformance.realtime.RealtimeDeprecatedCandidate;
import dev.certbridge.conformance.run.Conformance;

/** Realtime Register's deprecated calls, held to every rule of the kit. */
class RealtimeDeprecatedConformanceTest implements Conformance {

    private final Candidate candidate = new RealtimeDeprecatedCandidate();

    @Override
    public Candidate candidate() {
        return candidate;
    }
}
