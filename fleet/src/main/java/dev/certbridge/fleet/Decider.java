package dev.certbridge.fleet;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Decides the state of one certificate. Starts at the deployed certificate and follows the intents in the order book:
 * the intent {@code <id>/<serial>} orders the certificate that replaces the certificate with this serial number. Reads
 * only.
 */
final class Decider {

    /** The number of orders for one term that a run places, when the orders before have ended without a certificate. */
    private static final int MOST_TRIES = 3;

    /** The number of terms that are followed. With 46 days, a certificate has about twelve terms a year. */
    private static final int MOST_TERMS = 200;

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Duration URGENT_PAUSE = Duration.ofHours(1);
    private static final Duration URGENT = Duration.ofDays(3);

    private static final String OTHER_NAMES = "is for other names";
    private static final int SHORTEST_MONTH = 28;

    private final FleetRun.Builder run;
    private final FleetKeys keys;

    Decider(FleetRun.Builder run, FleetKeys keys) {
        this.run = run;
        this.keys = keys;
    }

    Decision decide(CertificateSpec spec) {
        FleetEntry entry = new FleetEntry(
                spec,
                FleetState.VALID,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty());
        Optional<IssuedCertificate> deployed;
        try {
            deployed = run.deployment.deployed(spec);
        } catch (IllegalStateException e) {
            return Decision.of(
                    entry.in(FleetState.DELIVERY_FAILED, e.getMessage() + ". Nothing is ordered until then"));
        }
        return new Walk(spec, deployed.map(one -> with(entry, one)).orElse(entry), deployed).decide();
    }

    /** Returns the entry with a deployed certificate. */
    static FleetEntry with(FleetEntry entry, IssuedCertificate deployed) {
        return new FleetEntry(
                entry.spec(),
                entry.state(),
                Optional.of(deployed.notAfter()),
                Optional.of(dueAt(entry.spec(), deployed)),
                entry.intent(),
                entry.order(),
                Optional.of(deployed.serial()),
                entry.message(),
                entry.most());
    }

    static Instant dueAt(CertificateSpec spec, IssuedCertificate certificate) {
        return spec.renewal().dueAt(certificate.notBefore(), certificate.notAfter(), spec.id());
    }

    /** Returns the time at which half of the time between the due time and the end is over. */
    static Instant lateAt(CertificateSpec spec, IssuedCertificate certificate) {
        Instant due = dueAt(spec, certificate);
        return due.plus(Duration.between(due, certificate.notAfter()).dividedBy(2));
    }

    /** The way along the intents of one certificate. */
    private final class Walk {

        private final CertificateSpec spec;
        private final FleetEntry entry;
        private final Optional<IssuedCertificate> deployed;
        private final Instant now = run.clock.instant();
        private Optional<IssuedCertificate> current;
        /** True if the current certificate is on this host. Other hosts leave it the first half of the time to renew. */
        private boolean own = true;

        Walk(CertificateSpec spec, FleetEntry entry, Optional<IssuedCertificate> deployed) {
            this.spec = spec;
            this.entry = entry;
            this.deployed = deployed;
            this.current = deployed;
        }

        Decision decide() {
            if (deployed.isPresent() && !isDue(deployed.get())) {
                return Decision.of(entry.in(FleetState.VALID, "nothing to do"));
            }
            for (int term = 0; term < MOST_TERMS; term++) {
                String link =
                        spec.id() + "/" + current.map(IssuedCertificate::serial).orElse("first");
                Optional<Decision> end = term(link);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return failed(
                    "the order book has more than " + MOST_TERMS + " terms. Deploy the newest certificate by hand");
        }

        /**
         * Follows the orders of one term. Returns empty if the term has a certificate that is due itself. The first
         * intent of a term has the name of the term, and every further intent a number. A further intent is needed after
         * an order without a certificate, and if an earlier intent is bound to another request.
         */
        private Optional<Decision> term(String link) {
            Optional<Decision> free = Optional.empty();
            Ended last = new Ended("", Instant.MIN);
            int orders = 0;
            for (int number = 1; ; number++) {
                Intent intent = Intent.of(number == 1 ? link : link + "/" + number);
                List<Attempt> attempts = run.book.attempts(intent).stream()
                        .filter(Attempt::orders)
                        .toList();
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
                    Followed followed = follow(intent, placed.get());
                    if (followed.ended.isEmpty()) {
                        return followed.decision;
                    }
                    last = new Ended(followed.ended.get(), placed.get().begun());
                } else if (attempts.isEmpty()) {
                    Ended before = last;
                    int placedBefore = orders;
                    return Optional.of(free.orElseGet(() -> free(intent, Optional.empty(), placedBefore, before)));
                } else {
                    Optional<Attempt> bound = bound(attempts);
                    if (free.isEmpty() && bound.map(this::isForSpec).orElse(true)) {
                        free = Optional.of(free(intent, bound, orders, last));
                    }
                }
            }
        }

