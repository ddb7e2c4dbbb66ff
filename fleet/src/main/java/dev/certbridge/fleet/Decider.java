package dev.certbridge.fleet;

import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Decides the state of one certificate, without changing anything. Reads the intents of the certificate in the order
 * book, beginning with the intent that replaces the deployed certificate. The intent {@code <id>/<serial>} orders the
 * replacement for the certificate with the serial number {@code <serial>}.
 */
final class Decider {

    /** The maximum number of orders for one term. An order is repeated only if it gave no certificate. */
    private static final int MOST_TRIES = 3;

    /** The maximum number of terms that one decision reads. A 46-day certificate needs about twelve orders a year. */
    private static final int MOST_TERMS = 200;

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration URGENT_PAUSE = Duration.ofHours(1);
    private static final Duration URGENT = Duration.ofDays(3);

    private static final String OTHER_NAMES = "is for other names";
    private static final int SHORTEST_MONTH = 28;

    private final FleetRun.Builder run;
    private final FleetKeys keys;
    private final ListedCertificates listed = new ListedCertificates();

    Decider(FleetRun.Builder run, FleetKeys keys) {
        this.run = run;
        this.keys = keys;
    }

    Decision decide(CertificateSpec spec) {
        FleetEntry entry = FleetEntry.of(spec);
        Optional<IssuedCertificate> deployed;
        try {
            deployed = run.deployment.deployed(spec);
        } catch (IllegalStateException e) {
            return Decision.of(entry.in(
                    FleetState.DELIVERY_FAILED, e.getMessage() + ". Nothing is ordered until this is" + " corrected"));
        }
        return new IntentChain(spec, deployed.map(entry::withDeployed).orElse(entry), deployed).decide();
    }

    /** The intents of one certificate in the order book. Each certificate replaces the one of the previous term. */
    private final class IntentChain {

        private final CertificateSpec spec;
        private final FleetEntry entry;
        private final Optional<IssuedCertificate> deployed;
        private final Instant now = run.clock.instant();
        private final boolean late;
        /** The first intent of the current term. */
        private String link = "";
        /** The certificate that this term replaces, or empty if there is none or if it was revoked. */
        private Optional<IssuedCertificate> current;
        /** The order of the current certificate, or empty if the current certificate is the deployed certificate. */
        private Optional<OrderId> source = Optional.empty();
        /** True if this host has the private key of the current certificate. A host without the key renews later. */
        private boolean own = true;
        /** The number of consecutive earlier orders whose certificates were revoked before their delivery. */
        private int revoked;
        /** The last order whose certificate was revoked before its delivery. */
        private Ended lastRevoked = Ended.NONE;

        IntentChain(CertificateSpec spec, FleetEntry entry, Optional<IssuedCertificate> deployed) {
            this.spec = spec;
            this.entry = entry;
            this.deployed = deployed;
            this.late = entry.isLate(now);
            this.current = deployed;
        }

