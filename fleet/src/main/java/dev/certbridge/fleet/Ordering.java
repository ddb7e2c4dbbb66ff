package dev.certbridge.fleet;

import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NextStep;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Places the orders of one run at one reseller. */
final class Ordering {

    /**
     * The maximum number of requests in one call of {@code orderAll}. A smaller number of requests needs less memory.
     */
    private static final int MOST_REQUESTS = 1000;

    /**
     * The maximum number of times that ordering continues after a collision. A collision means that another run is
     * sending the same order.
     */
    private static final int MOST_COLLISIONS = 20;

    private final FleetRun.Builder run;
    private final Round round;
    private final FleetKeys keys;
    private final Decider decider;
    private final CertificateReseller reseller;
    private final List<Decision> due;
    private final OrderDrafts drafts;

    Ordering(
            FleetRun.Builder run,
            Round round,
            FleetKeys keys,
            Decider decider,
            CertificateReseller reseller,
            List<Decision> due) {
        this.run = run;
        this.round = round;
        this.keys = keys;
        this.decider = decider;
        this.reseller = reseller;
        this.due = due;
        this.drafts = new OrderDrafts(run, keys, reseller, due);
    }

    /** Orders the due certificates. A failure that affects all orders ends the ordering. */
    void order() {
        Map<Spending, List<Decision>> bySpending = new LinkedHashMap<>();
        due.forEach(one -> bySpending
                .computeIfAbsent(one.entry().spec().spending(), unused -> new ArrayList<>())
                .add(one));
        Optional<Halt> stopped = Optional.empty();
        Map<Optional<String>, Halt> exhausted = new HashMap<>();
        for (Map.Entry<Spending, List<Decision>> group : bySpending.entrySet()) {
            Optional<String> budget = group.getKey().budget();
            List<Decision> all = group.getValue();
            for (int from = 0; from < all.size(); from += MOST_REQUESTS) {
                List<Decision> left = all.subList(from, Math.min(all.size(), from + MOST_REQUESTS));
                Optional<Halt> halt = stopped.or(() -> Optional.ofNullable(exhausted.get(budget)));
                if (halt.isEmpty()) {
                    // Much time may have passed since the first decision, so each one is made again before the order.
                    left = stillDue(left);
                }
                for (int tries = 0; halt.isEmpty() && !left.isEmpty() && tries <= MOST_COLLISIONS; tries++) {
                    halt = order(group.getKey(), left);
                    left = stillDue(left);
                }
                if (halt.isPresent()) {
                    String why = halt.get().why;
                    left.forEach(one -> round.update(one.entry().in(FleetState.DUE, why)));
                    if (halt.get().onlyBudget) {
                        exhausted.put(budget, halt.get());
                    } else {
                        stopped = halt;
                    }
                }
            }
        }
    }

    /** The reason why no further orders are placed, either from one budget or at all. */
    private record Halt(String why, boolean onlyBudget) {}