        private Decision free(Intent intent, Optional<Attempt> bound, int orders, Ended last) {
            FleetEntry next = withIntent(intent, Optional.empty());
            if (orders >= MOST_TRIES) {
                return Decision.of(next.in(
                        FleetState.FAILED,
                        orders + " orders of this term gave no certificate; the last one " + last.how
                                + ". Find out why, then order with the intent " + intent
                                + "; the next run delivers the certificate"));
            }
            boolean urgent = deployed.filter(one -> now.isBefore(one.notAfter().minus(URGENT)))
                    .isEmpty();
            Instant earliest = orders == 0 ? Instant.MIN : last.begun.plus(urgent ? URGENT_PAUSE : PAUSE);
            if (now.isBefore(earliest) && !last.how.equals(OTHER_NAMES)) {
                return Decision.of(next.in(
                        FleetState.FAILED,
                        "the last order " + last.how + ". Correct the cause; a run after " + earliest
                                + " orders again"));
            }
            String why = current.isEmpty() ? "no certificate is deployed" : whyDue(current.get());
            why += orders == 0 ? "" : "; the last order " + last.how;
            why += spec.validity()
                    .flatMap(validity -> OrderDrafts.warning(validity, run.limits, run.clock))
                    .map(warning -> "; " + warning)
                    .orElse("");
            return new Decision(next.in(FleetState.DUE, why), bound, current);
        }

        /**
         * Returns an attempt to whose request the book binds the intent, although nothing was ordered. A refusal frees
         * the intent, if no earlier attempt was abandoned.
         */
        private Optional<Attempt> bound(List<Attempt> attempts) {
            Optional<Attempt> bound = Optional.empty();
            boolean abandoned = false;
            for (Attempt one : attempts) {
                abandoned |= one.state() == Attempt.State.ABANDONED;
                if (one.state() != Attempt.State.REJECTED) {
                    bound = Optional.of(one);
                } else if (!abandoned) {
                    bound = Optional.empty();
                }
            }
            return bound;
        }

        /** Returns true if a request is still right for the specification and for the limits of today. */
        private boolean isForSpec(Attempt bound) {
            OrderRequest request = bound.request();
            int mostThen = run.limits
                    .longest(Clock.fixed(bound.begun(), ZoneOffset.UTC))
                    .amount();
            int mostNow = run.limits.longest(run.clock).amount();
            boolean validity = spec.validity().isPresent()
                    ? spec.validity().equals(request.validity())
                    : mostNow == mostThen
                            || request.validity()
                                            .map(one -> OrderDrafts.days(one, SHORTEST_MONTH))
                                            .orElse(0)
                                    <= mostNow;
            return validity
                    && request.product().equals(spec.product())
                    && namesOf(request).equals(new HashSet<>(spec.names()))
                    && request.dcv() == spec.dcv()
                    && request.dcvByName().equals(spec.dcvByName())
                    && request.organization().equals(spec.organization())
                    && request.approver().equals(spec.approver())
                    && request.language().equals(spec.language());
        }

        private Decision unknown(Intent intent, Attempt attempt) {
            FleetEntry next = withIntent(intent, attempt.orderId());
            if (attempt.state() == Attempt.State.SENDING && now.isBefore(attempt.over())) {
                return Decision.of(next.in(
                        FleetState.WAITING,
                        "attempt " + attempt.number() + " is under way. A run after " + attempt.over()
                                + " knows its outcome"));
            }
            return new Decision(
                    next.in(
                            FleetState.OUTCOME_UNKNOWN,
                            "attempt " + attempt.number() + " may have placed an order at " + spec.reseller()
                                    + ". Look for it there, then settle or abandon the attempt in the order book"),
                    Optional.of(attempt),
                    Optional.empty());
        }