        Decision decide() {
            if (deployed.isPresent() && !isDue(deployed.get(), true)) {
                return Decision.of(entry.in(FleetState.VALID, "nothing to do"));
            }
            link = FirstIntent.of(run.book, spec, deployed);
            for (int term = 0; term < MOST_TERMS; term++) {
                Optional<Decision> end = term();
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return failed("the certificate has more than " + MOST_TERMS + " terms. Deploy its newest version by hand");
        }

        /**
         * Reads the orders of one term. Returns empty if the decision depends on the next term. The first intent of a
         * term has the name of the term. Each further intent of the term adds a number to the name. An intent is
         * skipped if its order gave no certificate for the domain names, or if the order book has bound the intent to
         * another request.
         */
        private Optional<Decision> term() {
            Optional<Decision> free = Optional.empty();
            Optional<Issued> replaced = Optional.empty();
            Ended last = Ended.NONE;
            int orders = 0;
            for (int number = 1; ; number++) {
                Intent intent = Intent.of(number == 1 ? link : link + "/" + number);
                List<Attempt> attempts = orders(intent);
                Optional<Attempt> unknown =
                        attempts.stream().filter(Attempt::unresolved).findFirst();
                if (unknown.isPresent()) {
                    return Optional.of(unknown(intent, unknown.get()));
                }
                Optional<Attempt> placed = attempts.stream()
                        .filter(one -> one.state() == Attempt.State.ACCEPTED
                                && one.orderId().isPresent())
                        .reduce((older, newer) -> newer);
                if (placed.isPresent()) {
                    // Whatever was free before this order must not be ordered any more.
                    free = Optional.empty();
                    orders++;
                    Step step = follow(intent, placed.get());
                    if (step instanceof Stop stop) {
                        return Optional.of(stop.decision);
                    } else if (step instanceof Ended ended) {
                        last = ended;
                    } else if (step instanceof Issued issued && issued.lookFurther) {
                        replaced = Optional.of(issued);
                        last = Ended.NONE;
                    } else {
                        continueFrom((Issued) step);
                        return Optional.empty();
                    }
                } else if (attempts.isEmpty()) {
                    if (replaced.isPresent()
                            && (last.order.isEmpty()
                                    || !orders(replaced.get().intent(spec)).isEmpty())) {
                        continueFrom(replaced.get());
                        return Optional.empty();
                    }
                    return Optional.of(free.isPresent() ? free.get() : free(intent, Optional.empty(), orders, last));
                } else {
                    Optional<Attempt> bound = BoundRequest.find(attempts);
                    if (free.isEmpty()
                            && bound.map(one -> BoundRequest.isFor(spec, one, run.limits, run.clock))
                                    .orElse(true)) {
                        free = Optional.of(free(intent, bound, orders, last));
                    }
                }
            }
        }

        private List<Attempt> orders(Intent intent) {
            return run.book.attempts(intent).stream().filter(Attempt::orders).toList();
        }

        private void continueFrom(Issued issued) {
            current = issued.certificate;
            source = Optional.of(issued.order);
            own = issued.ours;
            link = issued.intent(spec).name();
            revoked = issued.certificate.isPresent() ? 0 : revoked + 1;
            lastRevoked = issued.certificate.isPresent()
                    ? Ended.NONE
                    : new Ended("has a revoked certificate", issued.begun, source);
        }

        private Decision free(Intent intent, Optional<Attempt> bound, int orders, Ended lastOfTerm) {
            FleetEntry next = entry.withOrder(intent, Optional.empty());
            Ended last = lastOfTerm.order.isPresent() ? lastOfTerm : lastRevoked;
            if (orders + revoked >= MOST_TRIES) {
                return Decision.of(next.in(
                        FleetState.FAILED,
                        (orders + revoked) + " orders in a row gave no certificate; the last order " + last.how
                                + ". Find the cause, then order with the intent " + intent
                                + ". The next run delivers the certificate"));
            }
            if (!own && current.isPresent() && now.isBefore(spec.lateAt(current.get()))) {
                return Decision.of(notOurs(next, source.orElseThrow()));
            }
            boolean urgent = deployed.filter(one -> now.isBefore(one.notAfter().minus(URGENT)))
                    .isEmpty();
            Instant earliest = last.order.isEmpty() ? Instant.MIN : last.begun.plus(urgent ? URGENT_PAUSE : PAUSE);
            if (now.isBefore(earliest) && !last.how.equals(OTHER_NAMES)) {
                return Decision.of(next.in(
                        FleetState.FAILED,
                        "the last order " + last.how + ". Correct the cause; a run after " + earliest
                                + " orders again"));
            }
            if (current.filter(this::isNewForOtherNames).isPresent()) {
                return Decision.of(next.in(
                        FleetState.FAILED,
                        "the certificate of " + current.get().notBefore() + " is less than a day old but has other"
                                + " names. Check that only one file specifies this certificate. A run one day"
                                + " later orders a certificate for the new names"));
            }
            String why = current.map(this::whyDue)
                    .orElse(
                            link.endsWith("/" + FirstIntent.FIRST)
                                    ? "no certificate is deployed"
                                    : "the last certificate is no longer valid at the reseller");
            why += last.order.isEmpty() ? "" : "; the last order " + last.how;
            why += spec.validity()
                    .flatMap(validity -> OrderDrafts.warning(validity, run.limits, run.clock))
                    .map(warning -> "; " + warning)
                    .orElse("");
            return new Decision(next.in(FleetState.DUE, why), bound, current);
        }

        /** Returns true if a new deployed certificate is not due, but has names that are not in the specification. */
        private boolean isNewForOtherNames(IssuedCertificate certificate) {
            return source.isEmpty()
                    && now.isBefore(certificate.notBefore().plus(PAUSE))
                    && now.isBefore(spec.dueAt(certificate))
                    && certificate.names().stream()
                            .anyMatch(name -> spec.names().stream().noneMatch(one -> DomainName.covers(one, name)));
        }

        private Decision unknown(Intent intent, Attempt attempt) {
            FleetEntry next = entry.withOrder(intent, attempt.orderId());
            if (attempt.state() == Attempt.State.SENDING && now.isBefore(attempt.over())) {
                return Decision.of(next.in(
                        FleetState.WAITING,
                        "attempt " + attempt.number() + " is under way. Its outcome is certain after "
                                + attempt.over()));
            }
            return new Decision(
                    next.in(
                            FleetState.OUTCOME_UNKNOWN,
                            "attempt " + attempt.number() + " may have placed an order at " + spec.reseller()
                                    + ". Look for it there, then settle or abandon the attempt in the order book"),
                    Optional.of(attempt),
                    Optional.empty());
        }

        /** Reads a placed order and returns the next step of the decision. */
        private Step follow(Intent intent, Attempt placed) {
            OrderId id = placed.orderId().orElseThrow();
            boolean ours;
            try {
                ours = keys.find(intent, placed.request().csr()).isPresent();
            } catch (IllegalStateException | UncheckedIOException e) {
                return new Stop(failed(String.valueOf(e.getMessage())));
            }
            boolean sameNames = BoundRequest.hasNames(placed.request(), spec);
            boolean mayBeDue = !now.isBefore(earliestDue(placed, ours));
            FleetEntry next = entry.withOrder(intent, Optional.of(id));
            if (!ours && sameNames && !mayBeDue && !late) {
                return new Stop(Decision.of(notOurs(next, id)));
            }
            Optional<String> name = run.resellerOf(spec, id.provider());
            if (name.isEmpty()) {
                return new Stop(Decision.of(next.in(
                        FleetState.FAILED,
                        "order " + id.providerId() + " is at " + id.provider()
                                + ", but this run has no client for it. Add a client until the next order is"
                                + " placed")));
            }
            Order order;
            try {
                Orders orders = run.resellers.get(name.get()).orders();
                order = orders.get(id);
                if (order.state() == Order.State.ENDED) {
                    // A revoked certificate, for instance. An order may have replaced it already.
                    Optional<String> serial = listed.serial(run.resellers.get(name.get()), id);
                    if (serial.isPresent()) {
                        return new Issued(serial.get(), Optional.empty(), id, placed.begun(), ours, true);
                    }
                }
                if (order.state() == Order.State.ISSUED && (mayBeDue || !sameNames)) {
                    IssuedCertificate issued = orders.download(id);
                    if (!sameNames && !spec.missing(issued).isEmpty()) {
                        return new Issued(issued.serial(), Optional.of(issued), id, placed.begun(), ours, true);
                    }
                    boolean deliverFirst = ours
                            && now.isBefore(issued.notAfter())
                            && !entry.serial().equals(Optional.of(issued.serial()));
                    if (!deliverFirst && isDue(issued, ours)) {
                        return new Issued(issued.serial(), Optional.of(issued), id, placed.begun(), ours, false);
                    }
                }
            } catch (OverspentException | IllegalArgumentException e) {
                // An overcharge is thrown only once. The next run delivers the certificate.
                return new Stop(Decision.of(next.in(FleetState.FAILED, String.valueOf(e.getMessage()))));
            } catch (ResellerException e) {
                String why = "the order cannot be read: " + e.getMessage() + hint(spec, e);
                return new Stop(
                        ours
                                ? new Decision(next.in(FleetState.WAITING, why), Optional.of(placed), Optional.empty())
                                : Decision.of(next.in(late ? FleetState.FAILED : FleetState.TAKEN, why)));
            }
            if (order.state() == Order.State.ENDED || !sameNames && order.state() != Order.State.ISSUED) {
                return new Ended(
                        sameNames ? "ended as " + order.status() : OTHER_NAMES, placed.begun(), Optional.of(id));
            }
            return new Stop(
                    ours
                            ? new Decision(next.after(order), Optional.of(placed), Optional.empty())
                            : Decision.of(notOurs(next, id)));
        }

        /** Returns the entry of a certificate whose private key is on another host. */
        private FleetEntry notOurs(FleetEntry next, OrderId id) {
            return late
                    ? next.in(
                            FleetState.FAILED,
                            "the key of order " + id.providerId()
                                    + " is not in this vault, and the certificate on this host ends at "
                                    + deployed.orElseThrow().notAfter() + ". Restore the vault or the key")
                    : next.in(FleetState.TAKEN, taken(id));
        }

        /** Returns true if the certificate has to be replaced now. A host without the private key waits longer. */
        private boolean isDue(IssuedCertificate certificate, boolean ours) {
            Instant due = ours ? spec.dueAt(certificate) : spec.lateAt(certificate);
            return !now.isBefore(due) || !spec.missing(certificate).isEmpty();
        }

        private String whyDue(IssuedCertificate certificate) {
            List<String> missing = spec.missing(certificate);
            return missing.isEmpty()
                    ? "the certificate ends at " + certificate.notAfter()
                    : "the certificate does not cover " + String.join(", ", missing);
        }

        /** Returns the earliest time at which the certificate of an order can become due. Sends no request. */
        private Instant earliestDue(Attempt placed, boolean ours) {
            int ordered = placed.request()
                    .validity()
                    .map(one -> OrderDrafts.days(one, SHORTEST_MONTH))
                    .orElse(0);
            Clock then = Clock.fixed(placed.begun(), ZoneOffset.UTC);
            int days = Math.min(ordered, run.limits.longest(then).amount());
            // A certificate is due at the earliest when half of its lifetime and the jitter, a twentieth, are left.
            // This host takes over from another one after half of the time from there to the end.
            return placed.begun()
                    .plus(Duration.ofDays(days).multipliedBy(ours ? 4 : 7).dividedBy(10));
        }

        private Decision failed(String why) {
            return Decision.of(entry.in(FleetState.FAILED, why));
        }
    }

