package dev.certbridge.conformance;

import dev.certbridge.conformance.realtime.RealtimeCandidate;
import dev.certbridge.conformance.run.Conformance;

/** Realtime Register's client, held to every rule of the kit. */
class RealtimeConformanceTest implements Conformance {

    private final Candidate candidate = new RealtimeCandidate();

    @Override
    public Candidate candidate() {
        return candidate;
    }
}
