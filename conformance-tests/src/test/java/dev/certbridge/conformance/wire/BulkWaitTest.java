package dev.certbridge.conformance.wire;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which orders a round of a wait for many orders polls, and which failures end a round or the wait. */
class BulkWaitTest extends WireTest {

    private static final OperationRef READ = OperationRef.of("any", "read");

    private final SimulatedTime time = new SimulatedTime();
    private final Listing listing = new Listing();
    private final EndedOrders listener = new EndedOrders();

    /** A listing of orders whose number is their id. It records what each round polls and reads alone. */
    private final class Listing implements OrderListing {

        private final List<Instant> began = new ArrayList<>();
        private final List<List<Integer>> polled = new ArrayList<>();
        private final List<List<Integer>> alone = new ArrayList<>();
        private IntPredicate listed = number -> true;
        private boolean complete = true;
        private boolean finished;
        private Function<OrderId, Order> orders = id -> Order.accepted(id, Optional.empty(), "open");

        @Override
        public boolean poll(Set<String> waited, Consumer<ListedOrder> seen) {
            began.add(time.instant());
            polled.add(new ArrayList<>());
            alone.add(new ArrayList<>());
            waited.stream().filter(id -> listed.test(Integer.parseInt(id))).forEach(id -> seen.accept(listed(id)));
            return complete;
        }

        @Override
        public ListedOrder read(OrderId id) {
            last(alone).add(Integer.parseInt(id.providerId()));
            return listed(id.providerId());
        }

        private ListedOrder listed(String id) {
            return new ListedOrder(id, "open", finished, asked -> {
                last(polled).add(Integer.parseInt(asked.providerId()));
                return orders.apply(asked);
            });
        }

        private static <T> T last(List<T> list) {
            return list.get(list.size() - 1);
        }
    }

    private List<OrderId> await(int orders, Duration limit) {
        return await(orders, limit, DnsPublisher.none());
    }

