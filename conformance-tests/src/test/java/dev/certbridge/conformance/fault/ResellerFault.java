package dev.certbridge.conformance.fault;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireFault;
import java.time.Duration;

/** A fault on the wire at one reseller. */
record ResellerFault(String reseller, WireFault how) {

    private static final Duration LONG = Duration.ofSeconds(20);
    /** Long enough for a call without a slow fault. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Returns a client with these retries, and with short time limits if the fault is slow. */
    TestClient client(ReadRetries retries) {
        Duration limit = how.isSlow() ? SHORT : LONG;
        return TestClient.at(
                reseller,
                StubOptions.defaults(),
                options -> options.toBuilder()
                        .retries(retries)
                        .timeLimits(LONG, limit, limit)
                        .build());
    }

    @Override
    public String toString() {
        return reseller + " " + how.word();
    }
}
