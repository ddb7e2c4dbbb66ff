package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** The committed pacts hold exactly what the tables define. */
class PactFilesTest {

    private static final Path FOLDER = Path.of("pacts");
    private static final String UPDATE = "pacts.update";

    @ParameterizedTest
    @EnumSource
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
                        "conformance-tests has pacts that no table defines: %s; "
                                + "run the build with -D%s=true, which deletes them",
                        unknown, UPDATE)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
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
}
