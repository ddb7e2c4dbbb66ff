package dev.certbridge.conformance.pact;

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
}
