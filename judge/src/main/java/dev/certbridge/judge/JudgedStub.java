package dev.certbridge.judge;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.stub.StubContract;
import dev.certbridge.stub.StubExchange;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running stub with the faults of a scenario. The stub records and judges all requests of a client. */
public final class JudgedStub implements AutoCloseable {

    /** The path of the current findings as JSON. Clients read the path with GET, and need no API key. */
    public static final String VERDICT_PATH = "/__verdict";

    /**
     * The path to which a client sends a POST request when it has ended. The answer contains the same JSON as
     * {@link #VERDICT_PATH}.
     */
    public static final String END_PATH = "/__end";

    private final Scenario scenario;
    private final JudgeOptions options;
    private final ContractDocument contract;
    private final String customer;
    private final StubReseller stub;
    private final List<StubExchange> exchanges = new CopyOnWriteArrayList<>();
    private final CountDownLatch onEnd = new CountDownLatch(1);
    private volatile @Nullable Instant ended;

    private JudgedStub(StubProvider provider, Scenario scenario, JudgeOptions options, StubOptions start) {
        this.scenario = scenario;
        this.options = options;
        this.contract = ContractDocument.onClassPath(provider.name());
        this.customer = provider.account().orElse("");
        this.stub =
                provider.start(start.seed(options.seed() + scenario.ordinal()).zones(List.of(StubOptions.ANY_ZONE)));
        stub.listen(exchanges::add);
        scenario.applyTo(stub, contract, options);
        stub.serve("GET", VERDICT_PATH, () -> JudgmentReport.json(judge()));
        stub.serve("POST", END_PATH, () -> {
            clientEnded();
            onEnd.countDown();
            return JudgmentReport.json(judge());
        });
    }

    /**
     * Starts a stub.
     *
     * @param port the port, or 0 for any free port
     * @throws IllegalArgumentException the scenario is not possible at the reseller
     */
    public static JudgedStub start(StubProvider provider, Scenario scenario, JudgeOptions options, int port) {
        return start(provider, scenario, options, StubOptions.defaults().port(port));
    }

    /** Starts a stub. The parameter {@code start} contains the port and the clock. */
    static JudgedStub start(StubProvider provider, Scenario scenario, JudgeOptions options, StubOptions start) {
        if (!scenario.isPossibleAt(provider)) {
            throw new IllegalArgumentException("the scenario " + scenario.id() + " is not possible at "
                    + provider.name() + ", whose API has no such answer");
        }
        return new JudgedStub(provider, scenario, options, start);
    }

    /** Returns the base URI of the stub, without a slash at the end. */
    public URI uri() {
        return stub.uri();
    }

    /** Returns the API key that the stub accepts. */
    public String apiKey() {
        return stub.apiKey();
    }

    /** Returns the customer that requests must contain, or an empty text if the reseller has no customers. */
    public String customer() {
        return customer;
    }

    /** Returns the stub, for example to read its ledger. */
    public StubReseller stub() {
        return stub;
    }

    /** Returns the name of the reseller. */
    public String reseller() {
        return stub.name();
    }

    /** Waits until a client sends a POST request to {@link #END_PATH}. */
    public void awaitEnd() throws InterruptedException {
        onEnd.await();
    }

    /** Returns the scenario. */
    public Scenario scenario() {
        return scenario;
    }

    /**
     * Records that the client has ended by itself. Requests after the end break {@link JudgeRule#SILENT_AFTER_END}. A
     * second call of this method does nothing.
     */
    public synchronized void clientEnded() {
        if (ended == null) {
            ended = stub.clock().instant();
        }
    }

    /**
     * Judges the recorded requests. The verdict on {@link JudgeRule#SURVIVES_UNKNOWN} is "not seen", because the rule
     * needs the result of the scenario {@code quiet}.
     */
    public ScenarioResult judge() {
        return judge(Optional.empty());
    }

    /**
     * Judges the recorded requests.
     *
     * @param quiet the result of the same client in the scenario {@code quiet}, which the rule
     *     {@link JudgeRule#SURVIVES_UNKNOWN} needs
     */
    public ScenarioResult judge(Optional<ScenarioResult> quiet) {
        // A client that was stopped has not shown all its calls.
        List<OrderCalls> quietCalls = quiet.filter(result -> scenario == Scenario.ODD_BUT_LEGAL)
                .filter(result -> result.end().map(CommandEnd::byItself).orElse(true))
                .map(ScenarioResult::orders)
                .orElse(List.of());
        Evidence evidence = new Evidence(
                contract,
                apiKey(),
                StubContract.of(stub.name()).keyHeader().toLowerCase(Locale.ROOT),
                List.copyOf(exchanges),
                stub.ledger().entries(),
                Optional.ofNullable(ended),
                stub.clock().instant(),
                quietCalls,
                options);
        ApiKeyPattern key = new ApiKeyPattern(apiKey());
        Map<JudgeRule, Finding> findings = new EnumMap<>(JudgeRule.class);
        for (JudgeRule rule : JudgeRule.values()) {
            findings.put(rule, rule.judge(evidence).without(key));
        }
        return new ScenarioResult(
                stub.name(),
                scenario,
                findings,
                evidence.orderCalls(),
                evidence.exchanges().stream()
                        .collect(Collectors.groupingBy(
                                exchange -> exchange.reply().status(),
                                TreeMap::new,
                                Collectors.summingInt(exchange -> 1))),
                evidence.bookings().size(),
                Optional.empty());
    }

    /** Stops the stub. The recorded requests can be judged after the stub is stopped. */
    @Override
    public void close() {
        stub.close();
    }
}
