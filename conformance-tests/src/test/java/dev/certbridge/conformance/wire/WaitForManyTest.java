package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.wire.BulkOrderServer.BulkWait;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.order.OrderId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for many orders costs as many requests as their listing has pages, and little memory. */
class WaitForManyTest extends WireTest {

    private final BulkWait wait = new BulkWait();

    private BulkOrderServer server(int orders) {
        return open(new BulkOrderServer(orders));
    }

    @Test
    void ten_thousand_orders_at_realtime_take_a_fiftieth_of_the_requests_of_polling_each_and_a_kibibyte_at_most() {
        int orders = 10_000;
        BulkOrderServer server = server(orders);
        server.others(500, "SUSPENDED");
        List<OrderId> ids = server.ids("realtime").subList(0, orders);
        RetainedMemory retained = RetainedMemory.during(wait, server, "realtime");

        assertThat(wait.on(server, "realtime", ids, Duration.ofSeconds(150))).hasSize(orders);

        assertThat(wait.perRound.get(0)).as("every info once").isBetween(orders, orders + 100);
        assertThat(wait.rounds())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(requests -> assertThat(requests).isLessThanOrEqualTo(2 * orders / 100));
        retained.assertLittle(orders);
    }

    @Test
    void that_holds_for_hours_although_every_order_is_read_every_hour() {
        int orders = 500;
        BulkOrderServer server = server(orders);
        Map<String, Integer> looks = new HashMap<>();
        wait.betweenRounds = () -> server.singles().forEach(path -> looks.merge(path, 1, Integer::sum));

        wait.on(server, "realtime", server.ids("realtime"), Duration.ofHours(3));

        assertThat(wait.rounds())
                .hasSizeGreaterThan(300)
                .allSatisfy(requests -> assertThat(requests).isLessThanOrEqualTo(2 * orders / 100));
        assertThat(looks)
                .hasSize(orders)
                .allSatisfy((path, times) -> assertThat(times).isBetween(3, 5));
    }

    @Test
    void regfish_is_listed_once_a_round_and_an_order_takes_a_kibibyte_at_most() {
        int orders = 10_000;
        BulkOrderServer server = server(orders);
        List<OrderId> ids = server.ids("regfish");
        RetainedMemory retained = RetainedMemory.during(wait, server, "regfish");

        wait.on(server, "regfish", ids, Duration.ofSeconds(130));

        assertThat(wait.perRound).hasSizeGreaterThanOrEqualTo(4).allMatch(requests -> requests == 1);
        assertThat(wait.changed).hasSize(orders);
        retained.assertLittle(orders);
    }

