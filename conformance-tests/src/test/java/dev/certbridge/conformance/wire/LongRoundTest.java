package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A round of a wait for many orders that takes longer than the book holds a name: every read takes five minutes. */
class LongRoundTest extends DnsValidationFixture {

    private static final Duration A_LOOK = Duration.ofMinutes(5);
    private static final int OTHERS = 20;

    private final List<Boolean> taken = new ArrayList<>();
    private boolean listingFails;

    @Test
    void a_name_stays_locked_while_the_other_orders_are_read() {
        waitForAll(A_LOOK.multipliedBy(OTHERS));
        assertThat(taken).hasSizeGreaterThanOrEqualTo(OTHERS).doesNotContain(true);
        assertThat(zone).containsExactly("+one");
    }

    @Test
    void a_limit_of_zero_makes_one_round_that_reads_every_order() {
        waitForAll(Duration.ZERO);
        assertThat(taken).hasSize(OTHERS);
        assertThat(zone).containsExactly("+one");
    }

    @Test
    void a_name_stays_locked_while_no_listing_can_be_read() {
        certificates.put("A", waitingFor("CNAME", "one"));
        awaitAll(List.of("A"), Duration.ofHours(1), look -> {
            // Five times in a row would end the wait.
            listingFails = look > 0 && look < 5;
            time.advance(A_LOOK.multipliedBy(2));
            taken.add(book.lock(NAME, id("OTHER"), Duration.ofMinutes(1)));
        });
        assertThat(taken).hasSizeGreaterThanOrEqualTo(5).doesNotContain(true);
        assertThat(zone).containsExactly("+one");
    }

    private void waitForAll(Duration limit) {
        List<String> orders = new ArrayList<>(List.of("A"));
        certificates.put("A", waitingFor("CNAME", "one"));
        IntStream.range(0, OTHERS).forEach(number -> {
            certificates.put("B" + number, "{\"id\":\"%s\",\"status\":\"pending\"}");
            orders.add("B" + number);
        });
        awaitAll(orders, limit, look -> {});
    }

    /** Lists only the order with the record: the others are read one by one. */
    @Override
    String body(ReceivedRequest request) {
        String path = request.head().get(0).split(" ")[1];
        if (path.equals("/tls/certificate")) {
            return listingFails ? "{\"success\":false}" : "{\"success\":true,\"response\":[" + certificate("A") + "]}";
        }
        if (Set.copyOf(certificates.keySet()).contains(path.substring(path.lastIndexOf('/') + 1))) {
            time.advance(A_LOOK);
            taken.add(book.lock(NAME, id("OTHER"), Duration.ofMinutes(1)));
        }
        return super.body(request);
    }
}
