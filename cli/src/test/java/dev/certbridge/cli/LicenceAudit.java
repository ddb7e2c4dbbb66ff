package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The licences of the libraries that each artifact brings at run time, as the build read them from their POMs, are
 * known, and {@code docs/supply-chain.md} lists them; {@code -Dreadme.update=true} writes the tables.
 */
class LicenceAudit {

    private static final Path ROOT = Path.of("..");
    private static final Path TEXTS = Path.of("src", "dist", "licences");
    private static final Path GUIDE = ROOT.resolve(Path.of("docs", "supply-chain.md"));

    /** An artifact of this build in the BOM. The artifact is named like the folder of its module. */
    private static final Pattern ARTIFACT = Pattern.compile(
            "<artifactId>certbridge-([\\w-]+)</artifactId>\\s+<version>\\$\\{project\\.version}</version>");

    /** The name of a licence in brackets, as in {@code (The (New) BSD License)}. */
    private static final Pattern NAME = Pattern.compile("\\((?:[^()]|\\([^()]*\\))*\\)");

    private static final Pattern LINE =
            Pattern.compile(" *((?:" + NAME + " )+)(.*) \\(([^: ]+):([^: ]+):([^: ]+) - .*\\)");

    /**
     * HttpClient 4, the reader of Swagger 2.0, Jetty before 12 (except the copy in WireMock), and Rhino with
     * CVE-2025-66453.
     */
    private static final Pattern UNMAINTAINED = Pattern.compile("org\\.apache\\.httpcomponents:.*|io\\.swagger:.*"
            + "|org\\.eclipse\\.jetty[^:]*:.*:(9|10|11)\\..*|org\\.mozilla:rhino:1\\.[0-7]\\..*");

    /** The licences that a commercial user can take without asking, by the names that POMs give them. */
    private static final Map<String, List<String>> ACCEPTED = new TreeMap<>(Map.of(
            "Apache-2.0", List.of("apache-?.*2\\.0"),
            "BSD-2-Clause", List.of("bsd 2-clause license", "bsd-2-clause"),
            "BSD-3-Clause",
                    List.of(".*bsd.*3.*", "\\(new\\) bsd license", "edl.*1\\.0", "eclipse distribution license.*1\\.0"),
            "Bouncy Castle (MIT)", List.of("bouncy castle licence"),
            "CC0-1.0", List.of("public domain, per creative commons cc0"),
            "EPL-2.0", List.of("epl.2\\.0", "eclipse public license v2\\.0"),
            "MIT", List.of("mit", "mit license", "mit license \\(mit\\)"),
            "MPL-2.0", List.of("mozilla public license, version 2\\.0")));

    /** One library. */
    private record Library(String group, String artifact, String version, Set<String> licences) {

        /** Returns the size of the jar in bytes. */
        long size() throws IOException {
            return Files.size(Path.of(System.getProperty("local.repository"), group.split("\\."))
                    .resolve(Path.of(artifact, version, artifact + "-" + version + ".jar")));
        }
    }

    @Test
    void every_library_has_a_licence_that_a_commercial_user_can_take() throws IOException {
        for (String module : modules()) {
            assertThat(libraries(module))
                    .allSatisfy(library -> assertThat(accepted(library))
                            .as(
                                    "%s in %s has the licences %s: choose another library, or read them and accept one here",
                                    library, module, library.licences())
                            .isNotEmpty());
        }
    }

    @Test
    void the_program_brings_the_text_of_each_licence_and_the_copyright_of_each_library() throws IOException {
        Set<String> needed = new TreeSet<>();
        for (Library library : libraries("cli")) {
            Set<String> accepted = accepted(library);
            accepted.forEach(licence -> needed.add(file(licence)));
            if (Set.of(Set.of("BSD-3-Clause"), Set.of("MIT")).contains(accepted)) {
                assertThat(TEXTS.resolve(file(accepted.iterator().next())))
                        .as("copyright of %s", library)
                        .content()
                        .contains(library.group() + ": Copyright (c) ");
            }
        }
        needed.remove("Apache-2.0.txt");
        try (Stream<Path> texts = Files.list(TEXTS)) {
            assertThat(texts.map(text -> text.getFileName().toString()))
                    .as("texts of licences in %s, which the program has in the folder licences", TEXTS)
                    .containsExactlyInAnyOrderElementsOf(needed);
        }
        assertThat(Path.of("src", "dist", "program.xml"))
                .content()
                .contains("<directory>src/dist/licences</directory>", "<destName>Apache-2.0.txt</destName>");
    }

