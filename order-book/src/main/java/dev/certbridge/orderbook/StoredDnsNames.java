package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.DnsNameLocks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The DNS names and records of a book, over whatever keeps its pages. */
abstract class StoredDnsNames implements DnsNameLocks {

    /** PostgreSQL takes about 2,700 bytes into an index, and the id of the order stands there too. */
    private static final int LONGEST_RECORD = 1_600;

    private final Store store;

    StoredDnsNames(Store store) {
        this.store = store;
    }

    @Override
    public boolean hold(String name, OrderId holder, Duration time) {
        requireIndexable(name, name);
        return store.write(pages -> {
            Instant now = pages.now();
            boolean free = pages.held(name)
                    .filter(held -> !held.holder().equals(holder) && ClockRules.holds(held, now, time))
                    .isEmpty();
            if (free) {
                pages.put(name, new BookTransaction.Hold(holder, now.plus(time)));
            }
            return free;
        });
    }

    @Override
    public void release(String name, OrderId holder) {
        store.change(pages ->
                pages.held(name).filter(held -> held.holder().equals(holder)).ifPresent(held -> pages.release(name)));
    }

    @Override
    public void publishing(OrderId order, DnsRecord record) {
        requireIndexable(record.name(), record.name() + record.type() + record.value());
        store.change(pages -> pages.add(new PublishedRecord(order, record)));
    }

    private static void requireIndexable(String name, String text) {
        int length = StoredText.of(text).getBytes(UTF_8).length;
        if (length > LONGEST_RECORD) {
            String shown =
                    name.codePoints().limit(100).mapToObj(Character::toString).collect(Collectors.joining());
            throw new IllegalStateException(
                    "the DNS record at " + shown.replaceAll("\\p{Cntrl}", "?") + " is refused: it is "
                            + length + " bytes long, and an order book keeps at most " + LONGEST_RECORD
                            + ". Publish it by hand, and remove it once the certificate is issued");
        }
    }

    @Override
    public void removed(OrderId order, DnsRecord record) {
        DnsRecord gone = new PublishedRecord(order, record).record();
        store.change(pages -> pages.recordsAbout(order).stream()
                .filter(one -> one.isOf(order) && one.record().equals(gone))
                .forEach(pages::remove));
    }

    @Override
    public List<DnsRecord> published(OrderId order) {
        return store.read(pages -> pages.recordsAbout(order).stream()
                .filter(one -> one.isOf(order))
                .map(PublishedRecord::record)
                .distinct()
                .toList());
    }

    @Override
    public boolean publishedByOthers(OrderId order, String name) {
        return store.read(pages -> pages.recordsAt(name).stream().anyMatch(one -> !one.isOf(order)));
    }
}
