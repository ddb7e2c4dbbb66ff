package dev.certbridge.temporal;

import dev.certbridge.dns.ProgramDnsPublisher;
import dev.certbridge.fleet.FleetRun;
import dev.certbridge.fleet.FolderDeployment;
import dev.certbridge.orderbook.JdbcUrlDataSource;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.spi.ResellerProvider;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A program that runs a worker. The settings of the worker are environment variables, see {@code docs/temporal.md}. */
public final class FleetWorkerMain implements AutoCloseable {

    private final Map<String, String> settings;
    /** The actions that close the resources, beginning with the resource that was opened last. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private FleetWorkerMain(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Runs a worker until the process gets a signal. Exits with status 2 if a setting is missing or is not valid. */
    public static void main(String[] args) {
        try {
            FleetWorkerMain worker = start(System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "certbridge-shutdown"));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            System.err.println("certbridge worker: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Starts a worker. The worker polls until it is closed.
     *
     * @throws IllegalArgumentException a setting is missing or is not valid
     * @throws IllegalStateException the order book, the folder or Temporal cannot be used
     */
    static FleetWorkerMain start(Map<String, String> settings) {
        FleetWorkerMain worker = new FleetWorkerMain(settings);
        try {
            worker.start();
            return worker;
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private void start() {
        Path folder = Path.of(required("CERTBRIDGE_FOLDER", "the folder of keys and certificates"));
        FolderDeployment deployment = FolderDeployment.in(folder).build();
        deployment.requireUsable();
        OrderBook book = book(folder);
        closing.push(book::close);
        Map<String, CertificateReseller> resellers = resellers(book);
        Map<String, DnsPublisher> publishers = publishers(resellers);
        FleetRun fleet = FleetRun.builder(resellers, book, KeyVault.in(folder.resolve("keys")), deployment)
                .publishers(publishers)
                .build();
        WorkflowClient client = client();
        WorkerFactory factory = WorkerFactory.newInstance(client);
        closing.push(() -> {
            factory.shutdownNow();
            factory.awaitTermination(1, TimeUnit.MINUTES);
        });
        int parallel = number("CERTBRIDGE_PARALLEL", 4);
        FleetWorker.register(
                factory.newWorker(
                        setting("CERTBRIDGE_TASK_QUEUE").orElse("certbridge"),
                        WorkerOptions.newBuilder()
                                // Each wait for the orders of a reseller also takes a place.
                                .setMaxConcurrentActivityExecutionSize(parallel + resellers.size())
                                .build()),
                new FleetActivitiesImpl(
                        fleet,
                        book,
                        resellers,
                        publishers,
                        client,
                        setting("CERTBRIDGE_BUDGET"),
                        command("CERTBRIDGE_DEPLOY").orElse(List.of())));
        try {
            factory.start();
        } catch (StatusRuntimeException e) {
            throw new IllegalStateException("cannot use Temporal at " + address() + ": " + e.getStatus(), e);
        }
    }

    private OrderBook book(Path folder) {
        Path recovery = folder.resolve("recovery");
        try {
            Files.createDirectories(recovery);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + recovery + ": " + e, e);
        }
        return setting("CERTBRIDGE_BOOK")
                .map(url -> OrderBooks.postgres(new JdbcUrlDataSource("CERTBRIDGE_BOOK", url), recovery))
                .orElseGet(() -> OrderBooks.sqlite(folder.resolve("orders.db"), recovery));
    }

    /** Returns a client for each reseller on the class path whose API key is set. */
    private Map<String, CertificateReseller> resellers(OrderBook book) {
        String environment =
                required("CERTBRIDGE_ENVIRONMENT", "the environment, live for real orders or ote" + " for tests");
        Map<String, CertificateReseller> resellers = new TreeMap<>();
        for (ResellerProvider provider : ResellerProvider.all()) {
            for (ResellerProvider.Environment at : provider.environments()) {
                Optional<String> key = setting(at.keyVariable());
                if (at.name().equals(environment) && key.isPresent()) {
                    String account = at.accountRequired()
                            ? required(at.accountVariable(), "the account at " + provider.name())
                            : setting(at.accountVariable()).orElse(ResellerProvider.NO_ACCOUNT);
                    CertificateReseller reseller =
                            provider.connect(at, key.get(), account, book, ConnectOptions.defaults());
                    closing.push(reseller::close);
                    resellers.put(provider.name(), reseller);
                }
            }
        }
        if (resellers.isEmpty()) {
            throw new IllegalArgumentException("no reseller on the class path has an API key for \"" + environment
                    + "\". Set an API key such as REGFISH_API_KEY, and add the jar of the reseller's client");
        }
        return resellers;
    }

    /** Returns a publisher for each reseller. All publishers run the configured program. */
    private Map<String, DnsPublisher> publishers(Map<String, CertificateReseller> resellers) {
        Map<String, DnsPublisher> publishers = new TreeMap<>();
        command("CERTBRIDGE_DNS_PROGRAM")
                .map(program -> ProgramDnsPublisher.of(program, Duration.ofMinutes(1)))
                .ifPresent(publisher -> resellers.keySet().forEach(name -> publishers.put(name, publisher)));
        return publishers;
    }

    private WorkflowClient client() {
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(address());
        setting("TEMPORAL_API_KEY")
                .ifPresent(key -> options.setEnableHttps(true).addApiKey(() -> key));
        setting("TEMPORAL_TLS_CLIENT_CERT_PATH").ifPresent(certificate -> {
            String key = required("TEMPORAL_TLS_CLIENT_KEY_PATH", "the key of the client certificate");
            try (InputStream chain = Files.newInputStream(Path.of(certificate));
                    InputStream secret = Files.newInputStream(Path.of(key))) {
                options.setSslContext(
                        SimpleSslContextBuilder.forPKCS8(chain, secret).build());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the client certificate for Temporal: " + e, e);
            }
        });
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options.build());
        closing.push(service::shutdownNow);
        return WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(setting("TEMPORAL_NAMESPACE").orElse("default"))
                        .build());
    }

    private String address() {
        return setting("TEMPORAL_ADDRESS").orElse("127.0.0.1:7233");
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    private Optional<List<String>> command(String name) {
        return setting(name).map(command -> List.of(command.trim().split("\\s+")));
    }

    private String required(String name, String what) {
        return setting(name).orElseThrow(() -> new IllegalArgumentException(name + " is not set: " + what));
    }

    private int number(String name, int otherwise) {
        String text = setting(name).orElse(String.valueOf(otherwise));
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(name + " must be a number from 1 to 9999, not \"" + text + '"');
        }
        return Integer.parseInt(text);
    }

    /** Stops polling for new activities, interrupts the running activities, and waits until they have ended. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
