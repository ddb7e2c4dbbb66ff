package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.LogRecords;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that must not hide the end of an order are logged, and a lock that another order took is given up. */
class PublishingFailureTest extends DnsValidationFixture {

    private static final String PUBLISHER = "dev.certbridge.client.adapter.DnsValidationPublisher";

    private static List<String> messages(LogRecords log) {
        return log.records().stream().map(LogRecord::getMessage).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "unlock, the lock of the DNS name x could not be changed: the disk is full",
        "removed, 'the record x CNAME a-x was removed, but the order book still lists it: the disk is full'",
        "published, 'DNS records that an earlier wait published for order %s were not removed: the disk is full'"
    })
    void a_book_that_fails_at_the_end_is_logged_and_the_end_is_reported(String method, String logged) {
        certificates.put("A", waitingAt("x"));
        try (LogRecords log = LogRecords.of(PUBLISHER)) {
            await("A", look -> {
                certificates.put("A", CANCELLED);
                failing = method;
            });
            assertThat(messages(log)).contains(logged.formatted(id("A")));
        }
        assertThat(zone).startsWith("+a-x", "-a-x");
    }

    @Test
    void a_name_that_cannot_be_locked_at_the_end_is_logged() {
        certificates.put("A", waitingAt("x").replace("pending", "cancelled"));
        failing = "lock";
        try (LogRecords log = LogRecords.of(PUBLISHER)) {
            await("A", look -> {});
            assertThat(messages(log))
                    .containsExactly("the lock of the DNS name x could not be changed: the disk is full");
        }
    }

    @Test
    void a_record_that_cannot_be_removed_is_logged() {
        certificates.put("A", waitingAt("x"));
        try (LogRecords log = LogRecords.of(PUBLISHER)) {
            unremovable = true;
            await("A", look -> certificates.put("A", CANCELLED));
            assertThat(messages(log)).contains("the record x CNAME a-x could not be removed");
        }
    }

    /** The host slept longer than a lock lasts, and another order took the name. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_record_at_a_name_that_another_order_took_is_removed_and_published_again_later(boolean many) {
        certificates.put("A", waitingAt("x"));
        certificates.put("Z", waitingAt("z"));
        List<String> orders = many ? List.of("A", "Z") : List.of("A");
        IntConsumer afterLook = look -> {
            switch (look) {
                case 2 -> {
                    time.advance(Duration.ofHours(2));
                    assertThat(book.lock("x", id("OTHER"), Duration.ofHours(20)))
                            .isTrue();
                }
                case 5 -> {
                    assertThat(zone).contains("-a-x");
                    book.unlock("x", id("OTHER"));
                }
                case 9 -> orders.forEach(order -> certificates.put(order, CANCELLED));
                default -> {}
            }
        };
        if (many) {
            assertThat(awaitAll(orders, Duration.ofHours(4), afterLook)).isEmpty();
        } else {
            await("A", afterLook);
        }
        assertThat(zone.stream().filter(line -> line.endsWith("a-x"))).containsExactly("+a-x", "-a-x", "+a-x", "-a-x");
    }

    @Test
    void a_lock_that_cannot_be_renewed_for_a_moment_is_logged_and_renewed_later() {
        certificates.put("A", waitingAt("x"));
        try (LogRecords log = LogRecords.of(PUBLISHER)) {
            await("A", look -> {
                switch (look) {
                    case 1 -> {
                        time.advance(Duration.ofMinutes(20));
                        failing = "lock";
                    }
                    case 2 -> failing = "";
                    case 3 -> {
                        // Without the renewal, the lock would have ended.
                        time.advance(Duration.ofMinutes(12));
                        assertThat(book.lock("x", id("OTHER"), Duration.ofMinutes(1)))
                                .isFalse();
                        certificates.put("A", CANCELLED);
                    }
                    default -> {}
                }
            });
            assertThat(messages(log)).contains("the lock of the DNS name x could not be changed: the disk is full");
        }
        assertThat(zone).containsExactly("+a-x", "-a-x");
    }

    @Test
    void a_record_whose_name_another_order_took_returns_before_its_order_is_polled_again() {
        assertThat(zoneAfterLossOf("x", "x")).containsExactly("+a-x", "-a-x", "+a-x", "-a-x");
    }

    @Test
    void the_loss_of_a_name_keeps_the_record_at_another_name() {
        assertThat(zoneAfterLossOf("y", "x", "y")).containsExactly("+a-x", "+a-y", "-a-y", "+a-y", "-a-x", "-a-y");
    }

    /** Returns the changes of the records of an order that loses one of its names for one round. */
    private List<String> zoneAfterLossOf(String lost, String... names) {
        // Each round polls the order that has waited longest, so the three other orders are polled first.
        List<String> orders = List.of("b", "c", "d", "a");
        orders.forEach(order -> certificates.put(order, waitingAt("of-" + order)));
        certificates.put("a", waitingAt(names));
        List<OrderId> left = awaitAll(orders, Duration.ofHours(1), look -> {
            switch (look) {
                case 1 -> {
                    time.advance(Duration.ofMinutes(31));
                    book.lock(lost, id("OTHER"), Duration.ofHours(20));
                }
                case 2 -> book.unlock(lost, id("OTHER"));
                case 3 -> orders.forEach(order -> certificates.put(order, CANCELLED));
                default -> {}
            }
        });
        assertThat(left).isEmpty();
        return zone.stream().filter(line -> line.startsWith("a-", 1)).toList();
    }

    @Test
    void an_order_that_waits_for_a_name_keeps_earlier_names_and_unlocks_later_ones() {
        certificates.put("A", waitingAt("w", "y"));
        book.lock("x", id("OTHER"), Duration.ofDays(1));
        List<String> unlocked = new ArrayList<>();
        await("A", look -> {
            if (look == 1) {
                certificates.put("A", waitingAt("w", "x", "y"));
            } else {
                Stream.of("w", "y")
                        .filter(name -> book.lock(name, id("OTHER"), Duration.ofDays(1)))
                        .forEach(unlocked::add);
                certificates.put("A", CANCELLED);
            }
        });
        assertThat(unlocked).containsExactly("y");
        assertThat(zone).containsExactly("+a-w", "+a-y", "-a-y", "-a-w");
    }
}
