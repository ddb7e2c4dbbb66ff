package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that every threat in SECURITY.md names tests, and that each of them exists. */
class SecurityPageAudit {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void every_threat_names_a_test() throws IOException {
        assertThat(threats())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(TEST.matcher(row).find()).as(row).isTrue());
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        Map<String, Path> classes = testClasses();
        assertThat(threats().flatMap(row -> TEST.matcher(row).results()))
                .allSatisfy(test -> assertThat(source(classes, test))
                        .as(test.group())
                        .containsPattern("void " + test.group(2) + "\\("));
    }

    /** Rows of the table, without its head. */
    private static Stream<String> threats() throws IOException {
        return Files.readAllLines(ROOT.resolve("SECURITY.md")).stream()
                .filter(line -> line.startsWith("| "))
                .skip(1);
    }

    private static String source(Map<String, Path> classes, MatchResult test) throws IOException {
        assertThat(classes).as("test classes").containsKey(test.group(1));
        return Files.readString(classes.get(test.group(1)));
    }

    private static Map<String, Path> testClasses() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SecurityPageAudit::sources)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            Function.identity(),
                            (first, second) -> first));
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