    /** Returns the name of the file with the text of a licence. */
    private static String file(String licence) {
        return licence.replaceFirst(" \\(.*", "").replace(' ', '-') + ".txt";
    }

    @Test
    void the_guide_lists_the_licences() throws IOException {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (Library library : libraries("cli")) {
            rows.computeIfAbsent(String.join(" or ", accepted(library)), row -> new TreeSet<>())
                    .add("`" + library.group() + ":" + library.artifact() + "`");
        }
        StringBuilder table = new StringBuilder("| licence | libraries |\n|---|---|\n");
        rows.forEach((licence, libraries) -> table.append("| ")
                .append(licence)
                .append(" | ")
                .append(String.join(", ", libraries))
                .append(" |\n"));
        requirePart("licences", table);
    }

    @Test
    void the_guide_lists_what_each_artifact_brings() throws IOException {
        StringBuilder table = new StringBuilder("| artifact | libraries | KB | licences |\n|---|---|---|---|\n");
        for (String module : modules()) {
            List<Library> libraries = libraries(module);
            long bytes = 0;
            for (Library library : libraries) {
                bytes += library.size();
            }
            String licences = libraries.stream()
                    .map(library -> String.join(" or ", accepted(library)))
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            table.append(
                    "| `certbridge-%s` | %d | %d | %s |\n".formatted(module, libraries.size(), bytes / 1024, licences));
        }
        requirePart("runtime", table);
    }

    @Test
    void no_library_is_of_a_line_without_security_fixes() throws IOException {
        for (String module : modules()) {
            assertThat(libraries(module))
                    .as(module)
                    .extracting(library -> library.group() + ":" + library.artifact() + ":" + library.version())
                    .filteredOn(UNMAINTAINED.asMatchPredicate())
                    .isEmpty();
        }
    }

    private static void requirePart(String name, CharSequence table) throws IOException {
        String begin = "<!-- " + name + ": generated by LicenceAudit -->\n";
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(begin) + begin.length();
        int to = guide.indexOf("<!-- /" + name + " -->");
        assertThat(from).isBetween(begin.length(), to);
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(GUIDE, guide.substring(0, from) + table + guide.substring(to));
        } else {
            assertThat(guide.substring(from, to))
                    .as("run this test with -Dreadme.update=true and look at the change")
                    .isEqualTo(table.toString());
        }
    }

    /** Returns the modules whose artifacts are in the BOM. */
    static List<String> modules() throws IOException {
        List<String> modules = ARTIFACT.matcher(Files.readString(ROOT.resolve(Path.of("bom", "pom.xml"))))
                .results()
                .map(artifact -> artifact.group(1))
                .toList();
        assertThat(modules).contains("cli", "codegen", "spring-boot-starter").hasSizeGreaterThan(10);
        return modules;
    }

    private static List<Library> libraries(String module) throws IOException {
        Path read = ROOT.resolve(Path.of(module, "target", "licences.txt"));
        assertThat(read).as("the build writes it: mvn -pl cli -am test").exists();
        List<Library> libraries = Files.readAllLines(read).stream()
                .filter(line -> line.startsWith(" "))
                .map(LicenceAudit::library)
                .toList();
        if (module.equals("cli")) {
            assertThat(libraries).hasSizeGreaterThan(50);
        }
        return libraries;
    }

    private static Library library(String line) {
        Matcher parts = LINE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        Set<String> licences = NAME.matcher(parts.group(1))
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(1, name.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Library(parts.group(3), parts.group(4), parts.group(5), licences);
    }

    private static Set<String> accepted(Library library) {
        return library.licences().stream()
                .flatMap(name -> ACCEPTED.entrySet().stream()
                        .filter(licence -> licence.getValue().stream().anyMatch(plain(name)::matches))
                        .map(Map.Entry::getKey))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String plain(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split(" "))
                .filter(word -> !Set.of("the", "software").contains(word))
                .collect(Collectors.joining(" "));
    }
}
