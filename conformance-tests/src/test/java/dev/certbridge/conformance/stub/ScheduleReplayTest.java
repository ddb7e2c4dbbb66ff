package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.stub.Schedule;
import dev.certbridge.stub.StubOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that meets the same schedule twice ends the same way twice. */
class ScheduleReplayTest {

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    @ParameterizedTest
    @CsvSource({"regfish, 0", "regfish, 1", "regfish, 2", "realtime, 0", "realtime, 1", "realtime, 2"})
    void a_line_replays_to_the_same_end_and_the_same_journal(String reseller, int more) {
        ClientUnderTest.Operations operations = ClientUnderTest.named(reseller).operations();
        Schedule schedule;
        try (TestClient shopper = TestClient.at(reseller)) {
            schedule = Schedule.seeded(
                    shopper.stub(),
                    SEED + more,
                    12,
                    operations.ordering(),
                    operations.looking(),
                    operations.listing(),
                    operations.downloading());
        }
        assertThat(played(reseller, schedule))
                .as("%s", schedule)
                .isEqualTo(played(reseller, Schedule.parse(schedule.toString())));
    }

    @Test
    void a_line_makes_the_order_go_wrong_as_the_knob_does() {
        Schedule schedule = Schedule.parse("stub:failsLate");
        assertThat(played("realtime", schedule)).contains("OrderEndedException");
        assertThat(played("realtime", Schedule.parse("stub:requiresAttention"))).contains("ActionRequiredException");
        assertThat(played("realtime", Schedule.parse(""))).contains("[a.example.com, www.a.example.com]");
    }

    /** What a shopper is told who orders four names and waits for each, and what came over the wire. */
    private static List<String> played(String reseller, Schedule schedule) {
        List<String> told = new ArrayList<>();
        try (TestClient shopper = TestClient.at(
                reseller,
                StubOptions.defaults().clock(new SimulatedTime()),
                options -> options.toBuilder().retries(ReadRetries.none()).build())) {
            shopper.stub().play(schedule);
            for (String name : List.of("a.example.com", "b.example.com", "c.example.com", "d.example.com")) {
                told.add(told(() -> shopper.reseller()
                        .orders()
                        .await(shopper.order(name).id(), Duration.ofMinutes(20), DnsPublisher.none())
                        .names()
                        .toString()));
            }
            told.add("booked " + shopper.stub().ledger().orders());
            shopper.stub().journal().exchanges().forEach(exchange -> told.add(exchange.toString()));
        }
        return told;
    }

    private static String told(Supplier<String> call) {
        try {
            return call.get();
        } catch (ResellerException e) {
            return e.getClass().getSimpleName();
        }
    }
}
