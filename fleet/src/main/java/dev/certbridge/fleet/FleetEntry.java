package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One certificate of a fleet and its state.
 *
 * @param notAfter the time at which the deployed certificate expires, or empty if no certificate is deployed
 * @param dueAt the time from which the deployed certificate is due for renewal, or empty if no certificate is deployed
 * @param intent the intent of the open order or of the next order, or empty if there is no such order
 * @param order the open order, or empty if no order is open
 * @param serial the serial number of the deployed certificate in lower-case hex, or empty if no certificate is deployed
 * @param message the last event and the next step, in one line
 * @param most the highest allowed price of the next order, or empty if the certificate is not due
 */
public record FleetEntry(
        CertificateSpec spec,
        FleetState state,
        Optional<Instant> notAfter,
        Optional<Instant> dueAt,
        Optional<Intent> intent,
        Optional<OrderId> order,
        Optional<String> serial,
        String message,
        Optional<Spending> most) {

    /** Returns the entry of a specification whose state is not known yet. */
    static FleetEntry of(CertificateSpec spec) {
        return new FleetEntry(
                spec,
                FleetState.VALID,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty());
    }

    /** Returns a copy with a deployed certificate. */
    FleetEntry withDeployed(IssuedCertificate deployed) {
        return new FleetEntry(
                spec,
                state,
                Optional.of(deployed.notAfter()),
                Optional.of(spec.dueAt(deployed)),
                intent,
                order,
                Optional.of(deployed.serial()),
                message,
                most);
    }

    /** Returns a copy with the intent and the id of an order. The copy contains no allowed price. */
    FleetEntry withOrder(Intent name, Optional<OrderId> id) {
        return new FleetEntry(spec, state, notAfter, dueAt, Optional.of(name), id, serial, message, Optional.empty());
    }

    /** Returns true if half of the time between the due time and the end of the deployed certificate is over. */
    boolean isLate(Instant now) {
        return notAfter.isPresent()
                && dueAt.isPresent()
                && !now.isBefore(RenewalPolicy.lateAt(dueAt.get(), notAfter.get()));
    }

    /**
     * Returns a copy with another state and message. The copy contains an allowed price only if its state is
     * {@code DUE}.
     */
    FleetEntry in(FleetState next, String why) {
        return new FleetEntry(
                spec,
                next,
                notAfter,
                dueAt,
                intent,
                order,
                serial,
                oneLine(why),
                next == FleetState.DUE ? Optional.of(spec.spending()) : Optional.empty());
    }

    /** Returns a copy with the state and message of an open order. */
    FleetEntry after(Order order) {
        return switch (order.state()) {
            case ISSUED -> in(FleetState.WAITING, Decision.ISSUED);
            case PENDING -> in(FleetState.WAITING, "ordered; the reseller reports " + order.status() + open(order));
            case ENDED -> in(FleetState.FAILED, "the order ended as " + order.status() + "; a later run orders again");
            case ACTION_REQUIRED ->
                in(
                        FleetState.ACTION_REQUIRED,
                        order.action()
                                .map(action -> action.waitingFor()
                                        + action.url().map(url -> " at " + url).orElse(""))
                                .orElse("the order waits for a person. Find the reason at the reseller"));
        };
    }

    /** Returns a text about the actions that an open order needs from a person, except DNS records. */
    private static String open(Order order) {
        return order.validations().stream()
                .filter(validation -> !validation.done())
                .map(validation -> {
                    if (validation instanceof DomainValidation.HttpFile file) {
                        return "; serve \"" + file.contents().strip().replace("\n", "\\n") + "\" at " + file.location();
                    }
                    return validation instanceof DomainValidation.Email email
                            ? "; answer the e-mail to " + email.address()
                            : "";
                })
                .distinct()
                .collect(Collectors.joining());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
