package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.conformance.rule.RuleContext;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extensions;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Checks a test class and its client before any rule runs. The test class must not override a rule and must not have
 * JUnit extensions. The Java language cannot prevent overrides and extensions. The client must not opt out of a rule
 * without a permitted reason.
 */
final class OverrideAudit {

    private OverrideAudit() {}

    /** Returns all problems of the test class and its client, one line each. The run may begin if the list is empty. */
    static List<String> of(Class<?> conformance, ClientUnderTest candidate) {
        List<String> wrong = new ArrayList<>(overridden(conformance));
        wrong.addAll(extended(conformance));
        wrong.addAll(optOuts(candidate));
        wrong.addAll(called(candidate));
        return wrong;
    }

    /**
     * Returns a problem for each class with a JUnit extension. An extension, for example a condition, could skip a rule
     * silently.
     */
    private static List<String> extended(Class<?> conformance) {
        List<String> wrong = new ArrayList<>();
        for (Class<?> type = conformance; type != null && type != Object.class; type = type.getSuperclass()) {
            boolean extended = Stream.concat(
                            Arrays.stream(type.getDeclaredAnnotations()),
                            Arrays.stream(type.getDeclaredFields())
                                    .flatMap(field -> Arrays.stream(field.getDeclaredAnnotations())))
                    .map(Annotation::annotationType)
                    .anyMatch(kind -> kind == ExtendWith.class
                            || kind == Extensions.class
                            || kind == RegisterExtension.class
                            || kind.isAnnotationPresent(ExtendWith.class));
            if (extended) {
                wrong.add(type.getSimpleName() + " has an extension of JUnit, which could skip a rule; remove it");
            }
        }
        return wrong;
    }

    /**
     * Returns the operations that no client of the reseller calls. The rules test an operation with the clients that
     * call it, so at least one client must call each operation.
     */
    private static List<String> called(ClientUnderTest candidate) {
        List<ClientUnderTest> all = new ArrayList<>(ClientUnderTest.all());
        all.removeIf(other -> other.name().equals(candidate.name())
                || !other.provider().name().equals(candidate.provider().name()));
        all.add(candidate);
        return ContractDocument.onClassPath(candidate.provider().name()).operations().stream()
                .map(ContractOperation::id)
                .filter(operation -> all.stream().noneMatch(one -> one.calls(operation)))
                .map(operation -> candidate.name() + " does not call " + operation + ", and no other client of the"
                        + " reseller does")
                .toList();
    }

    private static List<String> overridden(Class<?> conformance) {
        List<String> wrong = new ArrayList<>();
        for (RuleDefinition rule : RuleDefinition.all()) {
            Method tried = found(conformance, rule.method());
            if (!tried.equals(rule.method())) {
                wrong.add(conformance.getSimpleName() + " overrides " + rule.place()
                        + "; remove the override, or opt out of the rule with a reason");
            }
        }
        return wrong;
    }

    /**
     * Returns the method that would run for a rule. If the class overrides the method of the rule, returns the
     * overriding method.
     */
    private static Method found(Class<?> conformance, Method rule) {
        try {
            return conformance.getMethod(rule.getName(), rule.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(conformance.getSimpleName() + " has no " + rule.getName(), e);
        }
    }

    private static List<String> optOuts(ClientUnderTest candidate) {
        Map<String, RuleDefinition> rules =
                RuleDefinition.all().stream().collect(Collectors.toMap(RuleDefinition::number, Function.identity()));
        List<String> wrong = new ArrayList<>();
        try (StubReseller stub = candidate.stubProvider().start(StubOptions.defaults());
                CertificateReseller client =
                        candidate.connect("not-a-real-key", OrderBooks.inMemory(), RuleContext.nowhere())) {
            StubOperator operator = candidate.operator(stub);
            candidate.optOuts().forEach((number, reason) -> {
                if (!rules.containsKey(number)) {
                    wrong.add(candidate.name() + " opts out of " + number + ", which is not a rule");
                } else if (reason.isBlank()) {
                    wrong.add(candidate.name() + " opts out of " + number + " without a reason");
                } else if (!mayOptOut(rules.get(number), client)) {
                    wrong.add(candidate.name() + " opts out of " + number + "; "
                            + rules.get(number).optOut());
                }
            });
            rules.values().stream()
                    .filter(rule -> !rule.concerns(client::supports))
                    .filter(rule -> !candidate.optOuts().containsKey(rule.number()))
                    .forEach(rule -> wrong.add(candidate.name()
                            + (rule.lacks().isEmpty()
                                    ? " does not support all capabilities of rule "
                                    : " supports every capability, so rule ")
                            + rule.number()
                            + (rule.lacks().isEmpty() ? "" : " does not apply")
                            + "; opt out with a reason"));
            rules.values().stream()
                    .filter(rule -> rule.concerns(client::supports))
                    .filter(rule -> !candidate.optOuts().containsKey(rule.number()))
                    .filter(rule -> !rule.isPossibleWith(operator))
                    .forEach(rule -> wrong.add(candidate.name() + " has a stub operator without " + rule.operator()
                            + ", which rule " + rule.number() + " needs; implement it, or opt out with a reason"));
        }
        return wrong;
    }

    private static boolean mayOptOut(RuleDefinition rule, CertificateReseller client) {
        return !rule.unless().isEmpty() || !rule.concerns(client::supports);
    }
}
