package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ECDSA and an RSA certificate of one name. The first one is issued at once, the second one a day later. */
class FleetGroupTest {

    @TempDir
    Path folder;

    private TestFleet fleet;
    private final CertificateSpec p256 = TestFleet.regfish("shop-p256")
            .names(List.of("shop.example.com"))
            .group("shop")
            .build();
    private final CertificateSpec p384 = TestFleet.realtime("shop-p384")
            .names(List.of("shop.example.com"))
            .keyType(KeyType.EC_P384)
            .group("shop")
            .build();

    @BeforeEach
    void start() {
        fleet = new TestFleet(folder);
        fleet.realtime.issuesAfter(Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private List<FleetState> run() {
        return fleet.run(p256, p384).entries().stream().map(FleetEntry::state).toList();
    }

    @Test
    void the_first_certificates_are_installed_one_by_one() {
        assertThat(run()).containsExactly(FleetState.VALID, FleetState.WAITING);
        fleet.time.advance(Duration.ofDays(2));
        assertThat(run()).containsExactly(FleetState.VALID, FleetState.VALID);
        assertThat(fleet.orders()).isEqualTo(2);
    }

    @Test
    void renewed_certificates_are_installed_together() {
        run();
        fleet.time.advance(Duration.ofDays(2));
        run();
        fleet.untilDue(p256);
        fleet.time.advance(Duration.ofDays(3));

        assertThat(run()).containsExactly(FleetState.WAITING, FleetState.WAITING);
        assertThat(fleet.deployment.installed.get("shop-p256")).hasSize(1);
        fleet.time.advance(Duration.ofDays(2));
        assertThat(run()).containsExactly(FleetState.VALID, FleetState.VALID);
        assertThat(fleet.deployment.installed.get("shop-p256")).hasSize(2);
        assertThat(fleet.deployment.installed.get("shop-p384")).hasSize(2);
        assertThat(fleet.orders()).isEqualTo(4);
    }
}
