package dev.certbridge.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.support.Json;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.commons.support.ReflectionSupport;

/** The pact files as the tables of this package define them, sorted by description. */
final class DefinedPacts {

    private DefinedPacts() {}

    /** Returns every row of every {@link PactTable}, by the name of its class. */
    static List<PactCase> cases() {
        return ReflectionSupport.findAllClassesInPackage(
                        DefinedPacts.class.getPackageName(),
                        type -> PactTable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()),
                        name -> true)
                .stream()
                .sorted(Comparator.comparing(Class::getName))
                .flatMap(type -> ((PactTable) ReflectionSupport.newInstance(type)).cases())
                .toList();
    }

    /** Returns the file of a provider. */
    static byte[] of(PactSide side, List<PactCase> cases) {
        Map<String, V4Interaction> interactions = new TreeMap<>();
        cases.stream()
                .filter(row -> row.side() == side)
                .flatMap(row -> row.pact().getInteractions().stream())
                .forEach(interaction -> add(interactions, interaction.asV4Interaction()));
        V4Pact pact = new PactBuilder(PactSide.CONSUMER, side.provider(), PactSpecVersion.V4).toPact();
        pact.getInteractions().addAll(new ArrayList<>(interactions.values()));
        Map<String, Object> file = new LinkedHashMap<>(pact.toMap(PactSpecVersion.V4));
        return (Json.INSTANCE.prettyPrint(file) + "\n").getBytes(UTF_8);
    }

    /** Several rows may need the same interaction; two that differ need two descriptions. */
    private static void add(Map<String, V4Interaction> interactions, V4Interaction interaction) {
        V4Interaction added = interaction.withGeneratedKey();
        V4Interaction present = interactions.putIfAbsent(interaction.getDescription(), added);
        if (present != null && !present.toMap(PactSpecVersion.V4).equals(added.toMap(PactSpecVersion.V4))) {
            throw new IllegalStateException("two different interactions are called \"" + interaction.getDescription()
                    + "\"; give one of them another description");
        }
    }
}
