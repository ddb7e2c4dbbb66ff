package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.WireMockExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge stub}: serves a stub of each reseller for other programs. */
@Command(
        name = "stub",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a stub of each reseller on this machine until it is stopped (Ctrl-C, SIGTERM).",
            "A stub imitates a reseller and sells nothing. Its page shows orders, charges, requests and faults in a"
                    + " browser. GET /__ledger lists its charges as JSON, GET /__journal its requests."
        },
        footer = "  certbridge stub --port regfish=9001 --port realtime=9002")
final class StubCommand implements Callable<Integer> {

    private static final int HIGHEST = 65535;
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+\\.?");

    @Option(
            names = "--port",
            paramLabel = "RESELLER=PORT",
            completionCandidates = DefaultPorts.class,
            description =
                    "The port to listen at, 1 to 65535, or 0 for any free port. Default: ${COMPLETION-CANDIDATES}.")
    private Map<String, String> ports = new LinkedHashMap<>();

    @Option(
            names = "--zone",
            paramLabel = "DOMAIN",
            description = "A DNS zone at the reseller. Can be repeated. Default: a domain of two labels becomes a zone"
                    + " when it is first used.")
    private List<String> zones = new ArrayList<>();

    @Option(
            names = "--no-zone",
            paramLabel = "DOMAIN",
            description = "A domain that is not a DNS zone at the reseller. Can be repeated.")
    private List<String> closedZones = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "The seed of the ids that the stubs create. Equal seeds give equal ids. Default: a new number in"
                            + " each run, so that no id occurs twice in an order book.")
    private @Nullable Long seed;

    @Option(
            names = "--export",
            paramLabel = "FOLDER",
            description = "Serve nothing. Write the example responses of the contracts to"
                    + " FOLDER/<reseller>/{mappings,__files}, for a WireMock server of your own.")
    private @Nullable Path export;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (export != null) {
            return write(export);
        }
        Map<StubProvider, Integer> chosenPorts = chosenPorts();
        zones.forEach(zone -> requireDomain("--zone", zone));
        closedZones.forEach(zone -> requireDomain("--no-zone", zone));
        long chosen = seed == null ? System.currentTimeMillis() : seed;
        List<StubReseller> stubs = new ArrayList<>();
        // On a signal, only this hook closes the stubs, because the main thread never wakes up.
        Thread onSignal = new Thread(() -> stubs.forEach(StubReseller::close), "stub-stop");
        try {
            chosenPorts.forEach((provider, port) -> stubs.add(start(provider, port, chosen)));
            Runtime.getRuntime().addShutdownHook(onSignal);
            print(stubs, chosen);
            new CountDownLatch(1).await();
            return ExitCode.DONE.code();
        } finally {
            stubs.forEach(StubReseller::close);
        }
    }

    private int write(Path folder) {
        List<Path> roots = StubProvider.all().stream()
                .map(provider -> folder.resolve(provider.name()))
                .toList();
        // All folders are checked before files are written to the first folder.
        roots.forEach(WireMockExport::requireUnused);
        roots.forEach(root -> WireMockExport.write(root.getFileName().toString(), root));
        ObjectNode document = JsonOutput.list(
                "exports",
                roots.stream()
                        .map(root -> JsonOutput.object()
                                .put("reseller", root.getFileName().toString())
                                .put("folder", root.toString())));
        output.printNow(document, report -> roots.forEach(root -> report.item("written " + root)));
        return ExitCode.DONE.code();
    }

    private void print(List<StubReseller> stubs, long chosen) {
        List<ObjectNode> items = stubs.stream().map(StubCommand::json).toList();
        output.printNow(JsonOutput.list("stubs", items.stream()).put("seed", chosen), report -> {
            for (ObjectNode item : items) {
                report.item(item.remove("reseller").asText());
                item.properties()
                        .forEach(field -> report.line(
                                field.getKey().equals("url") ? "address" : field.getKey(),
                                field.getValue().asText()));
            }
            report.item("seed " + chosen + "; stop with Ctrl-C");
        });
    }

    private Map<StubProvider, Integer> chosenPorts() {
        Map<String, Integer> given = new LinkedHashMap<>();
        ports.forEach((name, port) -> given.put(ResellerOption.named(name).name(), port(name, port)));
        Map<StubProvider, Integer> chosen = new LinkedHashMap<>();
        StubProvider.all()
                .forEach(provider -> chosen.put(provider, given.getOrDefault(provider.name(), provider.defaultPort())));
        return chosen;
    }

    private static int port(String name, String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : HIGHEST + 1;
        if (port > HIGHEST) {
            throw new IllegalArgumentException(
                    "--port " + name + "=" + text + ": not a port. Give a number from 0 to " + HIGHEST);
        }
        return port;
    }

    private static void requireDomain(String option, String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    option + " " + domain + ": not a domain. Give one such as " + option + " example.com");
        }
    }

    private StubReseller start(StubProvider provider, int port, long seed) {
        StubOptions options = StubOptions.defaults().port(port).seed(seed);
        try {
            return provider.start(options.zones(zones.isEmpty() ? List.of(StubOptions.ANY_ZONE) : zones)
                    .closedZones(closedZones));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot listen at port " + port + " for " + provider.name()
                            + ". Another program may use it. Choose another with --port " + provider.name() + "=PORT",
                    e);
        }
    }

    private static ObjectNode json(StubReseller stub) {
        ObjectNode json = JsonOutput.object()
                .put("reseller", stub.name())
                .put("url", stub.uri().toString())
                .put("key", stub.apiKey());
        StubProvider.named(stub.name()).account().ifPresent(customer -> json.put("customer", customer));
        return json.put("page", stub.uri() + StubReseller.PAGE_PATH)
                .put("ledger", stub.uri() + StubReseller.LEDGER_PATH)
                .put("journal", stub.uri() + StubReseller.JOURNAL_PATH);
    }

    /** The default ports, which the help lists. */
    static final class DefaultPorts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return StubProvider.all().stream()
                    .map(provider -> provider.name() + "=" + provider.defaultPort())
                    .iterator();
        }
    }
}
