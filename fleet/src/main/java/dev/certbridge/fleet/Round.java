package dev.certbridge.fleet;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One run over the certificates of a fleet. A run uses one thread for each reseller, so that a slow reseller does not
 * delay the others.
 */
final class Round {

    /**
     * The maximum duration of the first wait for open orders. Each further wait may last twice as long as the wait
     * before. Deploy commands are run between two waits.
     */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private final FleetRun.Builder run;
    private final Collection<CertificateSpec> specs;
    private final FleetKeys keys;
    private final Decider decider;
    private final Delivery delivery;
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final List<Intent> ordered = new ArrayList<>();

    Round(FleetRun.Builder run, Collection<CertificateSpec> specs) {
        this.run = run;
        this.specs = specs;
        this.keys = new FleetKeys(run.vault);
        this.decider = new Decider(run, keys);
        this.delivery = new Delivery(run.deployment, specs, run.clock, this::entry, this::update);
    }

    FleetPlan plan() {
        decide();
        for (FleetEntry entry : entries()) {
            if (entry.state() == FleetState.VALID && run.deployment.isPending(entry.spec())) {
                update(entry.in(
                        FleetState.DELIVERY_FAILED,
                        "the certificate is in place, but its command has not succeeded. The next run runs the"
                                + " command"));
            }
        }
        Map<String, OrderDrafts> drafts = new HashMap<>();
        for (Decision one : List.copyOf(decisions.values())) {
            CertificateSpec spec = one.entry().spec();
            if (one.entry().state() != FleetState.DUE || one.attempt().isPresent()) {
                continue;
            }
            try {
                drafts.computeIfAbsent(
                                spec.reseller(), name -> new OrderDrafts(run, keys, run.resellers.get(name), List.of()))
                        .validity(spec);
            } catch (ResellerException e) {
                // The products cannot be listed now. A run reports it when it orders.
                continue;
            } catch (IllegalArgumentException e) {
                update(one.entry().in(FleetState.FAILED, "not ordered: " + e.getMessage()));
            }
        }
        return new FleetPlan(entries());
    }

    FleetReport run(Duration waitLimit) {
        decide();
        reconcile();
        delivery.activate();
        Optional<String> halted =
                run.book.halted().map(why -> "the order book is halted: " + why).or(this::wrongClock);
        Map<String, List<Decision>> byReseller = new TreeMap<>();
        for (Decision one : List.copyOf(decisions.values())) {
            if (one.entry().state() == FleetState.DUE && halted.isPresent()) {
                update(one.entry().in(FleetState.DUE, "not ordered: " + halted.get()));
            } else if (one.entry().state() == FleetState.DUE || one.isAwaited()) {
                byReseller
                        .computeIfAbsent(resellerOf(one), unused -> new ArrayList<>())
                        .add(one);
            }
        }
        inParallel(byReseller.entrySet().stream()
                .<Runnable>map(entry -> () -> at(entry.getKey(), entry.getValue(), waitLimit))
                .toList());
        delivery.finish();
        synchronized (this) {
            return new FleetReport(entries(), ordered);
        }
    }

    /**
     * Returns a message if the clock of this host is wrong. With a wrong clock, a run would order certificates too
     * often or too late.
     */
    private Optional<String> wrongClock() {
        Instant here = run.clock.instant();
        Instant there = run.book.now();
        return Duration.between(here, there).abs().compareTo(Attempt.CLOCK_TOLERANCE) <= 0
                ? Optional.empty()
                : Optional.of("the clock of this host shows " + here + ", but the clock of the order book shows "
                        + there + ". Correct the wrong clock");
    }

    private void decide() {
        for (CertificateSpec spec : specs) {
            put(decider.decide(spec));
        }
    }

    /**
     * Settles each attempt with an unknown outcome if its order can be identified with certainty. A person has to
     * settle all other attempts with an unknown outcome.
     */
    private void reconcile() {
        for (Decision one : List.copyOf(decisions.values())) {
            if (one.entry().state() != FleetState.OUTCOME_UNKNOWN
                    || one.attempt().isEmpty()) {
                continue;
            }
            Attempt attempt = one.attempt().get();
            CertificateSpec spec = one.entry().spec();
            try {
                String name = run.resellerOf(spec, attempt.target().split(" ", 2)[0])
                        .orElseThrow(() -> new IllegalArgumentException("this run has no client for the reseller"));
                if (run.resellers.get(name).orders().reconcile(attempt) instanceof Reconciliation.Placed placed) {
                    run.book.settle(attempt, placed);
                    put(decider.decide(spec));
                }
            } catch (ResellerException | IllegalArgumentException e) {
                update(one.entry().in(FleetState.OUTCOME_UNKNOWN, one.entry().message() + " (" + e.getMessage() + ")"));
            } catch (IllegalStateException e) {
                // Another run has settled the attempt, or the request may still be under way.
                put(decider.decide(spec));
            }
        }
    }

