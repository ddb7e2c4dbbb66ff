package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import dev.certbridge.conformance.pact.QuietVerification.NoRetryClient;
import dev.certbridge.stub.realtime.RealtimeStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verifies every interaction of the committed pact against a new stub of Realtime Register. */
@Provider("realtime")
@PactFolder("pacts")
class RealtimeStubPactTest {

    private RealtimeStub stub;

    @BeforeEach
    void start(PactVerificationContext context) {
        stub = RealtimeStub.start();
        context.setTarget(NoRetryClient.at(stub.uri()));
        context.addStateChangeHandlers(new RealtimeStates(stub));
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void the_stub_satisfies_the_pact(PactVerificationContext context) {
        QuietVerification.of(context);
        assertThat(stub.contractViolations()).isEmpty();
    }
}
