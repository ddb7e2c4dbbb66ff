package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;

/** The class that a run gives to JUnit: whatever candidate the run hands in. */
final class LaunchedClient implements Conformance {

    private final ClientUnderTest candidate;

    LaunchedClient(ClientUnderTest candidate) {
        this.candidate = candidate;
    }

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }
}
