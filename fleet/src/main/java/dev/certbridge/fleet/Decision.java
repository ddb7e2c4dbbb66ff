package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.util.Optional;

/**
 * The decision about one certificate.
 *
 * @param attempt the attempt that placed the open order, or whose outcome is unknown. For a due order, this is the
 *     earlier attempt whose request the new order must repeat
 * @param replaced the certificate that a due order replaces, or empty for the first order
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

    /** Returns true if the certificate is issued but not delivered yet. */
    boolean isIssued() {
        return entry.message().equals(ISSUED);
    }
}
