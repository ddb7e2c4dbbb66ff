package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Waiting for several orders at a stub until all are issued. */
class AwaitAllTest {

    private static final Runnable NOTHING = () -> {};

    private final RecordingPublisher dns = new RecordingPublisher();
    private final AtomicReference<Runnable> betweenRounds = new AtomicReference<>(NOTHING);
    private final Map<OrderId, List<String>> issued = new LinkedHashMap<>();

    private final AwaitListener listener = new AwaitListener() {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            assertThat(issued.put(id, certificate.names())).as("told once").isNull();
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw why;
        }
    };

    @EveryReseller
    void every_order_is_delivered_once_and_its_records_are_removed(String reseller) {
        try (Shopper shopper = shopper(reseller, StubOptions.defaults().looksUntilIssued(4))) {
            List<OrderId> ids = orders(shopper);
            lookFromElsewhere(shopper, ids);

            assertThat(shopper.reseller().awaitAll(ids, Shopper.PATIENCE, dns, listener))
                    .isEmpty();

            assertThat(issued).containsOnlyKeys(ids);
            assertThat(issued.get(ids.get(1))).contains("b.example.com");
            assertThat(dns.published()).hasSize(3).containsExactlyInAnyOrderElementsOf(dns.removed());
            assertThat(shopper.spends()).isEqualTo(3);
        }
    }

    @EveryReseller
    void rounds_that_are_turned_away_are_waited_out(String reseller) {
        try (Shopper shopper = shopper(reseller, StubOptions.defaults().looksUntilIssued(2))) {
            List<OrderId> ids = orders(shopper);
            lookFromElsewhere(shopper, ids);
            String listing = shopper.candidate().operations().listing();
            shopper.stub().answer(listing, CannedFailure.status(429, "", Map.of("Retry-After", "600")));

            assertThat(shopper.reseller().awaitAll(ids, Shopper.PATIENCE, dns, listener))
                    .isEmpty();

            assertThat(issued).containsOnlyKeys(ids);
            assertThat(shopper.time().seconds().get(0)).isBetween(600L, 630L);
        }
    }

    @EveryReseller
    void what_is_left_at_the_limit_is_returned_and_keeps_its_records(String reseller) {
        try (Shopper shopper = shopper(reseller, StubOptions.defaults().looksUntilIssued(1000))) {
            List<OrderId> ids = orders(shopper);

            assertThat(shopper.reseller().awaitAll(ids, Duration.ofMinutes(10), dns, listener))
                    .isEqualTo(ids);

            assertThat(dns.published()).hasSize(3);
            assertThat(dns.removed()).isEmpty();
            assertThat(shopper.time().seconds().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(600);
        }
    }

    private List<OrderId> orders(Shopper shopper) {
        List<OrderId> ids = new ArrayList<>();
        for (String name : List.of("a.example.com", "b.example.com", "c.example.com")) {
            ids.add(shopper.order(name).id());
        }
        return ids;
    }

    /** A stub issues after so many reads of an order itself, and listings are none: somebody else reads. */
    private void lookFromElsewhere(Shopper shopper, List<OrderId> ids) {
        betweenRounds.set(() -> {
            Runnable looking = betweenRounds.getAndSet(NOTHING);
            ids.forEach(shopper.reseller()::find);
            betweenRounds.set(looking);
        });
    }

    private Shopper shopper(String reseller, StubOptions options) {
        return Shopper.at(
                reseller,
                options,
                connection -> connection.time(connection.clock(), pause -> {
                    betweenRounds.get().run();
                    connection.sleeper().sleep(pause);
                }));
    }
}
