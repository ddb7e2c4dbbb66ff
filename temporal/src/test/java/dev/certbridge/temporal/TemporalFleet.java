package dev.certbridge.temporal;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.FleetRun;
import dev.certbridge.fleet.FolderDeployment;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A Temporal server, a worker and a stub of Realtime Register, all with one simulated clock. */
final class TemporalFleet implements AutoCloseable {

    /** Options of a worker on a busy machine, where a thread may get no processor for the second that is the default. */
    static final WorkerOptions SLOW_MACHINE = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(Duration.ofSeconds(30).toMillis())
            .build();

    static final String QUEUE = "certificates";
    static final String PRODUCT = "ssl_example_dv";

    final TestWorkflowEnvironment temporal;
    final WorkflowClient client;
    final RealtimeStub stub;
    final OrderBook book;
    final FolderDeployment deployment;
    final Clock clock = new TestClock();
    private final CertificateReseller reseller;
    private final FleetActivities activities;
    private final AtomicLong slept = new AtomicLong();
    private final WorkerFactory worker;

    TemporalFleet(Path folder) {
        this(folder, Duration.ofMinutes(15), activities -> activities);
    }

    /**
     * Creates a fleet with a worker whose activities a test changes.
     *
     * @param timeout the time after which an activity without an answer is repeated. The server skips no time before
     */
    TemporalFleet(Path folder, Duration timeout, UnaryOperator<FleetActivities> change) {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setInitialTime(Instant.parse("2026-11-30T00:00:00Z"))
                .registerSearchAttribute("CertbridgeState", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute("CertbridgeNotAfter", IndexedValueType.INDEXED_VALUE_TYPE_DATETIME)
                .build());
        client = temporal.getWorkflowClient();
        stub = RealtimeStub.start(StubOptions.defaults().clock(clock));
        book = OrderBooks.inMemory(clock);
        reseller = Realtime.connect(
                stub.apiKey(),
                RealtimeStub.CUSTOMER,
                book,
                ConnectOptions.builder()
                        .uri(stub.uri())
                        .time(clock, pause -> slept.addAndGet(pause.toMillis()))
                        .build());
        deployment = FolderDeployment.in(folder).clock(clock).build();
        Map<String, CertificateReseller> resellers = Map.of("realtime", reseller);
        FleetRun fleet = FleetRun.builder(resellers, book, KeyVault.in(folder.resolve("keys")), deployment)
                .clock(clock)
                .build();
        activities = change.apply(new FleetActivitiesImpl(fleet, book, resellers, Map.of(), client));
        worker = WorkerFactory.newInstance(client);
        FleetWorker.register(worker.newWorker(QUEUE, SLOW_MACHINE), activities, timeout, timeout);
        worker.start();
    }

    void keep(CertificateInput... certificates) {
        new FleetClient(client, QUEUE).keep(List.of(certificates));
    }

    /** Lets time pass, in which the workflows do what is due. */
    void pass(Duration time) {
        temporal.sleep(time);
    }

    List<CertificateStatus> status(String workflowId) {
        return client.newWorkflowStub(CertificateWorkflow.class, workflowId).status();
    }

    Optional<IssuedCertificate> deployed(CertificateInput certificate) {
        return deployment.deployed(certificate.spec(Optional.empty(), List.of()));
    }

    /** Returns the history of the current run of a workflow. */
    WorkflowExecutionHistory history(String workflowId) {
        return client.fetchHistory(workflowId);
    }

    static CertificateInput certificate(String id) {
        return CertificateInput.of(spec(id).build());
    }

    static CertificateSpec.Builder spec(String id) {
        return CertificateSpec.builder(id, "realtime", PRODUCT, Spending.upTo("EUR", "250.00"))
                .names(List.of(id + ".example.com"));
    }

    @Override
    public void close() {
        worker.shutdownNow();
        temporal.close();
        reseller.close();
        book.close();
        stub.close();
    }

    /** Shows the time of the Temporal server, later by the pauses of calls that were skipped. */
    private final class TestClock extends Clock {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(temporal.currentTimeMillis() + slept.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return zone.equals(ZoneOffset.UTC) ? this : Clock.fixed(instant(), zone);
        }
    }
}