        /** Looks at a placed order. The result is empty if its certificate is due itself, and became the current one. */
        private Followed follow(Intent intent, Attempt placed) {
            if (!namesOf(placed.request()).equals(new HashSet<>(spec.names()))) {
                return Followed.ended(OTHER_NAMES);
            }
            OrderId id = placed.orderId().orElseThrow();
            boolean ours;
            try {
                ours = keys.find(intent, placed.request().csr()).isPresent();
            } catch (IllegalStateException | UncheckedIOException e) {
                return Followed.to(failed(String.valueOf(e.getMessage())));
            }
            boolean mayBeDue = !now.isBefore(earliestDue(placed));
            FleetEntry next = withIntent(intent, Optional.of(id));
            boolean late = deployed.isPresent() && !now.isBefore(lateAt(spec, deployed.get()));
            if (!ours && !mayBeDue && !late) {
                return Followed.to(Decision.of(next.in(FleetState.TAKEN, taken(id))));
            }
            CertificateReseller reseller = run.resellers.get(spec.reseller());
            Order order;
            try {
                order = reseller.orders().get(id);
                if (order.state() == Order.State.ISSUED && mayBeDue) {
                    IssuedCertificate issued = reseller.orders().download(id);
                    boolean deliverFirst = ours
                            && now.isBefore(issued.notAfter())
                            && !entry.serial().equals(Optional.of(issued.serial()));
                    boolean wasOwn = own;
                    own = ours;
                    if (!deliverFirst && isDue(issued)) {
                        current = Optional.of(issued);
                        return Followed.FURTHER;
                    }
                    own = wasOwn;
                }
            } catch (ResellerException e) {
                FleetState state = ours ? FleetState.WAITING : FleetState.TAKEN;
                return Followed.to(new Decision(
                        next.in(state, "the order cannot be read: " + e.getMessage()),
                        Optional.of(placed),
                        Optional.empty()));
            } catch (IllegalArgumentException e) {
                return Followed.to(Decision.of(next.in(FleetState.FAILED, String.valueOf(e.getMessage()))));
            }
            if (order.state() == Order.State.ENDED) {
                return Followed.ended("ended as " + order.status());
            }
            if (!ours) {
                return Followed.to(Decision.of(next.in(FleetState.TAKEN, taken(id))));
            }
            return Followed.to(new Decision(progress(next, order), Optional.of(placed), Optional.empty()));
        }

        /** Returns true if the certificate has to be replaced now. */
        private boolean isDue(IssuedCertificate certificate) {
            Instant due = own ? dueAt(spec, certificate) : lateAt(spec, certificate);
            return !now.isBefore(due) || !missing(certificate).isEmpty();
        }

        private String whyDue(IssuedCertificate certificate) {
            List<String> missing = missing(certificate);
            return missing.isEmpty()
                    ? "the certificate ends at " + certificate.notAfter()
                    : "the certificate does not cover " + String.join(", ", missing);
        }

        private List<String> missing(IssuedCertificate certificate) {
            return spec.names().stream()
                    .filter(name -> certificate.names().stream().noneMatch(listed -> DomainName.covers(listed, name)))
                    .toList();
        }

        /** Returns the first time at which the certificate of an order can be due. Needs no request. */
        private Instant earliestDue(Attempt placed) {
            int ordered = placed.request()
                    .validity()
                    .map(one -> OrderDrafts.days(one, SHORTEST_MONTH))
                    .orElse(0);
            Clock then = Clock.fixed(placed.begun(), ZoneOffset.UTC);
            int days = Math.min(ordered, run.limits.longest(then).amount());
            // A certificate is due at the earliest when half of its lifetime and the jitter, a twentieth, are left.
            return placed.begun().plus(Duration.ofDays(days).multipliedBy(2).dividedBy(5));
        }

        private FleetEntry withIntent(Intent intent, Optional<OrderId> order) {
            return new FleetEntry(
                    spec,
                    entry.state(),
                    entry.notAfter(),
                    entry.dueAt(),
                    Optional.of(intent),
                    order,
                    entry.serial(),
                    "",
                    Optional.empty());
        }

        private Decision failed(String why) {
            return Decision.of(entry.in(FleetState.FAILED, why));
        }
    }

    /** Returns the entry of an open order with the state and message of the order. */
    static FleetEntry progress(FleetEntry entry, Order order) {
        return switch (order.state()) {
            case ISSUED -> entry.in(FleetState.WAITING, Decision.ISSUED);
            case PENDING -> entry.in(FleetState.WAITING, "ordered; the reseller reports " + order.status());
            case ENDED ->
                entry.in(FleetState.FAILED, "the order ended as " + order.status() + "; a later run orders again");
            case ACTION_REQUIRED ->
                entry.in(
                        FleetState.ACTION_REQUIRED,
                        order.action()
                                .map(action -> action.waitingFor()
                                        + action.url().map(url -> " at " + url).orElse(""))
                                .orElse("the order waits for a person. Look at the reseller"));
        };
    }

    static String taken(OrderId id) {
        return "another host ordered it and has its key (order " + id.providerId() + ")";
    }

    private static HashSet<String> namesOf(OrderRequest request) {
        return new HashSet<>(request.names());
    }

    /** The end of the last order of a term. */
    private record Ended(String how, Instant begun) {}

    /** The result for one order: a decision, the end of the order, or neither if the way goes on to the next term. */
    private record Followed(Optional<Decision> decision, Optional<String> ended) {

        static final Followed FURTHER = new Followed(Optional.empty(), Optional.empty());

        static Followed to(Decision decision) {
            return new Followed(Optional.of(decision), Optional.empty());
        }

        static Followed ended(String how) {
            return new Followed(Optional.empty(), Optional.of(how));
        }
    }
}
