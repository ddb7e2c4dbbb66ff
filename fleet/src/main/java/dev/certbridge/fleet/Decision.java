package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.util.Optional;

/**
 * The decision about one certificate.
 *
 * @param attempt the attempt that placed the open order, the attempt with an unknown outcome, or the attempt that binds
 *     the intent of a due order to its request
 * @param replaced the certificate that a due order replaces; empty if the order is the first
 */
record Decision(FleetEntry entry, Optional<Attempt> attempt, Optional<IssuedCertificate> replaced) {

    static final String ISSUED = "issued; a run delivers it";

    static Decision of(FleetEntry entry) {
        return new Decision(entry, Optional.empty(), Optional.empty());
    }

    /** Returns true if the run waits for the order of this certificate. */
    boolean isAwaited() {
        return entry.order().isPresent()
                && (entry.state() == FleetState.WAITING || entry.state() == FleetState.ACTION_REQUIRED);
    }

    /** Returns true if the run waits for an order whose certificate is issued. */
    boolean isIssued() {
        return entry.message().equals(ISSUED);
    }
}
