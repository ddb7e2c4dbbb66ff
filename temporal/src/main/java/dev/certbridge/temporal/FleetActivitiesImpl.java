package dev.certbridge.temporal;

import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetRun;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The activities of a worker. All workers of a task queue must use the same order book. Thread-safe. */
public final class FleetActivitiesImpl implements FleetActivities {

    /**
     * The time after which a wait ends and the next wait begins. Each wait includes the orders that were added during
     * the previous wait, and begins by reading every order.
     */
    private static final Duration WAIT = Duration.ofMinutes(10);

    /** The time that a check waits for each certificate of a group after the first. */
    private static final Duration POLL = Duration.ofSeconds(5);

    private final FleetRun fleet;
    private final OrderBook book;
    private final Map<String, CertificateReseller> resellers;
    private final Map<String, DnsPublisher> publishers;
    private final WorkflowClient client;
    private final Optional<String> budget;
    private final List<String> deploy;

    /** Creates activities that use no budget and run no command after a delivery. */
    public FleetActivitiesImpl(
            FleetRun fleet,
            OrderBook book,
            Map<String, CertificateReseller> resellers,
            Map<String, DnsPublisher> publishers,
            WorkflowClient client) {
        this(fleet, book, resellers, publishers, client, Optional.empty(), List.of());
    }

    /**
     * Creates activities.
     *
     * @param fleet the fleet run, which must use the same resellers, publishers and order book
     * @param resellers a map from names to resellers
     * @param publishers a map from the names of resellers to publishers of DNS records
     * @param client a client of the namespace in which the worker runs
     * @param budget the budget of the order book that limits all orders, or empty if no budget limits the orders
     * @param deploy the command that is run after a delivery, as a program and its arguments, or an empty list to run
     *     no command
     */
    public FleetActivitiesImpl(
            FleetRun fleet,
            OrderBook book,
            Map<String, CertificateReseller> resellers,
            Map<String, DnsPublisher> publishers,
            WorkflowClient client,
            Optional<String> budget,
            List<String> deploy) {
        this.fleet = fleet;
        this.book = book;
        this.resellers = Map.copyOf(resellers);
        this.publishers = Map.copyOf(publishers);
        this.client = client;
        this.budget = budget;
        this.deploy = List.copyOf(deploy);
    }

    @Override
    public List<CertificateStatus> check(List<CertificateInput> certificates) {
        // A wait of no time ends after one order, but all orders of a group have to be polled.
        Duration limit = POLL.multipliedBy(certificates.size() - 1L);
        List<FleetEntry> entries = fleet.run(
                        certificates.stream()
                                .map(one -> one.spec(budget, deploy))
                                .toList(),
                        limit)
                .entries();
        entries.stream()
                .filter(entry ->
                        entry.state() == FleetState.WAITING && entry.order().isPresent())
                .collect(Collectors.groupingBy(
                        this::resellerOf,
                        Collectors.mapping(entry -> entry.intent().orElseThrow().name(), Collectors.toList())))
                .forEach(this::addToWait);
        return entries.stream().map(CertificateStatus::of).toList();
    }

    /**
     * Returns the name of the reseller that has the order. The specification can name another reseller, if it was
     * changed after the order.
     */
    private String resellerOf(FleetEntry entry) {
        return entry.order()
                .map(OrderId::provider)
                .filter(resellers::containsKey)
                .orElse(entry.spec().reseller());
    }

    private void addToWait(String reseller, List<String> intents) {
        var workflow = Activity.getExecutionContext().getInfo();
        FleetClient.addToWait(client, workflow.getActivityTaskQueue(), reseller, workflow.getWorkflowId(), intents);
    }

    @Override
    public List<String> await(String reseller, Map<String, String> open) {
        CertificateReseller at = Optional.ofNullable(resellers.get(reseller))
                .orElseThrow(() -> new IllegalArgumentException("this worker has no reseller \"" + reseller + "\""));
        Map<OrderId, String> intents = new LinkedHashMap<>();
        Set<String> over = new LinkedHashSet<>();
        open.keySet()
                .forEach(intent -> order(intent).ifPresentOrElse(id -> intents.put(id, intent), () -> {
                    // Another check decides what became of an order that the book does not have.
                    over.add(intent);
                    signal(open.get(intent));
                }));
        try (Heartbeat heartbeat = new Heartbeat(Activity.getExecutionContext())) {
            at.orders()
                    .awaitAll(
                            intents.keySet(),
                            WAIT,
                            publishers.getOrDefault(reseller, DnsPublisher.none()),
                            new AwaitListener() {
                                @Override
                                public void issued(OrderId id, IssuedCertificate certificate) {
                                    end(id);
                                }

                                @Override
                                public void ended(OrderId id, ResellerException why) {
                                    end(id);
                                }

                                private void end(OrderId id) {
                                    signal(open.get(intents.get(id)));
                                    over.add(intents.get(id));
                                }
                            });
            heartbeat.throwIfCanceled();
        }
        return new ArrayList<>(over);
    }

    private Optional<OrderId> order(String intent) {
        List<Attempt> attempts = book.attempts(Intent.of(intent));
        return attempts.stream().flatMap(attempt -> attempt.orderId().stream()).reduce((first, last) -> last);
    }

    private void signal(String workflowId) {
        try {
            client.newWorkflowStub(CertificateWorkflow.class, workflowId).check();
        } catch (WorkflowNotFoundException e) {
            // The certificate is not kept valid any more.
        }
    }

    /**
     * Reports to Temporal that an activity is running, and interrupts its thread when Temporal cancels the activity or
     * the worker shuts down.
     */
    private static final class Heartbeat implements AutoCloseable {

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "certbridge-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        private final Thread waiting = Thread.currentThread();
        private volatile Optional<ActivityCompletionException> canceled = Optional.empty();

        Heartbeat(ActivityExecutionContext activity) {
            Duration timeout = activity.getInfo().getHeartbeatTimeout();
            long pause = Math.max(1, timeout.toMillis() / 3);
            timer.scheduleWithFixedDelay(() -> beat(activity), 0, pause, TimeUnit.MILLISECONDS);
        }

        private synchronized void beat(ActivityExecutionContext activity) {
            try {
                activity.heartbeat(null);
            } catch (ActivityCompletionException e) {
                canceled = Optional.of(e);
                timer.shutdown();
                waiting.interrupt();
            }
        }

        void throwIfCanceled() {
            canceled.ifPresent(e -> {
                throw e;
            });
        }

        @Override
        public synchronized void close() {
            timer.shutdownNow();
            if (canceled.isPresent()) {
                // The interrupt was meant for the wait, not for the next activity in this thread.
                Thread.interrupted();
            }
        }
    }
}
