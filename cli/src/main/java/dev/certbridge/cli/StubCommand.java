package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.WireMockExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge stub}: a stub of each reseller for other programs, until it is stopped. */
@Command(
        name = "stub",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a stub of each reseller on this machine until it is stopped (Ctrl-C, SIGTERM).",
            "Nothing real is sold. What was booked and charged stands as JSON at /__ledger, what was requested at /__journal.",
            "With --export it serves nothing, and writes the contracts' answers for a WireMock of your own."
        },
        footer = {"", "Example:", "  certbridge stub --port regfish=9001 --port realtime=9002"})
final class StubCommand implements Callable<Integer> {

    private static final int HIGHEST = 65535;
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+\\.?");

    @Option(
            names = "--port",
            paramLabel = "RESELLER=PORT",
            description =
                    "Where to listen, 1 to 65535, or 0 for any free port. Default: regfish=18081, realtime=18082.")
    private Map<String, String> ports = new LinkedHashMap<>();

    @Option(
            names = "--zone",
            paramLabel = "DOMAIN",
            description =
                    "A DNS zone at regfish; repeat for more. Default: the last two labels of every name that gets a record.")
    private List<String> zones = new ArrayList<>();

    @Option(
            names = "--no-zone",
            paramLabel = "DOMAIN",
            description = "A domain that is no DNS zone at regfish; repeat for more.")
    private List<String> closedZones = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "The same ids as an earlier run. Default: others each time, so that an order book meets none twice.")
    private @Nullable Long seed;

    @Option(
            names = "--export",
            paramLabel = "FOLDER",
            description = "Write FOLDER/<reseller>/{mappings,__files} for a plain WireMock and stop.")
    private @Nullable Path export;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (export != null) {
            return written(export);
        }
        Map<Subject, Integer> where = where();
        zones.forEach(zone -> requireDomain("--zone", zone));
        closedZones.forEach(zone -> requireDomain("--no-zone", zone));
        long chosen = seed == null ? System.currentTimeMillis() : seed;
        List<StubReseller> stubs = new ArrayList<>();
        // A signal ends the process by this hook alone: the main thread never wakes up.
        Thread onSignal = new Thread(() -> stubs.forEach(StubReseller::close), "stub-stop");
        try {
            where.forEach((subject, port) -> stubs.add(start(subject, port, chosen)));
            Runtime.getRuntime().addShutdownHook(onSignal);
            tell(stubs, chosen);
            new CountDownLatch(1).await();
            return ExitCode.DONE.code();
        } finally {
            stubs.forEach(StubReseller::close);
        }
    }

    private int written(Path folder) {
        List<Path> roots = Subject.all().stream()
                .map(subject -> folder.resolve(subject.name()))
                .toList();
        // None is written when one of them cannot be.
        roots.forEach(WireMockExport::requireUnused);
        roots.forEach(root -> WireMockExport.write(root.getFileName().toString(), root));
        ObjectNode document = JsonOutput.list(
                "exports",
                roots.stream()
                        .map(root -> JsonOutput.object()
                                .put("reseller", root.getFileName().toString())
                                .put("folder", root.toString())));
        output.tellNow(document, report -> roots.forEach(root -> report.item("written " + root)));
        return ExitCode.DONE.code();
    }

    private void tell(List<StubReseller> stubs, long chosen) {
        ObjectNode document =
                JsonOutput.list("stubs", stubs.stream().map(StubCommand::form)).put("seed", chosen);
        output.tellNow(document, report -> {
            stubs.forEach(stub -> {
                report.item(stub.name());
                report.line("address", stub.uri().toString());
                report.line("key", stub.apiKey());
                customer(stub).ifPresent(customer -> report.line("customer", customer));
                report.line("ledger", stub.uri() + StubReseller.LEDGER_PATH);
                report.line("journal", stub.uri() + StubReseller.JOURNAL_PATH);
            });
            report.item("seed " + chosen + "; stop with Ctrl-C");
        });
    }

    private Map<Subject, Integer> where() {
        Map<Subject, Integer> where = new LinkedHashMap<>();
        Map<String, Integer> said = new LinkedHashMap<>();
        ports.forEach((name, port) -> said.put(ResellerOption.named(name).name(), port(name, port)));
        Subject.all().forEach(subject -> where.put(subject, said.getOrDefault(subject.name(), subject.defaultPort())));
        return where;
    }

    private static int port(String name, String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : HIGHEST + 1;
        if (port > HIGHEST) {
            throw new IllegalArgumentException(
                    "a port is a number from 0 to " + HIGHEST + "; --port " + name + "=" + text + " is none");
        }
        return port;
    }

    private static void requireDomain(String option, String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    option + " " + domain + ": not a domain; give one such as " + option + " example.com");
        }
    }

    private StubReseller start(Subject subject, int port, long seed) {
        StubOptions options = StubOptions.defaults().port(port).seed(seed);
        try {
            return subject.startStub(options.zones(zones.isEmpty() ? List.of(StubOptions.ANY_ZONE) : zones)
                    .closedZones(closedZones));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot listen at port " + port + " for " + subject.name()
                            + ", another program may; choose with --port " + subject.name() + "=PORT",
                    e);
        }
    }

    private static ObjectNode form(StubReseller stub) {
        ObjectNode form = JsonOutput.object()
                .put("reseller", stub.name())
                .put("url", stub.uri().toString())
                .put("key", stub.apiKey());
        customer(stub).ifPresent(customer -> form.put("customer", customer));
        return form.put("ledger", stub.uri() + StubReseller.LEDGER_PATH)
                .put("journal", stub.uri() + StubReseller.JOURNAL_PATH);
    }

    /** Returns the customer that requests to a stub name; empty at a reseller whose requests name none. */
    private static Optional<String> customer(StubReseller stub) {
        return Optional.of(ResellerOption.named(stub.name()).stubAccount())
                .filter(account -> !account.equals(RealService.NO_ACCOUNT));
    }
}