    private void at(String name, List<Decision> decided, Duration waitLimit) {
        List<Decision> due = new ArrayList<>(decided.stream()
                .filter(one -> one.entry().state() == FleetState.DUE)
                .toList());
        // Several hosts rarely send the same intent at the same time if each begins with another certificate.
        Collections.shuffle(due);
        due.sort(Comparator.comparing(
                one -> one.entry().notAfter().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.DAYS)));
        new Ordering(run, this, keys, decider, run.resellers.get(name), due).order();
        List<Decision> awaited;
        synchronized (this) {
            awaited = decisions.values().stream()
                    .filter(one -> one.isAwaited() && resellerOf(one).equals(name))
                    .sorted(Comparator.comparing((Decision one) -> !one.isIssued())
                            .thenComparing(one -> one.entry().notAfter().orElse(Instant.EPOCH)))
                    .toList();
        }
        await(name, awaited, waitLimit);
    }

    private void await(String name, List<Decision> awaited, Duration waitLimit) {
        Map<OrderId, CertificateSpec> byOrder = new LinkedHashMap<>();
        awaited.forEach(one ->
                byOrder.put(one.entry().order().orElseThrow(), one.entry().spec()));
        DnsPublisher publisher = run.publishers.getOrDefault(name, DnsPublisher.none());
        AwaitListener listener = new AwaitListener() {
            @Override
            public void issued(OrderId id, IssuedCertificate certificate) {
                deliver(byOrder.get(id), certificate);
            }

            @Override
            public void ended(OrderId id, ResellerException why) {
                failed(byOrder.get(id), why);
            }

            @Override
            public void changed(Order order) {
                Round.this.changed(byOrder.get(order.id()), order);
            }
        };
        Duration left = waitLimit;
        Duration next = FIRST_WAIT;
        List<OrderId> open = List.copyOf(byOrder.keySet());
        while (!open.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Duration part = next.compareTo(left) < 0 ? next : left;
            int before = open.size();
            try {
                open = run.resellers.get(name).orders().awaitAll(open, part, publisher, listener);
            } catch (ResellerException e) {
                for (OrderId id : open) {
                    FleetEntry entry = entry(byOrder.get(id).id());
                    if (entry.state() == FleetState.WAITING) {
                        update(entry.in(FleetState.WAITING, "the order cannot be read: " + e.getMessage()));
                    }
                }
                return;
            }
            delivery.activate();
            left = left.minus(part);
            next = next.multipliedBy(2);
            // A wait that is over polls only the first orders. The issued certificates are first, and all are
            // delivered.
            if (left.isZero() && open.size() == before) {
                return;
            }
        }
    }

    private void deliver(CertificateSpec spec, IssuedCertificate certificate) {
        FleetEntry entry = entry(spec.id());
        certificate.warnings().forEach(warning -> warn(spec, warning.toString()));
        Optional<Attempt> placed = run.book.attempts(entry.intent().orElseThrow()).stream()
                .filter(attempt -> attempt.orderId().equals(entry.order()) && attempt.orders())
                .findFirst();
        try {
            delivery.issued(
                    spec,
                    certificate,
                    placed.flatMap(attempt -> keys.find(
                                    attempt.intent(), attempt.request().csr()))
                            .orElseThrow(() -> new IllegalStateException("the private key of intent "
                                    + entry.intent().orElseThrow() + " is not in the vault")));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            update(entry.in(FleetState.DELIVERY_FAILED, e.getMessage() + ". The next run tries again"));
        }
    }

    private void failed(CertificateSpec spec, ResellerException why) {
        FleetEntry entry = entry(spec.id());
        if (why instanceof OrderEndedException ended) {
            update(entry.after(
                    ended.order().toBuilder().state(Order.State.ENDED).build()));
        } else if (why instanceof ActionRequiredException action) {
            update(entry.after(action.order().toBuilder()
                    .state(Order.State.ACTION_REQUIRED)
                    .build()));
        } else {
            update(entry.in(FleetState.FAILED, why.getMessage() + Decider.hint(spec, why)));
        }
    }

    private synchronized void changed(CertificateSpec spec, Order order) {
        run.listener.polled(spec, order);
        FleetEntry entry = entry(spec.id());
        if (order.state() == Order.State.PENDING && entry.state() == FleetState.WAITING) {
            FleetEntry next = entry.after(order);
            if (!next.equals(entry)) {
                update(next);
            }
        }
    }

    private void inParallel(List<Runnable> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<?> task : tasks.stream().map(threads::submit).toList()) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /**
     * Waits until the given threads have ended, even if this thread is interrupted, because an order that is being sent
     * must be recorded.
     */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the name of the reseller that has the order. If there is no order, returns the name of the reseller that
     * gets the next order.
     */
    private String resellerOf(Decision one) {
        CertificateSpec spec = one.entry().spec();
        return one.entry()
                .order()
                .flatMap(order -> run.resellerOf(spec, order.provider()))
                .orElse(spec.reseller());
    }

    synchronized void warn(CertificateSpec spec, String warning) {
        run.listener.warned(spec, warning);
    }

    synchronized void placed(Intent intent) {
        ordered.add(intent);
    }

    private synchronized List<FleetEntry> entries() {
        return decisions.values().stream().map(Decision::entry).toList();
    }

    synchronized FleetEntry entry(String id) {
        return decisions.get(id).entry();
    }

    synchronized void put(Decision decision) {
        decisions.put(decision.entry().spec().id(), decision);
        run.listener.changed(decision.entry());
    }

    synchronized void update(FleetEntry entry) {
        Decision old = decisions.get(entry.spec().id());
        put(new Decision(entry, old.attempt(), old.replaced()));
    }
}
