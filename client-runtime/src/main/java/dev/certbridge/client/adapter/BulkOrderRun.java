package dev.certbridge.client.adapter;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.NextStep;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Outcome;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Places many orders in one run, several at a time. The run halts if the next order would fail too or could cost too
 * much. If requests share a name, a public key or an old certificate, the run places these orders one after the other,
 * in the sequence of the requests.
 */
public final class BulkOrderRun {

    /** Places one order of a run. A repeated call with the same intent never places a second order. */
    @FunctionalInterface
    public interface Sender {

        /** Places the order. An implementation must pass the {@code gate} to the {@link SpendExecutor} of the order. */
        Order send(Intent intent, OrderRequest request, SpendGate gate);
    }

    /** The operation that is named in an unexpected failure of this class. */
    private static final OperationRef ORIGIN = OperationRef.of("certbridge", "orderAll");

    /** The maximum {@code Retry-After} that does not halt the run. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The number of refusals of one order with {@code Retry-After} that halts the run. */
    private static final int MOST_REFUSALS = 5;

    /** The interval at which a waiting order checks whether the run has halted. */
    private static final Duration CHECK = Duration.ofMillis(200);

    private final Map<Intent, OrderRequest> requests;
    private final ConnectOptions options;
    private final Sender sender;
    private final Thread caller = Thread.currentThread();
    private final Map<Intent, Order> orders = new ConcurrentHashMap<>();
    private final Map<Intent, ResellerException> failures = new ConcurrentHashMap<>();
    private volatile Instant resumed = Instant.MIN;
    private volatile boolean stopped;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition orderEnded = lock.newCondition();
    // The following fields are guarded by the lock.
    private final Map<Intent, Set<Object>> left = new LinkedHashMap<>();
    private final Set<Object> busy = new HashSet<>();
    private int running;
    private int waiting;
    private int ended;
    private @Nullable ResellerException halted;
    private @Nullable Error error;
    private @Nullable RuntimeException fault;

    private BulkOrderRun(Map<Intent, OrderRequest> requests, ConnectOptions options, Sender sender) {
        this.requests = requests;
        this.options = options;
        this.sender = sender;
        requests.forEach((intent, request) -> left.put(intent, resources(request)));
    }

    /**
     * Places orders with the given sender. If a request is invalid, the run refuses it and continues. When this method
     * returns, all threads of the run have ended.
     */
    public static BulkReport of(
            Map<Intent, OrderRequest> requests, BulkOptions bulk, ConnectOptions options, Sender sender) {
        BulkOrderRun run = new BulkOrderRun(requests, options, sender);
        int threads = Math.min(bulk.parallel(), requests.size());
        if (threads > 1) {
            // The calling thread only waits, so that its interruption cannot break the connection of a sent order.
            run.waitFor(BulkThreads.start(threads, run::work));
        } else {
            run.work();
        }
        return run.report();
    }

