package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pact reports its use to its authors unless told not to. */
class UsageTrackingTest {

    private static final String SWITCH = "pact_do_not_track";

    @Test
    void pact_is_told_twice_not_to_report_that_it_is_used() {
        assertThat(System.getProperty(SWITCH))
                .as("system property %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
        assertThat(System.getenv(SWITCH))
                .as("environment variable %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
    }
}
