package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;

import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import java.nio.file.Path;

/** The provider of a pact, and the header with the key. */
enum PactSide {
    REGFISH("regfish", "x-api-key", ""),
    REALTIME("realtime", "Authorization", "ApiKey ");

    /** The name of the consumer. */
    static final String CONSUMER = "certbridge";

    /** An obvious fake. */
    static final String KEY = "not-a-real-key";

    private final String provider;
    private final String keyHeader;
    private final String scheme;

    PactSide(String provider, String keyHeader, String scheme) {
        this.provider = provider;
        this.keyHeader = keyHeader;
        this.scheme = scheme;
    }

    String provider() {
        return provider;
    }

    /** Returns the committed pact file. */
    Path file() {
        return Path.of("pacts", CommittedPact.fileName(provider));
    }

    HttpRequestBuilder showKey(HttpRequestBuilder request) {
        return request.header(keyHeader, fromProviderState(scheme + "${apiKey}", scheme + KEY));
    }
}
