package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pact is configured not to report its use to its authors. */
class UsageTrackingTest {

    private static final String SWITCH = "pact_do_not_track";

    @Test
    void usage_reports_are_switched_off_twice() {
        assertThat(System.getProperty(SWITCH))
                .as("system property %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
        assertThat(System.getenv(SWITCH))
                .as("environment variable %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
    }
}
