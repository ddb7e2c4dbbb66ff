package dev.certbridge.cli;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.RunDetails;
import dev.certbridge.judge.CommandEnd;
import dev.certbridge.judge.CommandTarget;
import dev.certbridge.judge.Judge;
import dev.certbridge.judge.JudgeOptions;
import dev.certbridge.judge.JudgeVerdict;
import dev.certbridge.judge.JudgedStub;
import dev.certbridge.judge.Judgment;
import dev.certbridge.judge.JudgmentReport;
import dev.certbridge.judge.ProcessCommand;
import dev.certbridge.judge.Scenario;
import dev.certbridge.judge.ScenarioResult;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge judge}: runs any client against stubs, and judges the client by its requests. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a client in any language against stubs on this machine, and judges the client by its requests.",
            "The client gets CERTBRIDGE_URL, CERTBRIDGE_KEY, CERTBRIDGE_CUSTOMER, CERTBRIDGE_RESELLER and"
                    + " CERTBRIDGE_SCENARIO as environment variables. {url}, {key} and {customer} are replaced in its"
                    + " arguments."
        },
        footer = {
            "  certbridge judge --reseller regfish --report target/judge -- python3 order.py {url}",
            "  certbridge judge -- env MY_API_URL={url} MY_API_KEY={key} ./my-client",
            "",
            "Exit codes:",
            "  0  no rule is broken; rules reported as not seen were not tested",
            "  1  a rule is broken",
            "  2  wrong usage, or too little was seen: the client cannot be started, sent no request, placed no"
                    + " order, or did not end by itself in the scenario quiet"
        })
final class JudgeCommand implements Callable<Integer> {

