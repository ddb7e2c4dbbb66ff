package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Orders as the reseller lists them. What they wait for stands in no listing: find one to know. */
final class RealtimeOrderList {

    private final RealtimeListings listings;
    private final SpendLog book;
    private final ResellerAccount place;

    RealtimeOrderList(RealtimeListings listings, SpendLog book, ResellerAccount place) {
        this.listings = listings;
        this.book = book;
        this.place = place;
    }

    /** Every order that is listed. */
    Stream<Order> all() {
        Issued issued = new Issued();
        return orders().map(process -> order(process, issued));
    }

    /** Those that no intent claims. */
    Stream<Order> unclaimed() {
        Issued issued = new Issued();
        return orders().filter(process ->
                        known(process).stream().allMatch(order -> order.intent().isEmpty()))
                .map(process -> order(process, issued));
    }

    /** The id that the book has for this process, else one without a key. */
    OrderId id(Process process) {
        return known(process).stream()
                .max(Comparator.comparing(order -> order.intent().isPresent()))
                .map(KnownOrder::id)
                .orElseGet(() -> place.listedId(
                        RealtimeProcesses.kind(process),
                        String.valueOf(process.getId()),
                        RealtimeProcesses.names(process)));
    }

    private Stream<Process> orders() {
        return listings.processes().filter(RealtimeProcesses::isOrder);
    }

    private List<KnownOrder> known(Process process) {
        return book.orders(place.target(), String.valueOf(process.getId()));
    }

    private Order order(Process process, Issued issued) {
        OrderId id = id(process);
        Optional<CertificateId> certificate = RealtimeMapper.completed(RealtimeMapper.status(process))
                ? issued.of(process.getId())
                : Optional.empty();
        Order order = RealtimeMapper.order(id, process, new CertificateRequestInfo(), certificate);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /** Which certificate came of which process, read as a whole when it is first asked for. */
    private final class Issued {

        private Optional<Map<Long, Long>> byProcess = Optional.empty();

        Optional<CertificateId> of(Long process) {
            if (byProcess.isEmpty()) {
                Map<Long, Long> read = new HashMap<>();
                listings.certificates()
                        .filter(certificate -> certificate.getProcess() != null)
                        .forEach(certificate -> read.put(certificate.getProcess(), number(certificate)));
                byProcess = Optional.of(read);
            }
            return Optional.ofNullable(byProcess.get().get(process))
                    .map(number -> place.certificateId(number.toString()));
        }

        private Long number(Certificate certificate) {
            return certificate.getId();
        }
    }
}
