package dev.certbridge.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import au.com.dius.pact.core.support.Json;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The pact files, as the consumer tests of this package define them: by description, whatever order the tests run in. */
final class DefinedPacts {

    private DefinedPacts() {}

    /** The classes that define interactions, by name. */
    static List<Class<?>> consumers() {
        return ReflectionSupport.findAllClassesInPackage(
                        DefinedPacts.class.getPackageName(),
                        type -> !definitions(type).isEmpty(),
                        name -> true)
                .stream()
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }

    /** What the file of a provider has to hold. */
    static byte[] of(PactSide side, List<Class<?>> consumers) {
        Map<String, V4Interaction> interactions = new TreeMap<>();
        V4Pact pact = new PactBuilder(PactSide.CONSUMER, side.provider(), PactSpecVersion.V4).toPact();
        for (Class<?> consumer : consumers) {
            for (Method definition : definitions(consumer)) {
                if (definition.getAnnotation(Pact.class).provider().equals(side.provider())) {
                    defined(consumer, definition, side).forEach(interaction -> add(interactions, interaction));
                }
            }
        }
        pact.getInteractions().addAll(new ArrayList<>(interactions.values()));
        Map<String, Object> file = new LinkedHashMap<>(pact.toMap(PactSpecVersion.V4));
        return (Json.INSTANCE.prettyPrint(file) + "\n").getBytes(UTF_8);
    }

    /** The methods that define interactions. */
    static List<Method> definitions(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, Pact.class, HierarchyTraversalMode.TOP_DOWN);
    }

    private static List<V4Interaction> defined(Class<?> consumer, Method definition, PactSide side) {
        Object test = ReflectionSupport.newInstance(consumer);
        PactBuilder builder = new PactBuilder(PactSide.CONSUMER, side.provider(), PactSpecVersion.V4);
        V4Pact pact = (V4Pact) ReflectionSupport.invokeMethod(definition, test, builder);
        return pact.getInteractions().stream().map(Interaction::asV4Interaction).toList();
    }

    /** Several tests may need the same interaction; two that differ need two names. */
    private static void add(Map<String, V4Interaction> interactions, V4Interaction interaction) {
        V4Interaction wanted = interaction.withGeneratedKey();
        V4Interaction present = interactions.putIfAbsent(interaction.getDescription(), wanted);
        if (present != null && !present.toMap(PactSpecVersion.V4).equals(wanted.toMap(PactSpecVersion.V4))) {
            throw new IllegalStateException("two different interactions are called \"" + interaction.getDescription()
                    + "\"; give one of them another description");
        }
    }
}
