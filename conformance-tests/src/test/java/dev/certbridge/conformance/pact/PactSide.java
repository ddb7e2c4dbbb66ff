package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;

import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import dev.certbridge.conformance.pact.PactTable.PactCase;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The provider of a pact, and the header with the key: its name and what precedes the key. */
record PactSide(String provider, String keyHeader, String scheme) {

    /** The name of the consumer. */
    static final String CONSUMER = "certbridge";

    /** An obvious fake. */
    static final String KEY = "not-a-real-key";

    /** Returns the provider of every {@link PactTable}. */
    static List<PactSide> all() {
        return PactFilesTest.DefinedPacts.cases().stream()
                .map(PactCase::side)
                .distinct()
                .sorted(Comparator.comparing(PactSide::provider))
                .toList();
    }

    /** Returns the committed pact file. */
    Path file() {
        return Path.of("pacts", CommittedPact.fileName(provider));
    }

    HttpRequestBuilder showKey(HttpRequestBuilder request) {
        return request.header(keyHeader, fromProviderState(scheme + "${apiKey}", scheme + KEY));
    }

    @Override
    public String toString() {
        return provider;
    }
}
