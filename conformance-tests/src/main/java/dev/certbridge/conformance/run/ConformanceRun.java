package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs all rules against clients, one case after the other, in this process and in the thread of the caller. */
public final class ConformanceRun {

    /** A listener for the progress of a run. The run calls the listener in the thread of the run. */
    public interface Progress {

        /** A listener that ignores the progress. */
        Progress NONE = new Progress() {};

        /** Receives a client before its rules run. */
        default void started(ClientUnderTest candidate) {}

        /** Receives the result of one case of a rule. */
        default void ended(RuleResult result) {}
    }

    private ConformanceRun() {}

    /**
     * Runs every rule against each client.
     *
     * @param candidates the clients to test, in this order
     * @param progress the listener for the progress
     * @return one result for each case of each rule, including the rules that a client opts out of
     * @throws IllegalStateException if a client has an invalid declaration, such as an opt-out of a rule that the
     *     client must pass, or if a rule has no result
     */
    public static RunReport of(List<ClientUnderTest> candidates, Progress progress) {
        List<RuleResult> all = new ArrayList<>();
        for (ClientUnderTest candidate : candidates) {
            progress.started(candidate);
            all.addAll(run(candidate, progress));
        }
        return new RunReport(all);
    }

    private static List<RuleResult> run(ClientUnderTest candidate, Progress progress) {
        List<RuleResult> results = new ArrayList<>();
        Outside outside = new Outside();
        RunContext context = new RunContext(candidate, result -> {
            results.add(result);
            progress.ended(result);
        });
        String id = UUID.randomUUID().toString();
        RunContext.RUNNING.put(id, context);
        try (LauncherSession session = LauncherFactory.openSession(plain())) {
            session.getLauncher().execute(request(id), outside);
        } finally {
            RunContext.RUNNING.remove(id);
        }
        outside.failure.ifPresent(failure -> {
            throw new IllegalStateException(
                    "the rules cannot be run on " + candidate.name() + ": " + failure.getMessage(), failure);
        });
        requireWhole(candidate, results);
        return results;
    }

    /** Returns a configuration that ignores JUnit listeners and filters on the class path. */
    private static LauncherConfig plain() {
        return LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
    }

    private static LauncherDiscoveryRequest request(String id) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(LaunchedClient.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                // JUnit settings of the surrounding build are for its own tests and must not change this run.
                .enableImplicitConfigurationParameters(false)
                .configurationParameter(RunContext.ID, id)
                .build();
    }

    private static void requireWhole(ClientUnderTest candidate, List<RuleResult> results) {
        Set<String> tried = results.stream().map(RuleResult::rule).collect(Collectors.toSet());
        List<String> silent = RuleDefinition.all().stream()
                .map(RuleDefinition::number)
                .filter(number -> !tried.contains(number))
                .toList();
        if (!silent.isEmpty()) {
            throw new IllegalStateException("the run has no result of " + silent + " for " + candidate.name()
                    + ". Each rule needs a result, or an opt-out with a reason");
        }
    }

    /**
     * A listener that stores the first failure that occurs while no rule is running, for example before the first rule.
     */
    private static final class Outside implements TestExecutionListener {

        private Optional<Throwable> failure = Optional.empty();

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            boolean rule = identifier
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .isPresent();
            if (identifier.isContainer() && !rule && result.getStatus() != Status.SUCCESSFUL) {
                failure = failure.or(result::getThrowable);
            }
        }
    }

    /** The test class that {@link ConformanceRun} launches for a client. */
    static final class LaunchedClient implements Conformance {

        private final ClientUnderTest candidate;

        LaunchedClient(ClientUnderTest candidate) {
            this.candidate = candidate;
        }

        @Override
        public ClientUnderTest candidate() {
            return candidate;
        }
    }

    /**
     * The objects that a run passes to its rules. The rules find these objects by a configuration parameter of JUnit,
     * because the store of a launcher session exists only since JUnit 5.13.
     */
    record RunContext(ClientUnderTest candidate, Consumer<RuleResult> recorder) {

        private static final String ID = "dev.certbridge.conformance.run";
        private static final Map<String, RunContext> RUNNING = new ConcurrentHashMap<>();

        /** Returns the context of the run, or empty if JUnit was not started by {@link ConformanceRun}. */
        static Optional<RunContext> in(ExtensionContext context) {
            return context.getConfigurationParameter(ID).map(RUNNING::get);
        }
    }
}