    /**
     * Orders certificates that have the same allowed price and budget. Returns the reason why no further orders are
     * placed.
     */
    private Optional<Halt> order(Spending spending, List<Decision> some) {
        Map<Intent, Decision> byIntent = new LinkedHashMap<>();
        Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
        for (Decision one : some) {
            Intent intent = one.entry().intent().orElseThrow();
            try {
                OrderRequest request = drafts.draft(one);
                requireValid(request, spending);
                request.validity()
                        .flatMap(validity -> OrderDrafts.warning(validity, run.limits, run.clock))
                        .ifPresent(warning -> round.warn(one.entry().spec(), warning));
                byIntent.put(intent, one);
                requests.put(intent, request);
            } catch (ResellerException e) {
                round.update(one.entry()
                        .in(FleetState.DUE, "not ordered: " + e.getMessage() + ". The next run tries again"));
            } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
                round.update(one.entry().in(FleetState.FAILED, "not ordered: " + e.getMessage()));
            }
        }
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        BulkReport report = reseller.orderAll(requests, spending, run.parallel);
        boolean collision = report.halted()
                .filter(OutcomeUnknownException.class::isInstance)
                .isPresent();
        report.done().forEach((intent, order) -> placed(byIntent.get(intent), order));
        report.refused().forEach((intent, failure) -> refused(byIntent.get(intent), failure));
        for (Map.Entry<Intent, ResellerException> unknown : report.unknown().entrySet()) {
            Decision before = byIntent.get(unknown.getKey());
            Decision now = decider.decide(before.entry().spec());
            if (unknown.getValue() instanceof OutcomeUnknownException
                    && now.entry().state() != FleetState.OUTCOME_UNKNOWN
                    && now.entry().state() != FleetState.DUE) {
                // Another run is just sending this order, or has just placed it.
                round.put(now);
            } else {
                collision = false;
                round.update(before.entry()
                        .in(
                                FleetState.OUTCOME_UNKNOWN,
                                unknown.getValue().getMessage() + ". The next run looks for the order"));
            }
        }
        if (collision) {
            return Optional.empty();
        }
        Optional<Halt> halted = report.halted()
                .map(failure -> new Halt(
                        "not ordered, because the run stopped: " + failure.getMessage(),
                        failure instanceof BudgetExhaustedException))
                .or(() -> report.notStarted().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Halt("not ordered, because the run was interrupted", false)));
        report.notStarted()
                .forEach(intent ->
                        round.update(byIntent.get(intent).entry().in(FleetState.DUE, halted.orElseThrow().why)));
        return halted;
    }

    /**
     * Throws if a request is invalid. An invalid request must not be passed to {@code orderAll}, because it would
     * prevent all other orders of the call.
     */
    private void requireValid(OrderRequest request, Spending spending) {
        try {
            reseller.validate(request, spending);
        } catch (ResellerException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Decides again about the certificates that were not ordered, because another run may have ordered them. Returns
     * the decisions for certificates that are still due.
     */
    private List<Decision> stillDue(List<Decision> some) {
        List<Decision> left = new ArrayList<>();
        for (Decision one : some) {
            FleetEntry before = one.entry();
            if (round.entry(before.spec().id()).equals(before)) {
                Decision now = decider.decide(before.spec());
                if (now.entry().state() == FleetState.DUE) {
                    left.add(now);
                }
                if (!now.entry().equals(before)) {
                    round.put(now);
                }
            }
        }
        return left;
    }

    private void placed(Decision due, Order order) {
        CertificateSpec spec = due.entry().spec();
        FleetEntry entry = due.entry().withOrder(due.entry().intent().orElseThrow(), Optional.of(order.id()));
        boolean ours = order.csr()
                .map(csr -> keys.find(entry.intent().orElseThrow(), csr).isPresent())
                .orElse(false);
        if (!ours) {
            // Another host with keys of its own ordered after this run had looked into the book.
            round.update(entry.in(FleetState.TAKEN, Decider.taken(order.id())));
            return;
        }
        round.placed(entry.intent().orElseThrow());
        // The order in the report is the recorded one. Its state is not known before the first poll.
        round.put(new Decision(
                entry.after(order.state() == Order.State.ENDED ? pending(order) : order),
                Optional.empty(),
                due.replaced()));
        run.book.halted().ifPresent(reason -> round.warn(spec, "the order book is halted: " + reason));
    }

    private static Order pending(Order order) {
        return order.toBuilder().state(Order.State.PENDING).build();
    }

    private void refused(Decision due, ResellerException failure) {
        if (failure instanceof IntentMismatchException) {
            // Another run used the intent after this run had looked into the book.
            Decision again = decider.decide(due.entry().spec());
            if (again.entry().state() != FleetState.DUE) {
                round.put(again);
                return;
            }
        }
        boolean again = failure.nextStep() == NextStep.RETRY;
        round.update(due.entry()
                .in(
                        again ? FleetState.DUE : FleetState.FAILED,
                        failure.getMessage() + (again ? ". The next run tries again" : "")));
    }
}