    private List<OrderId> await(int orders, Duration limit, DnsPublisher publisher) {
        OrderWaiter waiter = new OrderWaiter(
                "any",
                id -> {
                    throw new AssertionError("a wait for many orders reads the listing");
                },
                id -> {
                    throw new AssertionError("nothing is issued here");
                },
                SpendLog.of(OrderBooks.inMemory(time)),
                ConnectOptions.builder().time(time, time).build(),
                new Polling(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        List<OrderId> ids =
                IntStream.range(0, orders).mapToObj(BulkWaitTest::id).toList();
        return waiter.awaitAll(listing, ids, limit, publisher, listener);
    }

    private static OrderId id(int number) {
        return new OrderId("any", "live", "-", OrderId.Kind.ORDER, String.valueOf(number), OrderId.NONE, OrderId.NONE);
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private void failing(IntPredicate which, ResellerException failure) {
        listing.orders = id -> {
            if (which.test(Integer.parseInt(id.providerId()))) {
                throw failure;
            }
            return Order.accepted(id, Optional.empty(), "open");
        };
    }

    @Test
    void five_failed_polls_end_a_round_and_the_next_round_begins_with_the_other_orders() {
        failing(number -> number < 5, new ProviderFaultException(READ, 502, "bad gateway", null));
        await(7, Duration.ofMinutes(3));

        assertThat(listing.polled.get(0)).isEqualTo(numbers(0, 5));
        assertThat(listing.polled.get(1)).startsWith(5, 6);
        assertThat(listener.ended).isEmpty();
    }

    @Test
    void a_certificate_that_is_not_ready_is_no_failure_of_the_service() {
        failing(
                number -> true,
                new ConflictException(READ, Refusal.local("not ready"), ConflictException.Reason.NOT_READY));
        await(7, Duration.ofMinutes(3));

        assertThat(listing.polled.get(0)).isEqualTo(numbers(0, 7));
        assertThat(listing.polled.get(1)).isEqualTo(numbers(0, 7));
    }

    @Test
    void a_rate_limit_ends_a_round_at_once() {
        failing(number -> number == 0, new RateLimitedException(READ, Refusal.local("slower"), null));
        await(3, Duration.ofMinutes(3));

        assertThat(listing.polled.get(0)).isEqualTo(List.of(0));
        assertThat(listing.polled.get(1)).startsWith(1, 2);
    }

    @Test
    void a_listing_that_breaks_its_contract_five_times_ends_the_wait() {
        BrokenContractException broken = new BrokenContractException(READ, 200, "not JSON", null);
        listing.listed = number -> {
            throw broken;
        };
        requireThrown(BrokenContractException.class, () -> await(1, Duration.ofHours(1)));
        assertThat(listing.polled).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void missing_orders_are_read_alone_and_at_most_a_hundred_a_round_if_the_listing_is_complete(boolean complete) {
        listing.listed = number -> false;
        listing.complete = complete;
        await(150, Duration.ofMinutes(5));

        assertThat(listing.alone.get(0)).isEqualTo(numbers(0, complete ? 100 : 150));
        assertThat(listing.polled.get(0)).isEqualTo(listing.alone.get(0));
        for (int round = 0; round < 4; round += 2) {
            Set<Integer> read = new TreeSet<>(listing.alone.get(round));
            read.addAll(listing.alone.get(round + 1));
            assertThat(read).as("rounds from " + round).hasSize(150);
        }
    }

    @Test
    void a_hundred_finished_orders_a_round_are_polled() {
        listing.finished = true;
        await(150, Duration.ofMinutes(3));

        assertThat(listing.polled.get(0)).isEqualTo(numbers(0, 100));
        assertThat(listing.polled.get(1))
                .hasSize(100)
                .startsWith(numbers(100, 150).toArray(Integer[]::new));
    }

    @Test
    void one_order_without_validations_is_polled_in_each_round() {
        await(3, Duration.ofMinutes(4));
        assertThat(listing.polled.subList(0, 4)).containsExactly(List.of(0, 1, 2), List.of(0), List.of(1), List.of(2));
    }

    @Test
    void an_order_that_does_not_change_is_polled_at_least_every_hour() {
        listing.orders = id -> Order.builder(id, Order.State.PENDING, "open")
                .validations(List.of(new DomainValidation.Email("admin@example.com", false)))
                .build();
        await(3, Duration.ofHours(3));

        for (int number = 0; number < 3; number++) {
            Instant last = listing.began.get(0);
            for (int round = 0; round < listing.polled.size(); round++) {
                Instant now = listing.began.get(round);
                assertThat(Duration.between(last, now)).isLessThanOrEqualTo(Duration.ofHours(1));
                last = listing.polled.get(round).contains(number) ? now : last;
            }
        }
    }

    @Test
    void an_order_that_waits_for_a_person_ends_and_the_others_go_on() {
        listing.orders =
                id -> Order.builder(id, id.equals(id(1)) ? Order.State.ACTION_REQUIRED : Order.State.PENDING, "open")
                        .build();

        assertThat(await(3, Duration.ofMinutes(3))).containsExactly(id(0), id(2));
        assertThat(listener.ended).containsOnlyKeys(id(1));
        assertThat(listener.ended.get(id(1))).isInstanceOf(ActionRequiredException.class);
    }

    @Test
    void an_order_whose_record_cannot_be_published_ends_with_the_reason() {
        listing.orders = id -> Order.builder(id, Order.State.PENDING, "open")
                .validations(List.of(new DomainValidation.DnsRecord(
                        "_dcv" + id.providerId() + ".example.com", "CNAME", "ca.example.net", false)))
                .build();
        DnsPublisher readOnly = record -> {
            if (record.name().startsWith("_dcv1.")) {
                throw new IOException("the zone is read-only");
            }
            return () -> {};
        };

        assertThat(await(3, Duration.ofMinutes(3), readOnly)).containsExactly(id(0), id(2));
        assertThat(listener.ended.get(id(1)))
                .isInstanceOf(ActionRequiredException.class)
                .hasMessageContaining("_dcv1.example.com")
                .hasMessageContaining("the zone is read-only");
        assertThat(listener.ended.get(id(1)).getSuppressed()).hasSize(1);
    }
}
