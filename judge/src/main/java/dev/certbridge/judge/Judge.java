package dev.certbridge.judge;

import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a client once in each scenario, and judges the client. Each scenario is run with a new stub. */
public final class Judge {

    /** Waits for late requests of a client. */
    interface Grace {
        void pass(Duration time) throws InterruptedException;
    }

    private final JudgeOptions options;
    private final Grace grace;

    /** Creates a judge. */
    public Judge(JudgeOptions options) {
        this(options, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
    }

    Judge(JudgeOptions options, Grace grace) {
        this.options = options;
        this.grace = grace;
    }

    /**
     * Runs a client in scenarios. If the scenario {@code odd-but-legal} is selected, the scenario {@code quiet} is
     * added, because the calls of both scenarios are compared. Scenarios that are not possible at a reseller are left
     * out.
     *
     * @param progress a function that receives the result of each scenario
     * @throws IllegalArgumentException the client cannot be started, or no scenario is possible
     * @throws IOException the output of the client cannot be written
     * @throws InterruptedException the thread was interrupted
     */
    public Judgment run(
            Command client, List<StubProvider> resellers, Set<Scenario> scenarios, Consumer<ScenarioResult> progress)
            throws IOException, InterruptedException {
        Set<Scenario> chosen = EnumSet.copyOf(scenarios);
        if (chosen.contains(Scenario.ODD_BUT_LEGAL)) {
            chosen.add(Scenario.QUIET);
        }
        List<ScenarioResult> results = new ArrayList<>();
        for (StubProvider reseller : resellers) {
            Optional<ScenarioResult> quiet = Optional.empty();
            for (Scenario scenario : chosen) {
                if (scenario.isPossibleAt(reseller)) {
                    ScenarioResult result = run(client, reseller, scenario, quiet);
                    quiet = scenario == Scenario.QUIET ? Optional.of(result) : quiet;
                    results.add(result);
                    progress.accept(result);
                }
            }
        }
        if (results.isEmpty()) {
            throw new IllegalArgumentException("none of the scenarios "
                    + scenarios.stream().map(Scenario::id).toList() + " is possible at "
                    + resellers.stream().map(StubProvider::name).toList());
        }
        return new Judgment(options, results);
    }

    private ScenarioResult run(Command client, StubProvider reseller, Scenario scenario, Optional<ScenarioResult> quiet)
            throws IOException, InterruptedException {
        try (JudgedStub stub = JudgedStub.start(reseller, scenario, options, 0)) {
            CommandEnd end = client.run(CommandTarget.of(stub));
            if (end.byItself()) {
                stub.clientEnded();
                grace.pass(options.grace());
            }
            return stub.judge(quiet).with(end);
        }
    }
}