    @Test
    void an_ignored_filter_and_short_pages_are_noticed() {
        BulkOrderServer server = server(250);
        List<OrderId> ids = server.ids("realtime");
        server.others(60, "COMPLETED");
        server.ignoreFilters();
        server.longestPage(50);

        assertThat(wait.on(server, "realtime", ids, Duration.ofSeconds(100))).isEqualTo(ids);

        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
        // All 310 once, instead of all of them for every hundred ids.
        assertThat(wait.rounds())
                .isNotEmpty()
                .allSatisfy(requests -> assertThat(requests).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void three_orders_among_twenty_thousand_cost_four_requests_a_round_where_filters_are_ignored(boolean total) {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("realtime");
        server.others(20_000, "SUSPENDED");
        server.ignoreFilters();
        server.reportTotal(total);

        assertThat(wait.on(server, "realtime", ids, Duration.ofMinutes(5))).isEqualTo(ids);

        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
        // The filter by ids, pages of the open processes, and each process with its info.
        assertThat(wait.perRound.get(0)).isEqualTo(1 + (total ? 1 : 4) + 2 * 3);
        assertThat(wait.rounds())
                .hasSizeGreaterThan(5)
                .allSatisfy(requests -> assertThat(requests).isEqualTo((total ? 1 : 4) + 3));
    }

    @Test
    void the_listing_is_read_where_it_has_fewer_pages_than_orders_are_awaited() {
        BulkOrderServer server = server(60);
        List<OrderId> ids = server.ids("realtime");
        server.others(5_000, "SUSPENDED");
        server.ignoreFilters();

        wait.on(server, "realtime", ids, Duration.ofMinutes(5));

        assertThat(wait.rounds()).hasSizeGreaterThan(5).allMatch(requests -> requests == 51);
    }

    @Test
    void three_orders_of_a_long_list_at_regfish_are_read_one_by_one_after_the_first_round() {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("regfish");
        server.others(300, "SUSPENDED");

        assertThat(wait.on(server, "regfish", ids, Duration.ofMinutes(5))).isEqualTo(ids);

        assertThat(wait.perRound.get(0)).isEqualTo(1);
        assertThat(wait.rounds()).hasSizeGreaterThan(5).allMatch(requests -> requests == 3);
        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void an_order_that_is_read_alone_is_reported_when_it_ends_and_the_others_are_read_on(String reseller) {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids(reseller);
        server.others(1_000, "SUSPENDED");
        server.ignoreFilters();
        wait.betweenRounds = () -> {
            if (wait.perRound.size() == 4) {
                server.status(ids.get(0), "CANCELLED");
            }
        };

        assertThat(wait.on(server, reseller, ids, Duration.ofMinutes(5))).isEqualTo(ids.subList(1, 3));

        assertThat(wait.ended).containsOnlyKeys(ids.get(0));
        assertThat(wait.ended.get(ids.get(0))).isInstanceOf(OrderEndedException.class);
    }

    @Test
    void an_order_that_cannot_be_read_alone_does_not_keep_the_others_from_being_read() {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("realtime");
        server.others(1_000, "SUSPENDED");
        server.ignoreFilters();
        server.failAlone(ids.get(0));

        assertThat(wait.on(server, "realtime", ids, Duration.ofMinutes(5))).isEqualTo(ids);

        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_filter_that_matches_nothing_or_only_its_first_id_is_not_trusted(boolean first) {
        BulkOrderServer server = server(250);
        List<OrderId> ids = server.ids("realtime");
        if (first) {
            server.findFirstOnlyById();
        } else {
            server.findNothingById();
        }

        assertThat(wait.on(server, "realtime", ids, Duration.ofSeconds(100))).isEqualTo(ids);

        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
        // The three pages of all that are open, instead of every order alone.
        assertThat(wait.rounds())
                .isNotEmpty()
                .allSatisfy(requests -> assertThat(requests).isEqualTo(3));
    }

    @Test
    void an_order_that_no_listing_shows_is_read_alone() {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("realtime");
        server.hide(ids.get(1));

        assertThat(wait.on(server, "realtime", ids, Duration.ofSeconds(70))).isEqualTo(ids);

        assertThat(server.singles()).contains("/v2/processes/" + ids.get(1).providerId());
        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void an_order_that_ended_is_reported_once_and_dropped(String reseller) {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids(reseller);
        wait.betweenRounds = () -> server.status(ids.get(2), "CANCELLED");

        assertThat(wait.on(server, reseller, ids, Duration.ofMinutes(5))).isEqualTo(ids.subList(0, 2));

        assertThat(wait.ended)
                .hasSize(1)
                .hasEntrySatisfying(ids.get(2), why -> assertThat(why).isInstanceOf(OrderEndedException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_round_that_fails_is_repeated(String reseller) {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids(reseller);
        server.failing(true);
        wait.betweenRounds = () -> server.failing(wait.perRound.size() < 3);

        assertThat(wait.on(server, reseller, ids, Duration.ofMinutes(5))).isEqualTo(ids);

        assertThat(wait.changed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void one_zone_that_cannot_be_written_does_not_end_the_wait_for_the_others() {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("realtime");
        DnsPublisher publisher = record -> {
            if (record.name().contains(ids.get(0).providerId())) {
                throw new IOException("the zone is read-only");
            }
            return () -> {};
        };
        try (CertificateReseller reseller = wait.connect(server, "realtime")) {
            assertThat(reseller.orders().awaitAll(ids, Duration.ofMinutes(5), publisher, wait))
                    .isEqualTo(ids.subList(1, 3));
        }
        assertThat(wait.ended)
                .hasSize(1)
                .hasEntrySatisfying(
                        ids.get(0),
                        why -> assertThat(why)
                                .isInstanceOf(ActionRequiredException.class)
                                .hasMessageContaining("_dcv.www" + ids.get(0).providerId()));
    }

    @Test
    void an_interruption_returns_what_is_left_and_is_kept() {
        BulkOrderServer server = server(3);
        List<OrderId> ids = server.ids("realtime");
        wait.betweenRounds = Thread.currentThread()::interrupt;

        assertThat(wait.on(server, "realtime", ids, Duration.ofMinutes(5))).isEqualTo(ids);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(wait.perRound).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void an_id_of_elsewhere_is_refused_before_anything_is_sent(String reseller) {
        BulkOrderServer server = server(1);
        List<OrderId> ids = Stream.of(server, server(1))
                .flatMap(some -> some.ids(reseller).stream())
                .toList();
        assertThatThrownBy(() -> wait.on(server, reseller, ids, Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing was sent");
        assertThat(server.requests()).isZero();
    }

    /** The memory that waiting orders take, measured between the rounds of a wait. */
    static final class RetainedMemory {

        private final List<Long> used = new ArrayList<>();
        private final long before;

        private RetainedMemory(long before) {
            this.before = before;
        }

        /** Begins to measure; the wait must not have begun. */
        static RetainedMemory during(BulkWait wait, BulkOrderServer server, String reseller) {
            // First a few, for what is loaded once and stays.
            try (BulkOrderServer few = new BulkOrderServer(3)) {
                new BulkWait().on(few, reseller, few.ids(reseller), Duration.ofSeconds(70));
            }
            RetainedMemory retained = new RetainedMemory(heap());
            wait.betweenRounds = () -> {
                // What the server remembers is no order's.
                server.singles();
                retained.used.add(heap());
            };
            return retained;
        }

        /** Asserts that each order takes less than a kibibyte. */
        void assertLittle(int orders) {
            // The least of some rounds: a thread may still hold its last answer. Some room to a kibibyte: heaps differ.
            assertThat(used).hasSizeGreaterThanOrEqualTo(4);
            assertThat((Collections.min(used) - before) / orders).isLessThan(870);
        }

        private static long heap() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }
}
