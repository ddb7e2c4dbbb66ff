package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.AbstractBaseMockServer;
import au.com.dius.pact.consumer.MockHttpServerKt;
import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.consumer.model.MockServerImplementation;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumer tests as a table. Every row defines interactions of the committed pact, and is a test of the client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PactTable {

    abstract Stream<PactCase> cases();

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_client_sends_these_requests_and_reads_these_responses(PactCase row) {
        row.run();
    }

    /**
     * A row of a {@link PactTable}: a call of a client, and the interactions that it needs, all of them and no others.
     */
    record PactCase(String name, List<Expectation> interactions, Consumer<MockServer> call) {

        /** Runs the call against Pact's mock server, and requires that it made exactly the expected requests. */
        void run() {
            V4Pact pact = pact();
            AbstractBaseMockServer server = MockHttpServerKt.mockServer(
                    pact,
                    MockProviderConfig.Companion.httpConfig(
                            "localhost", 0, PactSpecVersion.V4, MockServerImplementation.JavaHttpServer));
            server.start();
            try {
                server.waitForServer();
                call.accept(server);
            } catch (AssertionError failed) {
                failed.addSuppressed(
                        new AssertionError(server.validateMockServerState(null).getDescription()));
                throw failed;
            } finally {
                server.stop();
            }
            PactVerificationResult result = server.validateMockServerState(null);
            assertThat(result).as(result.getDescription()).isInstanceOf(PactVerificationResult.Ok.class);
        }

        /** Returns these interactions as a pact. */
        V4Pact pact() {
            PactBuilder builder = new PactBuilder(PactSide.CONSUMER, side().provider(), PactSpecVersion.V4);
            interactions.forEach(interaction -> interaction.in(builder));
            return builder.toPact();
        }

        PactSide side() {
            return interactions.get(0).side();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