    private static final String ALL = "all";
    private static final int HIGHEST_PORT = 65535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            completionCandidates = Scenarios.class,
            description = "The scenario: ${COMPLETION-CANDIDATES}. Can be repeated. Default: all.")
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = "--reseller",
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description = "Run the client for this reseller only: ${COMPLETION-CANDIDATES}. Default: all resellers.")
    private @Nullable String reseller;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "The number of orders that the client places in a scenario. Default: 1.")
    private int orders = 1;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write judge.html, judge.json, TEST-certbridge-judge.xml (JUnit) and the output of the client"
                    + " in each scenario to this folder.")
    private @Nullable Path report;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "The time after which the client is stopped in each scenario. What the client does later is"
                    + " not tested."
                    + " Default: 60.")
    private int timeLimit = 60;

    @Option(
            names = "--retry-after",
            paramLabel = "SECONDS",
            description = "The value of the header Retry-After in the scenarios that send it. Default: 2.")
    private int retryAfter = 2;

    @Option(
            names = "--slow-answer",
            paramLabel = "SECONDS",
            description = "The delay of answers in the scenario slow-answer. Choose a longer delay than the"
                    + " client waits for an answer. Default: 3.")
    private double slowAnswer = 3;

    @Option(
            names = "--poll-interval",
            paramLabel = "SECONDS",
            description = "The shortest allowed time between two reads of an order. Default: 0.2.")
    private double pollInterval = 0.2;

    @Option(
            names = "--serve",
            description = "Serve the stub of one reseller in one scenario, and run no client. Print the address"
                    + " and key of the stub, and judge all requests until a POST to /__end or a signal. GET"
                    + " /__verdict returns the current verdict as JSON.")
    private boolean serve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen at with --serve. Default: any free port.")
    private int port;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The client and its arguments, after --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        CliContext context = CliContext.of(Objects.requireNonNull(spec));
        JudgeOptions options = options();
        Set<Scenario> chosen = scenarios();
        List<StubProvider> resellers = reseller == null
                ? StubProvider.all()
                : List.of(StubProvider.named(ResellerOption.named(reseller).name()));
        RunDetails run = RunDetails.of(
                context.options().clock(),
                resellers.stream()
                        .map(StubProvider::name)
                        .map(ContractDocument::onClassPath)
                        .toList());
        try {
            if (report != null) {
                Files.createDirectories(report);
            }
            Judgment judgment = serve
                    ? serve(options, resellers, chosen, context)
                    : new Judge(options)
                            .run(
                                    new ProcessCommand(command, options.timeLimit(), Optional.ofNullable(report)),
                                    resellers,
                                    chosen,
                                    result -> context.out().println(progress(result)));
            return finish(new JudgmentReport(judgment, run), context);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    report == null
                            ? "cannot write the output of the client to the temporary folder. Free some space there"
                            : "cannot write the report to " + report + ". Choose another folder",
                    e);
        }
    }

    /**
     * Serves one stub until a client sends a POST request to {@link JudgedStub#END_PATH}. If the process receives a
     * signal, a shutdown hook closes the stub and nothing is printed.
     */
    private Judgment serve(JudgeOptions options, List<StubProvider> resellers, Set<Scenario> chosen, CliContext context)
            throws InterruptedException {
        if (resellers.size() != 1 || chosen.size() != 1 || !command.isEmpty()) {
            throw new IllegalArgumentException(
                    "--serve needs one --reseller and one --scenario, and no command. Start your client yourself");
        }
        try (JudgedStub stub = start(resellers.get(0), chosen.iterator().next(), options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stub::close, "judge-stop"));
            CommandTarget.of(stub)
                    .environment()
                    .forEach((name, value) -> context.out().println(name + "=" + value));
            context.out().println("# verdict: GET " + stub.uri() + JudgedStub.VERDICT_PATH);
            context.out().println("# end: POST " + stub.uri() + JudgedStub.END_PATH);
            context.out().flush();
            stub.awaitEnd();
            TimeUnit.NANOSECONDS.sleep(options.grace().toNanos());
            return new Judgment(options, List.of(stub.judge()));
        }
    }

    private JudgedStub start(StubProvider provider, Scenario scenario, JudgeOptions options) {
        try {
            return JudgedStub.start(provider, scenario, options, port);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot listen at port " + port + ". Another program may use it. Choose another with --port", e);
        }
    }

    private int finish(JudgmentReport written, CliContext context) throws IOException {
        Judgment judgment = written.judgment();
        if (report != null) {
            written.write(report);
        }
        if (!judgment.hasRequests()) {
            Optional<CommandEnd> end = judgment.results().get(0).end();
            context.err()
                    .println("certbridge: the client sent no request to the stub in any scenario"
                            + end.map(one -> " (" + one.description() + ")").orElse("")
                            + ". Use the address in CERTBRIDGE_URL or {url}");
            end.ifPresent(one -> one.lastLines().forEach(line -> context.err().println("  " + PrintableText.of(line))));
            return judgment.exitCode();
        }
        context.out().println();
        context.out().print(written.text());
        context.out().flush();
        return judgment.exitCode();
    }

    private static String progress(ScenarioResult result) {
        return result.reseller() + " " + result.scenario().id() + ": "
                + result.end().map(CommandEnd::description).orElse("") + ", " + result.requests() + " requests, "
                + result.count(JudgeVerdict.KEPT) + " rules kept, " + result.count(JudgeVerdict.BROKEN) + " broken, "
                + result.count(JudgeVerdict.NOT_SEEN) + " not seen";
    }

    private JudgeOptions options() {
        if (port < 0 || port > HIGHEST_PORT || port > 0 && !serve) {
            throw new IllegalArgumentException(
                    "--port " + port + ": give a port from 0 to " + HIGHEST_PORT + ", together with --serve");
        }
        return JudgeOptions.defaults()
                .orders(orders)
                .retryAfter(Duration.ofSeconds(retryAfter))
                .slowAnswer(seconds("--slow-answer", slowAnswer))
                .pollInterval(seconds("--poll-interval", pollInterval))
                .timeLimit(Duration.ofSeconds(timeLimit))
                // Ids must not repeat, because a client may store them from one run to the next.
                .seed(System.currentTimeMillis());
    }

    private static Duration seconds(String option, double value) {
        if (!(value >= 0 && value <= 3600)) {
            throw new IllegalArgumentException(option + " " + value + ": give seconds from 0 to 3600");
        }
        return Duration.ofMillis(Math.round(value * 1000));
    }

    private Set<Scenario> scenarios() {
        Set<Scenario> chosen = EnumSet.noneOf(Scenario.class);
        for (String name : scenarios.isEmpty() ? List.of(ALL) : scenarios) {
            if (name.equals(ALL)) {
                chosen.addAll(EnumSet.allOf(Scenario.class));
            } else {
                chosen.add(Scenario.named(name));
            }
        }
        return chosen;
    }

    /** The names of all scenarios, which the help lists. */
    static final class Scenarios implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            Stream.of(ALL), Arrays.stream(Scenario.values()).map(Scenario::id))
                    .iterator();
        }
    }
}