    /** Waits until all threads have ended, even if this thread is interrupted. */
    private void waitFor(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop(null);
                }
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
        if (error != null) {
            throw error;
        }
        if (fault != null) {
            throw fault;
        }
    }

    private void work() {
        try {
            for (Intent intent = begin(); intent != null; intent = begin()) {
                try {
                    place(intent);
                } finally {
                    end(intent);
                }
            }
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread() == caller) {
                throw e;
            }
            lock.lock();
            try {
                if (e instanceof Error) {
                    error = (Error) e;
                } else {
                    fault = (RuntimeException) e;
                }
            } finally {
                lock.unlock();
            }
            stop(null);
        }
    }

    /**
     * Returns the next order that shares no name, key or old certificate with a running order or an earlier waiting
     * order. Returns null if no order is left or the run has halted.
     */
    private @Nullable Intent begin() {
        lock.lock();
        try {
            while (!isStopped() && !left.isEmpty()) {
                Set<Object> taken = new HashSet<>(busy);
                for (Iterator<Map.Entry<Intent, Set<Object>>> each =
                                left.entrySet().iterator();
                        each.hasNext(); ) {
                    Map.Entry<Intent, Set<Object>> next = each.next();
                    if (next.getValue().stream().noneMatch(taken::contains)) {
                        each.remove();
                        busy.addAll(next.getValue());
                        running++;
                        return next.getKey();
                    }
                    taken.addAll(next.getValue());
                }
                orderEnded.awaitUninterruptibly();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void end(Intent intent) {
        lock.lock();
        try {
            busy.removeAll(resources(requests.get(intent)));
            // The orders that wait for this end are tried again.
            running += waiting - 1;
            waiting = 0;
            ended++;
            orderEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void place(Intent intent) {
        int refusals = 0;
        Gate gate = new Gate();
        while (gate.passed()) {
            int before = ended();
            try {
                orders.put(intent, sender.send(intent, requests.get(intent), gate));
                return;
            } catch (ResellerException e) {
                if (gate.closed) {
                    return;
                }
                Duration pause = requestedPause(e);
                if (pause != null && ++refusals < MOST_REFUSALS) {
                    delayAll(pause);
                } else if (!(e instanceof BudgetExhaustedException) || !isBudgetFreed(before)) {
                    failures.put(intent, e);
                    if (halts(e)) {
                        stop(e);
                    }
                    return;
                }
            } catch (RuntimeException e) {
                // The outcome of this order is unknown. The report of the other orders must not be lost.
                ResellerException unknown =
                        new OutcomeUnknownException(ORIGIN, false, null, "the order failed with " + e, e);
                failures.put(intent, unknown);
                stop(unknown);
                return;
            }
        }
    }

    private int ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until another order of this run ends, because the end of an order can free a part of the budget. Returns
     * false if no other order is running.
     */
    private boolean isBudgetFreed(int before) {
        lock.lock();
        try {
            if (ended == before) {
                running--;
                waiting++;
                while (ended == before && running > 0 && !isStopped()) {
                    orderEnded.awaitUninterruptibly();
                }
                if (ended == before) {
                    waiting--;
                    running++;
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the pause before the run places the order again, or null if the order must not be placed again. */
    private static @Nullable Duration requestedPause(ResellerException e) {
        Optional<Duration> pause = Optional.empty();
        if (e instanceof RateLimitedException limited) {
            pause = limited.retryAfter();
        } else if (e instanceof ProviderFaultException fault) {
            // Only a read ends with this failure.
            pause = fault.retryAfter();
        }
        return pause.filter(time -> time.compareTo(LONGEST_PAUSE) <= 0).orElse(null);
    }

    private void delayAll(Duration pause) {
        lock.lock();
        try {
            Instant end = options.clock().instant().plus(pause);
            resumed = end.isAfter(resumed) ? end : resumed;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if the run has stopped. An interruption of the caller stops the run for good. */
    private boolean isStopped() {
        if (caller.isInterrupted()) {
            // The caller clears its interrupt flag while it waits for the threads.
            stopped = true;
        }
        return stopped;
    }

    private void stop(@Nullable ResellerException why) {
        lock.lock();
        try {
            halted = halted == null ? why : halted;
            stopped = true;
            orderEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Delays one order until the pause of the run ends. Refuses the order if the run has stopped. */
    private final class Gate implements SpendGate {

        private boolean closed;

        @Override
        public void await(OperationRef operation) {
            if (!passed()) {
                throw new NotSentException(operation, "the run was stopped", null);
            }
        }

        @Override
        public void requireOpen(OperationRef operation) {
            closed |= isStopped();
            if (closed) {
                throw new NotSentException(operation, "the run was stopped", null);
            }
        }

        /** Waits until the pause of the run ends. Returns false if the run has stopped. */
        private boolean passed() {
            Instant end;
            do {
                end = resumed;
                Duration pause = Duration.between(options.clock().instant(), end);
                while (pause.compareTo(Duration.ZERO) > 0 && !isStopped()) {
                    sleep(pause.compareTo(CHECK) < 0 ? pause : CHECK);
                    pause = pause.minus(CHECK);
                }
            } while (!end.equals(resumed) && !isStopped());
            closed = isStopped();
            return !closed;
        }

        private void sleep(Duration time) {
            try {
                options.sleeper().sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop(null);
            }
        }
    }

    private BulkReport report() {
        Map<Intent, Order> done = new LinkedHashMap<>();
        Map<Intent, ResellerException> refused = new LinkedHashMap<>();
        Map<Intent, ResellerException> unknown = new LinkedHashMap<>();
        List<Intent> notStarted = new ArrayList<>();
        for (Intent intent : requests.keySet()) {
            Order order = orders.get(intent);
            ResellerException failure = failures.get(intent);
            if (order != null) {
                done.put(intent, order);
            } else if (failure == null) {
                notStarted.add(intent);
            } else if (failure instanceof OverspentException overspent) {
                done.put(intent, overspent.order());
            } else if (failure.outcome() == Outcome.UNKNOWN) {
                unknown.put(intent, failure);
            } else {
                refused.put(intent, failure);
            }
        }
        return BulkReport.of(done, refused, unknown, notStarted, Optional.ofNullable(halted));
    }

    /** Returns true if the next order would fail too, or if the outcome of the failed order must be known first. */
    private static boolean halts(ResellerException e) {
        return switch (e.outcome()) {
            case UNKNOWN, ORDERED -> true;
            case NOT_SENT, NOT_ORDERED -> e.nextStep() == NextStep.RETRY || e.nextStep() == NextStep.ACT;
            case READ_FAILED -> false;
        };
    }

    /**
     * Returns the values that two running orders must not share: the names without a leading {@code *.}, the public
     * key, and the old certificate.
     */
    private static Set<Object> resources(OrderRequest request) {
        Set<Object> resources = new HashSet<>();
        request.names().forEach(name -> resources.add(name.startsWith("*.") ? name.substring(2) : name));
        request.source().ifPresent(resources::add);
        if (request.hasCsr()) {
            resources.add(request.csr().keySha256());
        }
        return resources;
    }
}
