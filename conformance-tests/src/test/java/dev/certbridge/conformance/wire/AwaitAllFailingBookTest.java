package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The book fails during a wait for many orders: no order is lost, and the others go on. */
class AwaitAllFailingBookTest extends DnsValidationFixture {

    /** The orders that the book cannot be asked about, and how often. */
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    private final EndedOrders listener = new EndedOrders();
    private final Map<OrderId, ResellerException> ended = listener.ended;

    private final SpendLog failing = new InspectableBook(book) {
        @Override
        public Optional<OrderRequest> requestOf(OrderId id) {
            fail(id);
            return super.requestOf(id);
        }

        @Override
        public Optional<Money> allowed(OrderId id) {
            fail(id);
            return super.allowed(id);
        }

        @Override
        public List<DnsRecord> published(OrderId order) {
            fail(order);
            return super.published(order);
        }

        @Override
        public void publishing(OrderId order, DnsRecord record) {
            fail(order);
            super.publishing(order, record);
        }

        @Override
        public void removed(OrderId order, DnsRecord record) {
            fail(order);
            super.removed(order, record);
        }
    };

    private void fail(OrderId id) {
        if (failures.getOrDefault(id.providerId(), 0) > 0) {
            failures.merge(id.providerId(), -1, Integer::sum);
            throw new IllegalStateException("the disk is full");
        }
    }

    @Test
    void an_order_whose_book_entry_cannot_be_read_is_returned_and_the_others_end() {
        certificates.putAll(Map.of("a", CANCELLED, "b", waitingAt("x"), "c", CANCELLED));
        failures.put("b", Integer.MAX_VALUE);

        assertThat(await("a", "b", "c")).containsExactly(id("b"));

        assertThat(ended)
                .containsOnlyKeys(id("a"), id("c"))
                .allSatisfy((id, why) -> assertThat(why).isInstanceOf(OrderEndedException.class));
        assertThat(zone).as("what the book cannot remember is not published").isEmpty();
    }

    @Test
    void an_order_is_read_again_when_the_book_has_recovered() {
        certificates.putAll(Map.of("a", CANCELLED, "b", waitingAt("x"), "c", waitingAt("y")));
        failures.put("b", 2);
        // They end when their records are to be seen, b only after the book has recovered.
        assertThat(await("a", "b", "c")).isEmpty();

        assertThat(ended).containsOnlyKeys(id("a"), id("b"), id("c"));
        assertThat(zone).containsExactlyInAnyOrder("+b-x", "-b-x", "+c-y", "-c-y");
        assertThat(failures).containsEntry("b", 0);
    }

    @Test
    void an_end_is_reported_after_the_book_has_recovered() {
        certificates.put("a", waitingAt("x"));
        assertThat(await("a")).containsExactly(id("a"));
        certificates.put("a", CANCELLED);
        failures.put("a", Integer.MAX_VALUE);

        List<OrderId> left = await("a");
        failures.clear();
        assertThat(left)
                .as("not ended: the book is read before an end is reported")
                .containsExactly(id("a"));
        assertThat(book.published(id("a"))).as("still remembered").hasSize(1);
        assertThat(await("a")).isEmpty();
        assertThat(book.published(id("a"))).isEmpty();
    }

    private List<OrderId> await(String... orders) {
        try (CertificateReseller reseller = Regfish.connect(
                GeneratedClient.KEY,
                failing,
                server.options(it -> it.polling(new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30)))
                        .time(time, pause -> {
                            Set.of("b", "c").stream()
                                    .filter(order -> zone.stream().anyMatch(line -> line.startsWith("+" + order)))
                                    .forEach(order -> certificates.replace(order, CANCELLED));
                            time.sleep(pause);
                        })))) {
            return reseller.orders()
                    .awaitAll(List.of(orders).stream().map(this::id).toList(), Duration.ofMinutes(20), dns, listener);
        }
    }
}
