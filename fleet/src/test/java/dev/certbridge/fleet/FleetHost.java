package dev.certbridge.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.stub.StubReseller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.postgresql.ds.PGPoolingDataSource;

/** A host of a fleet: a process with folders of its own, which shares an order book with other hosts. */
final class FleetHost implements AutoCloseable {

    private static final String READY = "ready";
    private static final Duration POLLING = Duration.ofMillis(50);

    private final Path folder;
    private final Process process;
    private final BufferedReader output;

    private FleetHost(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    static List<CertificateSpec> specs(int certificates) {
        return IntStream.range(0, certificates)
                .mapToObj(i -> TestFleet.regfish("c" + i).build())
                .toList();
    }

    /** Starts a host. It can run when {@link #awaitReady} returns. */
    static FleetHost start(Path folder, int certificates, StubReseller stub, String database) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FleetHost.class.getName(),
                folder.toString(),
                Integer.toString(certificates),
                stub.uri().toString(),
                stub.apiKey(),
                database);
        return new FleetHost(
                folder,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Runs once for each line of the input, and prints the state of each certificate. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<CertificateSpec> specs = specs(Integer.parseInt(arguments[1]));
        ConnectOptions options = ConnectOptions.builder()
                .uri(URI.create(arguments[2]))
                .polling(new Polling(POLLING, POLLING))
                .build();
        DataSource database = pool(arguments[4]);
        Path recovery = Files.createDirectories(folder.resolve("recovery"));
        try (OrderBook book = OrderBooks.postgres(database, recovery);
                CertificateReseller regfish = Regfish.connect(arguments[3], book, options)) {
            FleetRun run = FleetRun.builder(Map.of(Regfish.NAME, regfish), book, vault(folder), deployment(folder))
                    .build();
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            do {
                System.out.println(READY);
                if (input.readLine() == null) {
                    return;
                }
                run.run(specs, Duration.ofMinutes(1))
                        .entries()
                        .forEach(entry -> System.out.println(entry.spec().id() + " " + entry.state()));
            } while (true);
        }
    }

    // The deprecated pool of the driver is enough here, and needs no other library.
    @SuppressWarnings("deprecation")
    private static DataSource pool(String url) {
        PGPoolingDataSource pool = new PGPoolingDataSource();
        pool.setUrl(url);
        return pool;
    }

    private static KeyVault vault(Path folder) {
        return KeyVault.in(folder.resolve("keys"));
    }

    private static FolderDeployment deployment(Path folder) {
        return FolderDeployment.in(folder.resolve("certificates")).build();
    }

    /** Starts a run, and does not wait for its end. */
    void begin() throws IOException {
        process.outputWriter(UTF_8).write("run\n");
        process.outputWriter(UTF_8).flush();
    }

    /** Waits for the end of a run. Returns the states of the certificates by their ids. */
    Map<String, FleetState> states() throws IOException {
        Map<String, FleetState> states = new LinkedHashMap<>();
        for (String line : awaitReady()) {
            String[] words = line.split(" ");
            states.put(words[0], FleetState.valueOf(words[1]));
        }
        return states;
    }

    /** Waits until the host can run. Returns what it printed before. */
    List<String> awaitReady() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("the host ended after " + lines);
            }
            lines.add(line);
        }
        return lines;
    }

    /** Returns true if the host has the private key. */
    boolean hasKey(String keySha256) {
        return vault(folder).find(keySha256).isPresent();
    }

    /** Returns the key hash of each deployed certificate by the id of its specification. */
    Map<String, String> deployedKeys(List<CertificateSpec> specs) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (CertificateSpec spec : specs) {
            deployment(folder)
                    .deployed(spec)
                    .map(IssuedCertificate::keySha256)
                    .ifPresent(key -> keys.put(spec.id(), key));
        }
        return keys;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits at most a minute for the end of the process. Returns its exit code. */
    int awaitEnd() {
        return process.onExit().orTimeout(1, TimeUnit.MINUTES).join().exitValue();
    }

    /** Sends SIGKILL and waits for the end of the process. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        kill();
    }
}
