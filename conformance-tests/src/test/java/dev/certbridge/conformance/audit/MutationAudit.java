package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is said of mutation testing is what its last run found. With {@code -Dquality.update=true} the reports of
 * {@code mvn -Pmutation verify} become {@code mutants.txt}, which is committed.
 */
class MutationAudit {

    private static final Path KEPT = Path.of("mutants.txt");
    private static final Path PAGE = Path.of("..", "docs", "quality.md");
    private static final Path REPORTS_HERE = Path.of("target", "pit-reports");
    private static final List<Path> REPORTS = List.of(
            Path.of("..", "order-book", "target", "pit-reports", "mutations.xml"),
            REPORTS_HERE.resolve("transport/mutations.xml"),
            REPORTS_HERE.resolve("regfish/mutations.xml"),
            REPORTS_HERE.resolve("realtime/mutations.xml"),
            REPORTS_HERE.resolve("provider/mutations.xml"));
    private static final Pattern EXPLAINED =
            Pattern.compile("`([A-Z][A-Za-z]*(?:\\.[A-Z0-9][A-Za-z0-9]*)*\\.[a-z]\\w*)`");

    @BeforeAll
    static void take_over_the_reports() throws IOException {
        if (Boolean.getBoolean("quality.update")) {
            Files.write(
                    KEPT,
                    MutationResult.lines(REPORTS.stream().filter(Files::exists).toList()));
        }
    }

    @Test
    void the_page_lists_the_score_of_each_package() throws IOException {
        List<MutationResult> packages = MutationResult.of(lines());
        new GeneratedPart(PAGE, "mutants")
                .requireIs(packages.stream()
                        .map(MutationAudit::row)
                        .collect(Collectors.joining(
                                "",
                                "| package | mutants | noticed | hung | survived | no test runs it | noticed or hung |\n"
                                        + "|---|---:|---:|---:|---:|---:|---:|\n",
                                row(MutationResult.sum(packages)))));
    }

    @Test
    void the_page_explains_every_place_where_one_went_unnoticed_and_no_other() throws IOException {
        String page = Files.readString(PAGE);
        String explained = page.substring(page.indexOf("## What went unnoticed"));
        assertThat(EXPLAINED.matcher(explained).results().map((MatchResult match) -> match.group(1)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(unnoticed());
    }

    private static TreeSet<String> unnoticed() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith("unnoticed "))
                .map(line -> line.split(" ")[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(MutationResult some) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %,d | %,d | %,d | %,d | %,d | %d %% |%n",
                some.packageName(),
                some.made(),
                some.noticed(),
                some.hung(),
                some.survived(),
                some.uncovered(),
                some.score());
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(KEPT);
    }
}
