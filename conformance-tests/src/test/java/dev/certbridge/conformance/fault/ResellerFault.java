package dev.certbridge.conformance.fault;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.WireFault;
import java.time.Duration;

/** A misbehaviour at a reseller. */
record ResellerFault(String reseller, WireFault how) {

    private static final Duration LONG = Duration.ofSeconds(20);
    /** Time enough for a call at which nothing is slow. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** The client sends once, and gives up soon where only that helps. */
    TestClient shopper(ReadRetries retries) {
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
