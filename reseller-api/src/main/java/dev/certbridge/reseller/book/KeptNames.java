package dev.certbridge.reseller.book;

import dev.certbridge.reseller.DomainValidation.DnsRecord;
import dev.certbridge.reseller.OrderId;
import java.time.Duration;
import java.util.List;

/** The DNS names and records of a book, over whatever keeps its pages. */
abstract class KeptNames implements RecordNames {

    private final Store store;

    KeptNames(Store store) {
        this.store = store;
    }

    @Override
    public boolean hold(String name, OrderId holder, Duration time) {
        return store.write(pages -> {
            boolean free = pages.held(name)
                    .filter(held -> !held.holder().equals(holder) && pages.now().isBefore(held.until()))
                    .isEmpty();
            if (free) {
                pages.put(name, new Pages.Hold(holder, pages.now().plus(time)));
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
        store.change(pages -> pages.add(new Published(order, record)));
    }

    @Override
    public void removed(OrderId order, DnsRecord record) {
        DnsRecord gone = new Published(order, record).record();
        store.change(pages -> pages.recordsAbout(order).stream()
                .filter(one -> one.isOf(order) && one.record().equals(gone))
                .forEach(pages::remove));
    }

    @Override
    public List<DnsRecord> published(OrderId order) {
        return store.read(pages -> pages.recordsAbout(order).stream()
                .filter(one -> one.isOf(order))
                .map(Published::record)
                .distinct()
                .toList());
    }

    @Override
    public boolean publishedByOthers(OrderId order, String name) {
        return store.read(pages -> pages.recordsAt(name).stream().anyMatch(one -> !one.isOf(order)));
    }
}
