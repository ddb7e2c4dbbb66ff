package dev.certbridge.fleet;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.OrderId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The certificates that the resellers list. The certificates of each reseller are listed at most once. Thread-safe. */
final class ListedCertificates {

    private final Map<CertificateReseller, ReadOnce<Map<String, String>>> serials = new ConcurrentHashMap<>();

    /**
     * Returns the serial number of the certificate that belongs to an order. Returns empty if the reseller lists no
     * certificate for the order.
     *
     * @throws dev.certbridge.reseller.failure.ResellerException the certificates cannot be listed
     */
    Optional<String> serial(CertificateReseller reseller, OrderId order) {
        return Optional.ofNullable(serials.computeIfAbsent(reseller, one -> new ReadOnce<>(() -> read(one)))
                .get()
                .get(order.providerId()));
    }

    private static Map<String, String> read(CertificateReseller reseller) {
        Map<String, String> read = new HashMap<>();
        try (Stream<Certificate> all = reseller.certificates().list()) {
            all.forEach(one ->
                    one.orderId().ifPresent(order -> one.serial().ifPresent(serial -> read.put(order, serial))));
        }
        return read;
    }
}
