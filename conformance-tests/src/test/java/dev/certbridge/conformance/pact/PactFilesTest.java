package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.junit5.PactTestFor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed pacts are what the consumer tests define, no more and no less. */
class PactFilesTest {

    private static final Path FOLDER = Path.of("pacts");
    private static final String UPDATE = "pacts.update";

    @ParameterizedTest
    @EnumSource
    void the_committed_pact_is_what_the_tests_define(PactSide side) throws IOException {
        byte[] defined = DefinedPacts.of(side, DefinedPacts.consumers());
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(FOLDER);
            Files.write(side.file(), defined);
        }
        // One line: the two files side by side tell more than a message could.
        assertThat(Files.exists(side.file()) && Arrays.equals(Files.readAllBytes(side.file()), defined))
                .withFailMessage(
                        "conformance-tests/%s is missing or not what the consumer tests define; "
                                + "run the build with -D%s=true, look at the difference and commit it",
                        side.file(), UPDATE)
                .isTrue();
    }

    @Test
    void no_pact_is_committed_that_no_test_defines() throws IOException {
        List<Path> known = Stream.of(PactSide.values()).map(PactSide::file).toList();
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
                        "conformance-tests has pacts that no consumer test defines: %s; "
                                + "run the build with -D%s=true, which deletes them",
                        unknown, UPDATE)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_pact_depends_on_neither_order_nor_place_nor_time_zone(PactSide side) {
        byte[] usual = DefinedPacts.of(side, DefinedPacts.consumers());
        List<Class<?>> reversed = new ArrayList<>(DefinedPacts.consumers());
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

    @Test
    void every_definition_is_used_by_a_test_of_its_class() {
        for (Class<?> consumer : DefinedPacts.consumers()) {
            List<String> used = Stream.of(consumer.getDeclaredMethods())
                    .map(method -> method.getAnnotation(PactTestFor.class))
                    .filter(test -> test != null)
                    .map(PactTestFor::pactMethod)
                    .toList();
            assertThat(DefinedPacts.definitions(consumer).stream().map(Method::getName))
                    .as("definitions of %s that no test runs", consumer.getSimpleName())
                    .allSatisfy(name -> assertThat(used).contains(name));
        }
    }
}
