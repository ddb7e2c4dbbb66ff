package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fleet at both stubs for each test. */
abstract class FleetFixture {

    @TempDir
    Path folder;

    TestFleet fleet;

    @BeforeEach
    void start() {
        fleet = new TestFleet(folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    /** Asserts that all certificates of a report are in one state. */
    static void only(FleetReport report, FleetState state) {
        assertThat(report.entries())
                .extracting(FleetEntry::state)
                .as(report.toString())
                .containsOnly(state);
    }

    /** Asserts that a report has one certificate, in this state, and returns its entry. */
    static FleetEntry single(FleetReport report, FleetState state) {
        assertThat(report.entries())
                .extracting(FleetEntry::state)
                .as(report.toString())
                .containsExactly(state);
        return report.entries().get(0);
    }
}
