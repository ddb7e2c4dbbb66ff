package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.NotApplicableException;
import dev.certbridge.conformance.rule.Rule;
import dev.certbridge.conformance.rule.RuleContext;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.run.ConformanceRun.RunContext;
import dev.certbridge.contract.ContractOrigin;
import dev.certbridge.stub.StubReseller;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** Runs one case of a rule, and reports its result with the responses that the stubs sent. */
final class RuleExecution {

    /** The code that tests one case of a rule. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws Throwable;
    }

    private static final String RULES = Rule.class.getPackageName() + ".";

    /** Prevents other rules from running at the same time as a rule with {@link Rule#alone}. */
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    private final Optional<RunContext> running;
    private final ClientUnderTest candidate;
    private final RuleDefinition rule;
    private final String testCase;
    private final RuleContext context;
    private final int[] before;
    private long start = System.nanoTime();

    RuleExecution(
            Optional<RunContext> running,
            ClientUnderTest candidate,
            RuleDefinition rule,
            String testCase,
            RuleContext context) {
        this.running = running;
        this.candidate = candidate;
        this.rule = rule;
        this.testCase = testCase;
        this.context = context;
        this.before = context.stubs().stream()
                .mapToInt(stub -> stub.journal().exchanges().size())
                .toArray();
    }

    /** Runs the case, and reports whether it passed, failed or is not applicable. */
    <T> T run(Step<T> step) throws Throwable {
        T done = prepare(step);
        report(Verdict.PASSED, "");
        return done;
    }

    /**
     * Runs the code that prepares the cases of a rule. Reports a result only if this code fails or if the rule is not
     * applicable.
     */
    <T> T prepare(Step<T> step) throws Throwable {
        Lock lock = rule.alone() ? LOCK.writeLock() : LOCK.readLock();
        lock.lock();
        // The duration of the case does not include the time that it waited for the lock.
        start = System.nanoTime();
        try {
            return step.run();
        } catch (NotApplicableException e) {
            report(Verdict.NOT_APPLICABLE, e.getMessage());
            throw e;
        } catch (Throwable e) {
            // An Error of the client is reported too, because a failure that is not reported would count as passed.
            String detail = detail(e);
            report(Verdict.FAILED, detail);
            throw failed(detail, e);
        } finally {
            lock.unlock();
        }
    }

    /** Reports that the client opts out of the rule. */
    void optedOut(String reason) {
        report(Verdict.OPTED_OUT, reason);
    }

    /**
     * Returns the failure of a rule without the frames of JUnit. An exception of the client becomes the cause, because
     * its stack trace shows where the client failed. A failed assertion of the rule does not become the cause.
     */
    private static AssertionFailedError failed(String detail, Throwable e) {
        Throwable cause = e instanceof AssertionError ? null : e;
        AssertionFailedError failure = new AssertionFailedError(detail, cause);
        failure.setStackTrace(withoutJUnit(e));
        if (cause != null) {
            cause.setStackTrace(withoutJUnit(cause));
        }
        return failure;
    }

    /**
     * Returns the stack frames of the rule. For an exception of the client, the stack frames include the frames of the
     * client.
     */
    private static StackTraceElement[] withoutJUnit(Throwable e) {
        StackTraceElement[] frames = e.getStackTrace();
        int end = frames.length;
        while (end > 0 && !isOfRule(frames[end - 1])) {
            end--;
        }
        return end == 0
                ? frames
                : Arrays.stream(frames)
                        .limit(end)
                        .filter(frame -> !(e instanceof AssertionError) || isOfRule(frame))
                        .toArray(StackTraceElement[]::new);
    }

    private static boolean isOfRule(StackTraceElement frame) {
        return frame.getClassName().startsWith(RULES);
    }

    private String detail(Throwable e) {
        String contract = testCase.isEmpty() ? "" : ", case \"" + testCase + "\", and at " + contractFile();
        return candidate.name() + " violates " + rule.number() + ", \"" + rule.title() + "\": "
                + withoutFrames(said(e))
                + "\nlook at " + rule.place() + contract;
    }

    private String contractFile() {
        String reseller = candidate.provider().name();
        ContractOrigin origin = ContractOrigin.of(reseller);
        return origin.path()
                + (origin.copied() ? "" : " (in the jars: dev/certbridge/specs/" + reseller + "/openapi.yaml)");
    }

    /**
     * Returns the message of an assertion error. For any exception that is not an assertion error, returns the type and
     * the message.
     */
    private static String said(Throwable e) {
        return e instanceof AssertionError && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    /** Removes the stack traces that assertions about exceptions add to their messages. */
    private static String withoutFrames(String message) {
        return message.lines()
                .filter(line ->
                        !line.isBlank() && !line.matches("\\s+(at \\S+\\(.*|\\.\\.\\. \\d+ more|\\.\\.\\.\\(\\d+ .*)"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private void report(Verdict verdict, String detail) {
        running.ifPresent(run -> run.recorder()
                .accept(new RuleResult(
                        candidate.provider().name(),
                        candidate.name(),
                        rule.number(),
                        testCase.isEmpty() ? rule.method().getName().replace('_', ' ') : testCase,
                        verdict,
                        detail,
                        served(),
                        Duration.ofNanos(System.nanoTime() - start))));
    }

    private Set<ServedResponse> served() {
        Set<ServedResponse> served = new LinkedHashSet<>();
        List<StubReseller> stubs = context.stubs();
        for (int i = 0; i < stubs.size(); i++) {
            stubs.get(i).journal().exchanges().stream()
                    .skip(i < before.length ? before[i] : 0)
                    .map(exchange -> new ServedResponse(exchange.operationId(), exchange.status(), exchange.behaved()))
                    .forEach(served::add);
        }
        return served;
    }
}
