package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.stub.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests an order that needs several records at one DNS name, which the authority checks one after the other. */
class RealtimeDnsRecordsTest extends ScriptedRealtimeTest {

    private final TestClock clock = new TestClock();
    private final ObjectNode process = server.process(7, NAME, "RUNNING");
    private final List<String> zone = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"TXT, TXT, +one +two -one -two", "TXT, CNAME, +one -one +two -two", "CNAME, TXT, +one -one +two -two"})
    void a_checked_record_stays_beside_the_next_one_unless_one_of_them_is_a_cname(
            String first, String second, String changes) {
        await(
                record(first, "one", "WAITING"),
                record(first, "one", "VALIDATED") + "," + record(second, "two", "WAITING"));
        assertThat(zone).containsExactly(changes.split(" "));
    }

    @Test
    void a_text_that_is_no_longer_listed_is_removed_before_the_next_one_is_published() {
        await(record("TXT", "one", "WAITING"), record("TXT", "two", "WAITING"));
        assertThat(zone).containsExactly("+one", "-one", "+two", "-two");
    }

    /** Waits for an order that shows these records, one list after the other, and then is cancelled. */
    private void await(String before, String after) {
        show(before);
        int[] polls = {0};
        try (CertificateReseller waiting = Realtime.connect(
                ScriptedServer.KEY,
                ScriptedRealtimeServer.CUSTOMER,
                book,
                server.options().toBuilder()
                        .time(clock, pause -> {
                            if (++polls[0] == 1) {
                                show(after);
                            } else {
                                process.put("status", "CANCELLED");
                            }
                            clock.advance(pause);
                        })
                        .build())) {
            requireThrown(
                    OrderEndedException.class,
                    () -> waiting.orders().await(orderId("7"), Duration.ofHours(1), record -> {
                        zone.add("+" + record.value());
                        return () -> zone.add("-" + record.value());
                    }));
        }
    }

    private void show(String records) {
        server.info = "{\"validations\":{\"dcv\":[" + records + "]}}";
    }

    private static String record(String type, String value, String status) {
        return "{\"dnsRecord\":\"_dcv.example.com\",\"dnsType\":\"%s\",\"dnsContents\":\"%s\",\"status\":\"%s\"}"
                .formatted(type, value, status);
    }
}
