package dev.certbridge.temporal;

import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.order.Intent;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one certificate after a check. The history of the workflow contains the state as JSON.
 *
 * @param id the id of the specification
 * @param message the last event and the next step, in one line
 * @param notAfter the time at which the deployed certificate expires, or empty if no certificate is deployed
 * @param dueAt the time from which the deployed certificate is due for renewal, or empty if no certificate is deployed
 * @param intent the intent of the open order or of the next order, or empty if there is no such order
 */
public record CertificateStatus(
        String id,
        FleetState state,
        String message,
        Optional<Instant> notAfter,
        Optional<Instant> dueAt,
        Optional<String> intent) {

    static CertificateStatus of(FleetEntry entry) {
        return new CertificateStatus(
                entry.spec().id(),
                entry.state(),
                entry.message(),
                entry.notAfter(),
                entry.dueAt(),
                entry.intent().map(Intent::name));
    }

    static CertificateStatus failed(String id, String why) {
        return new CertificateStatus(id, FleetState.FAILED, why, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
