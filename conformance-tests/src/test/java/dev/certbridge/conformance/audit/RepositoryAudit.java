package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the conventions that every file of the repository follows. */
class RepositoryAudit {

    private static final Path ROOT = Path.of("..");
    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_README = 150;
    private static final Pattern BANNED_NAME = Pattern.compile("(?i).*(util|helper|manager|common|core|misc).*");

    @Test
    void no_written_file_is_longer_than_400_lines() throws IOException {
        assertThat(written().filter(file -> lines(file).size() > LONGEST_FILE)).isEmpty();
    }

    @Test
    void the_readme_fits_its_150_lines() {
        assertThat(lines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void every_main_package_is_null_marked() throws IOException {
        List<Path> packages = written()
                .filter(file -> file.toString().contains("/src/main/"))
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .distinct()
                .toList();
        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(lines(folder.resolve("package-info.java")))
                        .as("%s", folder)
                        .contains("@NullMarked"));
    }

    @Test
    void no_type_has_a_name_that_says_nothing() throws IOException {
        assertThat(written()
                        .filter(file -> BANNED_NAME
                                .matcher(file.getFileName().toString())
                                .matches()))
                .isEmpty();
    }

    @Test
    void no_simple_class_name_occurs_twice_among_written_main_classes() throws IOException {
        assertThat(written()
                        .filter(file -> file.toString().contains("/src/main/"))
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.equals("package-info.java") && !name.equals("module-info.java")))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_pattern_of_tests_that_the_second_jdk_skips_matches_a_test() {
        assertThat(lines(ROOT.resolve(".ci").resolve("same-on-every-jdk")).stream()
                        .filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allSatisfy(pattern -> assertThat(written())
                        .anyMatch(FileSystems.getDefault().getPathMatcher("glob:" + pattern)::matches));
    }

    @Test
    void no_test_is_switched_off_and_none_sleeps() throws IOException {
        // Spelled apart, so that this file does not find itself.
        List<String> bad = List.of("@" + "Disabled", "Thread." + "sleep(", "assume" + "False(false", "TO" + "DO");
        assertThat(written()
                        .filter(file -> !file.endsWith("ConnectOptions.java"))
                        .filter(file -> bad.stream().anyMatch(text(file)::contains)))
                .isEmpty();
    }

    @Test
    void maven_takes_no_file_without_its_checksum() {
        assertThat(lines(ROOT.resolve(Path.of(".mvn", "maven.config")))).contains("-C");
    }

    /** Digits, letters and calendars of the machine's language must not reach what programs read. */
    @Test
    void no_number_and_no_case_depends_on_the_language_of_the_machine() throws IOException {
        Pattern dependent = Pattern.compile("\\.to(Lower|Upper)Case\\(\\)"
                + "|(String\\.format|printf)\\(\\s*\""
                + "|%[-0-9,+]*[dxXeEfgt][^\"\\n]*\"\\s*\\.formatted\\("
                + "|ofPattern\\(\\s*\"[^\"]*\"\\s*\\)|ofLocalized|NumberFormat\\.get");
        assertThat(written()
                        .filter(file -> file.toString().contains("/src/main/"))
                        .filter(file -> !file.startsWith(ROOT.resolve("benchmarks")))
                        .filter(file -> dependent.matcher(text(file)).find()))
                .isEmpty();
    }

    @Test
    void no_main_class_lists_the_providers() throws IOException {
        List<Pattern> names = ResellerProvider.all().stream()
                .map(ResellerProvider::name)
                .map(name -> Pattern.compile(
                        "\"" + name + "\"|\\b" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)))
                .toList();
        assertThat(names).hasSizeGreaterThan(1);
        assertThat(written()
                        .filter(file -> file.toString().contains("/src/main/"))
                        .filter(file -> !file.startsWith(ROOT.resolve("benchmarks")))
                        .filter(file -> names.stream()
                                        .filter(name -> name.matcher(code(file)).find())
                                        .count()
                                > 1))
                .isEmpty();
    }

    /** Returns the text without comments, in which providers are examples. */
    private static String code(Path file) {
        return text(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    }

    private static Stream<Path> written() throws IOException {
        List<Path> written = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                // What is built comes and goes while the other tests run. Examples are written as a user would.
                return folder.endsWith("target") || folder.equals(ROOT.resolve("examples"))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    written.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(written).isNotEmpty();
        return written.stream();
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
