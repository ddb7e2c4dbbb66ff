package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleContext;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.rule.Slf4jRecorder;
import dev.certbridge.conformance.run.ConformanceRun.RunContext;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Passes a {@link RuleContext} to every rule, skips the rules that the client opts out of, and reports every result to
 * the run. The message of a failure names the rule and the relevant files.
 */
final class RuleExtension
        implements MethodOrderer, BeforeAllCallback, ParameterResolver, ExecutionCondition, InvocationInterceptor {

    private static final Namespace HERE = Namespace.create(RuleExtension.class);

    /**
     * Creates the extension. JUnit calls this constructor before it creates the client, which may be the first class
     * that uses SLF4J.
     */
    RuleExtension() {
        Slf4jRecorder.install();
    }

    /** Sorts the rules by topic and number, like {@link RuleDefinition#all}, so that M2 is before M10. */
    @Override
    public void orderMethods(MethodOrdererContext context) {
        List<Method> rules =
                RuleDefinition.all().stream().map(RuleDefinition::method).toList();
        context.getMethodDescriptors().sort(Comparator.comparing(method -> rules.indexOf(method.getMethod())));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        List<String> wrong = OverrideAudit.of(context.getRequiredTestClass(), candidate(context));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("\n", wrong));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RuleContext.class || type == ClientUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ClientUnderTest.class
                ? RunContext.in(context).orElseThrow().candidate()
                : ruleContext(context);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RuleDefinition> rule = context.getTestMethod().flatMap(RuleDefinition::of);
        if (rule.isEmpty()) {
            return ConditionEvaluationResult.enabled("no rule");
        }
        String reason = candidate(context).optOuts().get(rule.get().number());
        if (reason == null) {
            return ConditionEvaluationResult.enabled("the client does not opt out");
        }
        attempted(context, "").optedOut(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        attempted(context, "").run(() -> {
            Void nothing = invocation.proceed();
            ruleContext(context).close();
            return nothing;
        });
    }

    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        return attempted(context, "")
                .prepare(() -> withLast(
                        invocation.proceed(),
                        RuleDefinition.of(method.getExecutable()).orElseThrow(),
                        ruleContext(context)));
    }

    /**
     * Appends a last case, and adds the number of the rule before the name of each case. The last case closes the
     * context, and fails if a stub violated its contract or if there were no other cases.
     */
    @SuppressWarnings("unchecked")
    private static <T> T withLast(T cases, RuleDefinition rule, RuleContext rules) {
        AtomicInteger count = new AtomicInteger();
        Stream<DynamicTest> counted = ((Stream<DynamicTest>) cases).peek(one -> count.incrementAndGet());
        DynamicTest last = DynamicTest.dynamicTest("the stubs did not violate the contract", () -> {
            if (count.get() == 0) {
                throw new AssertionError("the rule had no cases");
            }
            rules.close();
        });
        // The cast is safe because every rule with @TestFactory returns a Stream<DynamicTest>.
        return (T) Stream.concat(counted, Stream.of(last))
                .map(one -> DynamicTest.dynamicTest(casePrefix(rule) + one.getDisplayName(), one.getExecutable()));
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        ExtensionContext factory = context.getParent().orElseThrow();
        RuleDefinition rule =
                factory.getTestMethod().flatMap(RuleDefinition::of).orElseThrow();
        attempted(context, context.getDisplayName().substring(casePrefix(rule).length()))
                .run(invocation::proceed);
    }

    private static String casePrefix(RuleDefinition rule) {
        return rule.displayName() + ": ";
    }

    /** Returns the execution of a case of the rule that this context belongs to. */
    private static RuleExecution attempted(ExtensionContext context, String testCase) {
        ExtensionContext written = context;
        while (written.getTestMethod().isEmpty()) {
            written = written.getParent().orElseThrow();
        }
        RuleDefinition rule =
                written.getTestMethod().flatMap(RuleDefinition::of).orElseThrow();
        return new RuleExecution(RunContext.in(context), candidate(written), rule, testCase, ruleContext(written));
    }

    /** Returns the context of the rule, which JUnit closes after the last case of the rule. */
    private static RuleContext ruleContext(ExtensionContext context) {
        return context.getStore(HERE)
                .getOrComputeIfAbsent(
                        RuleContext.class, type -> new RuleContext(candidate(context)), RuleContext.class);
    }

    private static ClientUnderTest candidate(ExtensionContext context) {
        return ((Conformance) context.getRequiredTestInstance()).candidate();
    }

    /**
     * Generates the display names of tests from the number and the method of each rule, so that reports can be matched
     * with the rules.
     */
    static final class RuleNames extends DisplayNameGenerator.Standard {

        @Override
        public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> type, Method method) {
            return RuleDefinition.of(method)
                    .map(RuleDefinition::displayName)
                    .orElseGet(() -> super.generateDisplayNameForMethod(enclosing, type, method));
        }
    }
}
