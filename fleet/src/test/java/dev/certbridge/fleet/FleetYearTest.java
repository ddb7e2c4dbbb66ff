package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetYearTest {

    @TempDir
    Path folder;

    @Test
    void in_a_year_with_faults_no_certificate_expires_and_each_term_is_ordered_once() {
        FleetYear year = new FleetYear(folder, 12, 20);
        year.simulate();

        assertThat(year.problems).isEmpty();
        assertThat(year.closest).isGreaterThan(Duration.ofDays(1));
        assertThat(year.counts.get("kills")).isGreaterThan(10);
        assertThat(year.counts.get("orders")).isGreaterThan(40);
        System.out.println("a year of 12 certificates: " + year.counts + ", closest to its end " + year.closest.toDays()
                + " days");
    }
}
