package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;

/** The test class that {@link ConformanceRun} launches for a client. */
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
