package dev.certbridge.conformance.run;

import dev.certbridge.conformance.Candidate;

/** The class that a run gives to JUnit: whatever candidate the run hands in. */
final class RunningCandidate implements Conformance {

    private final Candidate candidate;

    RunningCandidate(Candidate candidate) {
        this.candidate = candidate;
    }

    @Override
    public Candidate candidate() {
        return candidate;
    }
}
