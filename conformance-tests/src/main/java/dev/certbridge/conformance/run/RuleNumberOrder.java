package dev.certbridge.conformance.run;

import dev.certbridge.conformance.rule.RuleDefinition;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Runs the rules in the order of {@link RuleDefinition#all}: by topic and number, M2 before M10. */
final class RuleNumberOrder implements MethodOrderer {

    @Override
    public void orderMethods(MethodOrdererContext context) {
        List<Method> rules =
                RuleDefinition.all().stream().map(RuleDefinition::method).toList();
        context.getMethodDescriptors().sort(Comparator.comparing(method -> rules.indexOf(method.getMethod())));
    }
}
