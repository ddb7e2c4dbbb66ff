package dev.certbridge.judge.junit;

import dev.certbridge.judge.Finding;
import dev.certbridge.judge.JudgeOptions;
import dev.certbridge.judge.JudgeRule;
import dev.certbridge.judge.JudgeVerdict;
import dev.certbridge.judge.JudgedStub;
import dev.certbridge.judge.Scenario;
import dev.certbridge.judge.ScenarioResult;
import dev.certbridge.stub.StubProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * A JUnit extension that runs a test once in each scenario. The test fails if the client breaks a rule. For example:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final JudgeExtension judge = JudgeExtension.of("regfish");
 *
 * @TestTemplate
 * void my_client_keeps_the_rules(JudgedStub stub) {
 *     new MyClient(stub.uri(), stub.apiKey()).order("www.example.com");
 * }
 * }</pre>
 *
 * <p>The test must expect exceptions of the client, because orders fail in most scenarios. The test also fails if no
 * order was placed in the scenario {@code quiet}. If the scenario {@code quiet} is not selected, the test
 * fails unless the client places an order in every scenario in which the stub books orders. A report entry of the test contains the number of kept rules and the
 * number of rules that were not seen.
 */
public final class JudgeExtension implements TestTemplateInvocationContextProvider {

    private final StubProvider reseller;
    private final Set<Scenario> scenarios;
    private final JudgeOptions options;

    private JudgeExtension(StubProvider reseller, Set<Scenario> scenarios, JudgeOptions options) {
        this.reseller = reseller;
        this.scenarios = scenarios;
        this.options = options;
    }

    /**
     * Returns an extension with all scenarios of a reseller and with the default options. The extension does not wait
     * for requests after the test.
     *
     * @throws IllegalArgumentException the class path has no stub of this reseller
     */
    public static JudgeExtension of(String reseller) {
        return new JudgeExtension(
                StubProvider.named(reseller),
                EnumSet.allOf(Scenario.class),
                JudgeOptions.defaults().grace(Duration.ZERO));
    }

    /**
     * Returns a copy with only these scenarios. The scenario {@code odd-but-legal} also needs the scenario
     * {@code quiet}, because the rule {@link JudgeRule#SURVIVES_UNKNOWN} compares the two scenarios.
     */
    public JudgeExtension scenarios(Scenario first, Scenario... more) {
        return new JudgeExtension(reseller, EnumSet.of(first, more), options);
    }

    /** Returns a copy with other options. The time limit in the options has no effect on a test. */
    public JudgeExtension with(JudgeOptions other) {
        return new JudgeExtension(reseller, scenarios, other);
    }

    /** Returns true if the test has a parameter of the type {@link JudgedStub}. */
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod().stream()
                .flatMap(method -> Stream.of(method.getParameterTypes()))
                .anyMatch(JudgedStub.class::equals);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        AtomicReference<@Nullable ScenarioResult> quiet = new AtomicReference<>();
        return scenarios.stream()
                .filter(scenario -> scenario.isPossibleAt(reseller))
                .map(scenario -> new Invocation(
                        scenario, new JudgedTest(reseller, scenario, options, mustOrder(scenario), quiet)));
    }

    /**
     * Returns true if the client must place an order in this scenario: in the scenario {@code quiet} or, if that is not
     * selected, in every scenario in which the stub books orders.
     */
    private boolean mustOrder(Scenario scenario) {
        return scenario == Scenario.QUIET || !scenarios.contains(Scenario.QUIET);
    }

    private record Invocation(Scenario scenario, JudgedTest test) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int number) {
            return scenario.id();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(test);
        }
    }

    private static final class JudgedTest implements BeforeEachCallback, ParameterResolver, AfterEachCallback {

        private final StubProvider reseller;
        private final Scenario scenario;
        private final JudgeOptions options;
        private final boolean mustOrder;
        private final AtomicReference<@Nullable ScenarioResult> quiet;
        private @Nullable JudgedStub stub;

        JudgedTest(
                StubProvider reseller,
                Scenario scenario,
                JudgeOptions options,
                boolean mustOrder,
                AtomicReference<@Nullable ScenarioResult> quiet) {
            this.reseller = reseller;
            this.scenario = scenario;
            this.options = options;
            this.mustOrder = mustOrder;
            this.quiet = quiet;
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            stub = JudgedStub.start(reseller, scenario, options, 0);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == JudgedStub.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return running();
        }

        private JudgedStub running() {
            if (stub == null) {
                throw new IllegalStateException("the stub runs only during tests");
            }
            return stub;
        }

        @Override
        public void afterEach(ExtensionContext context) throws InterruptedException {
            try (JudgedStub judged = running()) {
                judged.clientEnded();
                TimeUnit.NANOSECONDS.sleep(options.grace().toNanos());
                ScenarioResult result = judged.judge(Optional.ofNullable(quiet.get()));
                if (scenario == Scenario.QUIET) {
                    quiet.set(result);
                }
                context.publishReportEntry(
                        "certbridge judge",
                        result.count(JudgeVerdict.KEPT) + " rules kept, " + result.count(JudgeVerdict.NOT_SEEN)
                                + " not seen");
                if (result.requests() == 0) {
                    throw new AssertionError("the client sent no request to the stub at " + judged.uri());
                }
                if (result.count(JudgeVerdict.BROKEN) > 0) {
                    throw new AssertionError(broken(result));
                }
                result.missingOrder().filter(missing -> mustOrder).ifPresent(missing -> {
                    throw new AssertionError(missing);
                });
            }
        }

        private static String broken(ScenarioResult result) {
            return result.findings().entrySet().stream()
                    .filter(entry -> entry.getValue().verdict() == JudgeVerdict.BROKEN)
                    .sorted(Map.Entry.<JudgeRule, Finding>comparingByKey())
                    .map(entry -> entry.getKey().id() + ": " + entry.getKey().sentence() + " "
                            + String.join("; ", entry.getValue().proof()))
                    .collect(Collectors.joining("\n"));
        }
    }
}
