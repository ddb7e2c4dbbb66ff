package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The intent at which a run begins to follow the orders of a certificate. */
final class FirstIntent {

    /** The end of the first intent of all. Other intents end with the serial number of the certificate they replace. */
    static final String FIRST = "first";

    /** A certificate begins up to a day before it is issued. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private FirstIntent() {}

    /**
     * Returns the intent that replaces the deployed certificate. Returns the first intent of all if nothing is deployed,
     * or if its order is newer than the deployed certificate. An import, for instance, then deployed the certificate,
     * and the order may still be open.
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
