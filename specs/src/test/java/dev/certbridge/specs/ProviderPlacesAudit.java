package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that every provider has every place of {@code docs/adding-a-provider.md}. It is a test of the first module, so
 * that a build names a missing place before a generator or compiler fails.
 */
class ProviderPlacesAudit {

    private static final Path ROOT = Path.of("..");
    private static final Path ACORN = ROOT.resolve("conformance-tests/src/test/acorn");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (?:`(<module>[^`]+)`)?");

    /** The places from which a provider is known. */
    private static final List<Pattern> SIGNS = List.of(
            Pattern.compile("specs/([a-z]+)/openapi\\.yaml"),
            Pattern.compile("client-(?!runtime/)([a-z]+)/pom\\.xml"),
            Pattern.compile("stub-resellers/src/main/java/dev/certbridge/stub/([a-z]+)/\\w+StubProvider\\.java"));

    /** The folders with the test classes and services of the providers that tests of the kit use. */
    private static final List<String> KIT = List.of(
            "conformance-tests/src/main", "conformance-tests/src/test/java", "stub-resellers/src/main/resources");

    /** A file of a provider, or a line of a file. */
    record Place(String file, String line) {

        String file(String name) {
            return file.replace("<name>", name)
                    .replace("<Name>", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        }

        String line(String name) {
            return line.replace("<name>", name);
        }

        boolean exists(Path root, String name) throws IOException {
            Path path = root.resolve(file(name));
            if (line.isEmpty()) {
                return Files.exists(path) || file.contains("/src/test/") && isInKit(root, name);
            }
            return Files.readString(path).contains(line(name));
        }

        /** Returns true for the test classes and services of the providers that tests of the kit use. */
        private boolean isInKit(Path root, String name) throws IOException {
            Path wanted = Path.of(file(name)).getFileName();
            for (Path folder :
                    KIT.stream().map(root::resolve).filter(Files::exists).toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path found :
                            files.filter(file -> file.endsWith(wanted)).toList()) {
                        if (Files.readString(found).contains("." + name)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }
    }

    static List<Place> places() throws IOException {
        return Files.readString(ROOT.resolve("docs/adding-a-provider.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::find)
                .map(row -> new Place(row.group(1), row.group(2) == null ? "" : row.group(2)))
                .toList();
    }

    @Test
    void the_page_lists_places_and_one_line() throws IOException {
        assertThat(places()).hasSizeGreaterThan(SIGNS.size());
        assertThat(places()).filteredOn(place -> !place.line().isEmpty()).hasSize(1);
    }

    @Test
    void every_provider_of_this_repository_has_every_place() throws IOException {
        assertThat(providers(ROOT)).contains("realtime", "regfish");
        assertThat(missing(ROOT)).isEmpty();
    }

    @Test
    void acorn_has_every_place(@TempDir Path copy) throws IOException {
        add(copy, place -> true);
        assertThat(providers(copy)).containsExactly("acorn");
        assertThat(missing(copy)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void one_line_names_the_place_that_acorn_lacks(Place left, @TempDir Path copy) throws IOException {
        add(copy, place -> !place.equals(left));
        assertThat(missing(copy))
                .singleElement()
                .asString()
                .isEqualTo("acorn is incomplete: "
                        + (left.line().isEmpty() ? left.file("acorn") : left.line("acorn") + " in pom.xml")
                        + " is missing; see docs/adding-a-provider.md");
    }

    private interface Condition {
        boolean holds(Place place);
    }

    /** Adds acorn's places to an empty repository. */
    private static void add(Path copy, Condition condition) throws IOException {
        Files.writeString(copy.resolve("pom.xml"), "<modules></modules>");
        for (Place place : places()) {
            if (condition.holds(place)) {
                Path file = copy.resolve(place.file("acorn"));
                Files.createDirectories(file.getParent());
                if (place.line().isEmpty()) {
                    Files.copy(ACORN.resolve(place.file("acorn")), file);
                } else {
                    Files.writeString(file, "<modules>" + place.line("acorn") + "</modules>");
                }
            }
        }
    }

    /** Returns one line for each place that a provider lacks. */
    private static List<String> missing(Path root) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : providers(root)) {
            for (Place place : places()) {
                if (!place.exists(root, name)) {
                    String what = place.line().isEmpty() ? place.file(name) : place.line(name) + " in pom.xml";
                    missing.add(name + " is incomplete: " + what + " is missing; see docs/adding-a-provider.md");
                }
            }
        }
        return missing;
    }

    /** Returns the names of all providers with at least one sign. */
    private static Set<String> providers(Path root) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("specs", "", "stub-resellers/src/main/java/dev/certbridge/stub")) {
            Path parent = root.resolve(folder);
            if (Files.exists(parent)) {
                try (Stream<Path> files = Files.walk(parent, 2)) {
                    files.map(file -> root.relativize(file).toString())
                            .forEach(file -> SIGNS.stream()
                                    .map(sign -> sign.matcher(file))
                                    .filter(Matcher::matches)
                                    .forEach(sign -> names.add(sign.group(1))));
                }
            }
        }
        return names;
    }
}
