package dev.certbridge.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.support.Json;
import dev.certbridge.conformance.pact.PactTable.PactCase;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/** The committed pacts contain exactly what the tables define, and Pact reports no use to its authors. */
class PactFilesTest {

    private static final Path FOLDER = Path.of("pacts");
    private static final String UPDATE = "pacts.update";

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void the_committed_pact_is_what_the_tables_define(PactSide side) throws IOException {
        byte[] defined = DefinedPacts.of(side, DefinedPacts.cases());
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(FOLDER);
            Files.write(side.file(), defined);
        }
        // No dump of both files: a diff of the updated file shows the difference.
        assertThat(Files.exists(side.file()) && Arrays.equals(Files.readAllBytes(side.file()), defined))
                .withFailMessage(
                        "conformance-tests/%s is missing or not what the tables define; "
                                + "run the build with -D%s=true, look at the difference and commit it",
                        side.file(), UPDATE)
                .isTrue();
    }

    @Test
    void every_committed_pact_is_defined_by_a_table() throws IOException {
        List<Path> known = PactSide.all().stream().map(PactSide::file).toList();
        List<Path> unknown;
        try (Stream<Path> files = Files.list(FOLDER)) {
            unknown = files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !known.contains(file))
                    .sorted()
                    .toList();
        }
        if (Boolean.getBoolean(UPDATE)) {
            for (Path file : unknown) {
                Files.delete(file);
            }
            return;
        }
        assertThat(unknown.isEmpty())
                .withFailMessage(
                        "conformance-tests has pacts that no table defines: %s; "
                                + "run the build with -D%s=true, which deletes them",
                        unknown, UPDATE)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void a_pact_depends_on_neither_the_order_of_rows_nor_locale_nor_time_zone(PactSide side) {
        byte[] usual = DefinedPacts.of(side, DefinedPacts.cases());
        List<PactCase> reversed = new ArrayList<>(DefinedPacts.cases());
        Collections.reverse(reversed);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            assertThat(DefinedPacts.of(side, reversed))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(new String(usual, StandardCharsets.UTF_8));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** The pact files as the tables of this package define them, sorted by description. */
    static final class DefinedPacts {

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
                    .filter(row -> row.side().equals(side))
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
                throw new IllegalStateException("two different interactions are called \""
                        + interaction.getDescription() + "\"; give one of them another description");
            }
        }
    }

    private static final String SWITCH = "pact_do_not_track";

    @Test
    void usage_reports_are_switched_off_twice() {
        assertThat(System.getProperty(SWITCH))
                .as("system property %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
        assertThat(System.getenv(SWITCH))
                .as("environment variable %s, set in conformance-tests/pom.xml", SWITCH)
                .isEqualTo("true");
    }
}
