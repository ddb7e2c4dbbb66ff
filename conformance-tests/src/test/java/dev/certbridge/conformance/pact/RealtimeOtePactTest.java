package dev.certbridge.conformance.pact;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import au.com.dius.pact.provider.junit5.HttpsTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.loader.PactFilter;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import dev.certbridge.conformance.pact.ListedStates.OteReads;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verifies the interactions that only read against the test environment of Realtime Register. */
@Provider("realtime")
@PactFolder("pacts")
@PactFilter(value = Expectation.OTE, filter = OteReads.class)
class RealtimeOtePactTest {

    private static final URI OTE = URI.create("https://api.yoursrs-ote.com");
    private static final String KEY = "REALTIME_OTE_API_KEY";

    private static final String REASON = "the pact was not verified against OT&E: " + KEY + " is not set";

    private static Optional<ListedStates> listed = Optional.empty();

    @BeforeAll
    static void lookAtWhatThereIs() {
        listed = Optional.ofNullable(System.getenv(KEY))
                .filter(key -> !key.isBlank())
                .map(key -> new ListedStates(OTE, key));
        if (listed.isEmpty()) {
            System.out.println(REASON);
        }
    }

    @BeforeEach
    void target(PactVerificationContext context) {
        // The one test of this build that may be skipped.
        assumeTrue(listed.isPresent(), REASON);
        context.setTarget(new HttpsTestTarget(OTE.getHost(), 443));
        context.addStateChangeHandlers(listed.orElseThrow());
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void the_test_environment_satisfies_the_pact(PactVerificationContext context) {
        listed.orElseThrow().requireFor(context.getInteraction());
        QuietVerification.of(context);
    }
}
