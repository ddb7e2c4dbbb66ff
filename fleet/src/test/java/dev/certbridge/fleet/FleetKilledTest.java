package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that ends at any call of the book or of the deployment, before or after the call has its effect. */
class FleetKilledTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"regfish, false", "regfish, true", "realtime, false", "realtime, true"})
    void the_next_run_continues_and_orders_once(String reseller, boolean after) {
        try (TestFleet fleet = new TestFleet(folder)) {
            KillPoint kill = new KillPoint();
            OrderBook book = kill.wrap(SpendLog.class, SpendLog.of(fleet.book));
            Map<String, CertificateReseller> resellers = fleet.resellers(book);
            FleetRun run = FleetRun.builder(resellers, book, fleet.vault, kill.wrap(Deployment.class, fleet.deployment))
                    .clock(fleet.time)
                    .build();
            boolean killed = true;
            int call = 0;
            while (killed) {
                call++;
                String id = "c" + call;
                CertificateSpec spec =
                        (reseller.equals("regfish") ? TestFleet.regfish(id) : TestFleet.realtime(id)).build();
                kill.arm(call, after);
                try {
                    run.run(List.of(spec), Duration.ZERO);
                } catch (KillPoint.Killed e) {
                    assertThat(e).isNotNull();
                }
                killed = kill.restart();
                int runs = 0;
                do {
                    fleet.time.advance(Duration.ofMinutes(10));
                    fleet.settleAsAPerson();
                    fleet.run(spec);
                } while (++runs < 5 && fleet.state(spec) != FleetState.VALID);
                assertThat(fleet.state(spec)).as("killed at call " + call).isEqualTo(FleetState.VALID);
                assertThat(fleet.orders()).as("killed at call " + call).isEqualTo(call);
                assertThat(fleet.deployment.pending).as("commands to run").isEmpty();
            }
            assertThat(call).isGreaterThan(8);
        }
    }
}
