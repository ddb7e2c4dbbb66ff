package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The first intent that a run reads, when it searches the order book for the orders of a certificate. */
final class FirstIntent {

    /**
     * The ending of the intent that orders the first certificate. Every other intent ends with the serial number of the
     * certificate that the intent replaces.
     */
    static final String FIRST = "first";

    /** The validity of a certificate may begin up to this time before the certificate is issued. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private FirstIntent() {}

    /**
     * Returns the intent that replaces the deployed certificate. If no certificate is deployed, returns the intent of
     * the first order. Also returns the intent of the first order if the first order is newer than the deployed
     * certificate, for instance because an older certificate was imported.
     */
    static String of(OrderBook book, CertificateSpec spec, Optional<IssuedCertificate> deployed) {
        String first = spec.id() + "/" + FIRST;
        if (deployed.isEmpty()) {
            return first;
        }
        String next = spec.id() + "/" + deployed.get().serial();
        Instant issued = deployed.get().notBefore().plus(BACKDATED);
        boolean newer = orders(book, next).findAny().isEmpty()
                && orders(book, first)
                        .anyMatch(
                                order -> !order.state().free() && order.begun().isAfter(issued));
        return newer ? first : next;
    }

    private static Stream<Attempt> orders(OrderBook book, String intent) {
        return book.attempts(Intent.of(intent)).stream().filter(Attempt::orders);
    }
}
