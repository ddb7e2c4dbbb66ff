package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.loader.PactFilter;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import dev.certbridge.conformance.pact.ListedStates.OteReads;
import dev.certbridge.conformance.pact.QuietVerification.NoRetryClient;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verifies the interactions for OT&E against the stub: they pass, and only read. */
@Provider("realtime")
@PactFolder("pacts")
@PactFilter(value = Expectation.OTE, filter = OteReads.class)
class OteRehearsalPactTest {

    private static final Set<String> VERIFIED = new TreeSet<>();

    private static RealtimeStub stub;
    private static ListedStates listed;
    private static int placed;

    @BeforeAll
    static void anAccountWithHistory() {
        stub = RealtimeStub.start();
        RealtimeStates history = new RealtimeStates(stub);
        history.issued();
        history.running();
        placed = stub.journal().exchanges().size();
        listed = new ListedStates(stub.uri(), stub.apiKey());
    }

    @AfterAll
    static void nothingButReads() {
        stub.close();
        assertThat(VERIFIED)
                .containsExactly(
                        "the catalog",
                        "the certificate of a completed process",
                        "the processes for a name with an open order");
        assertThat(stub.journal()
                        .exchanges()
                        .subList(placed, stub.journal().exchanges().size()))
                .allSatisfy(exchange -> assertThat(exchange.method()).isEqualTo("GET"));
    }

    @BeforeEach
    void target(PactVerificationContext context) {
        context.setTarget(NoRetryClient.at(stub.uri()));
        context.addStateChangeHandlers(listed);
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void the_stub_passes_the_interactions_for_ote(PactVerificationContext context) {
        VERIFIED.add(context.getInteraction().getDescription());
        listed.requireFor(context.getInteraction());
        QuietVerification.of(context);
    }
}