    static String taken(OrderId id) {
        return "another host ordered the certificate and has its key (order " + id.providerId() + ")";
    }

    /** Returns a hint if the reseller no longer has the order, and an empty text for other failures. */
    static String hint(CertificateSpec spec, ResellerException failure) {
        return failure instanceof NotFoundException
                ? ". Let the link live/" + spec.id() + " point to a version. The next run continues from there"
                : "";
    }

    /** The next step of the decision, after one order was read. */
    private sealed interface Step permits Stop, Ended, Issued {}

    /** The decision. */
    private record Stop(Decision decision) implements Step {}

    /** An order that gave no certificate for this specification. */
    private record Ended(String how, Instant begun, Optional<OrderId> order) implements Step {
        static final Ended NONE = new Ended("", Instant.MIN, Optional.empty());
    }

    /**
     * A certificate that has to be replaced.
     *
     * @param certificate the certificate, or empty if it cannot be read, for instance because it was revoked
     * @param begun the time at which the attempt to order the certificate began
     * @param lookFurther true if a later order of the same term may have a valid certificate
     */
    private record Issued(
            String serial,
            Optional<IssuedCertificate> certificate,
            OrderId order,
            Instant begun,
            boolean ours,
            boolean lookFurther)
            implements Step {

        Intent intent(CertificateSpec spec) {
            return Intent.of(spec.id() + "/" + serial);
        }
    }
}
