package dev.certbridge.conformance.orders;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.StubOptions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that must hold at each reseller, with a client at a fresh stub. */
@ParameterizedClass(name = "at {0}")
@MethodSource("dev.certbridge.conformance.fixture.TestClient#resellers")
abstract class EveryResellerTest {

    static final String NAME = "www.example.com";
    static final StubOptions NEVER_ISSUED = StubOptions.defaults().readsUntilIssued(1000);

    @Parameter
    String reseller;

    TestClient client;

    @BeforeEach
    void start() {
        client = TestClient.at(reseller);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    /** Replaces the stub by a fresh one with these options. */
    final void restart(StubOptions options) {
        restart(options, connection -> connection);
    }

    /** Replaces the stub by a fresh one with these options, and connects to it with changed ones. */
    final void restart(StubOptions options, UnaryOperator<ConnectOptions> change) {
        stop();
        client = TestClient.at(reseller, options, change);
    }
}
