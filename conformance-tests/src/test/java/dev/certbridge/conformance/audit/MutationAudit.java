package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

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
    static void update() throws IOException {
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

    /** The result of the mutants of one package. */
    record MutationResult(String packageName, int made, int noticed, int hung, int survived, int uncovered) {

        private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");
        private static final String ALL = "all";

        /** The lines of {@code mutants.txt}: a package and its counts, or a place where one went unnoticed. */
        static List<String> lines(List<Path> reports) throws IOException {
            Map<String, MutationResult> packages = new TreeMap<>();
            Map<String, Integer> places = new TreeMap<>();
            for (Path report : reports) {
                NodeList mutations = mutations(report);
                for (int i = 0; i < mutations.getLength(); i++) {
                    Element mutation = (Element) mutations.item(i);
                    String type = text(mutation, "mutatedClass");
                    String status = mutation.getAttribute("status");
                    String name = type.substring(0, type.lastIndexOf('.'));
                    packages.merge(name, one(name, status), MutationResult::plus);
                    if (status.equals("SURVIVED") || status.equals("NO_COVERAGE")) {
                        places.merge(place(type, text(mutation, "mutatedMethod")), 1, Integer::sum);
                    }
                }
            }
            List<String> lines = new ArrayList<>();
            packages.values()
                    .forEach(each -> lines.add("package %s %d %d %d %d %d"
                            .formatted(
                                    each.packageName,
                                    each.made,
                                    each.noticed,
                                    each.hung,
                                    each.survived,
                                    each.uncovered)));
            places.forEach((place, count) -> lines.add("unnoticed " + place + " " + count));
            return lines;
        }

        static List<MutationResult> of(List<String> lines) {
            return lines.stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals("package"))
                    .map(words -> new MutationResult(
                            words[1],
                            Integer.parseInt(words[2]),
                            Integer.parseInt(words[3]),
                            Integer.parseInt(words[4]),
                            Integer.parseInt(words[5]),
                            Integer.parseInt(words[6])))
                    .toList();
        }

        static MutationResult sum(List<MutationResult> some) {
            return some.stream().reduce(new MutationResult(ALL, 0, 0, 0, 0, 0), MutationResult::plus);
        }

        /** Of all that were made, in per cent, rounded down; one that hung was noticed too. */
        int score() {
            return 100 * (noticed + hung) / made;
        }

        private MutationResult plus(MutationResult more) {
            return new MutationResult(
                    packageName,
                    made + more.made,
                    noticed + more.noticed,
                    hung + more.hung,
                    survived + more.survived,
                    uncovered + more.uncovered);
        }

        /** Fails for a status that says nothing of the tests: such a run does not count. */
        private static MutationResult one(String name, String status) {
            return switch (status) {
                case "KILLED", "MEMORY_ERROR" -> new MutationResult(name, 1, 1, 0, 0, 0);
                case "TIMED_OUT" -> new MutationResult(name, 1, 0, 1, 0, 0);
                case "SURVIVED" -> new MutationResult(name, 1, 0, 0, 1, 0);
                case "NO_COVERAGE" -> new MutationResult(name, 1, 0, 0, 0, 1);
                default -> throw new IllegalArgumentException("a mutant of " + name + " ended as " + status);
            };
        }

        /** {@code Type.method}; what stands in a lambda counts for the method around it. */
        private static String place(String type, String method) {
            Matcher lambda = LAMBDA.matcher(method);
            String name = lambda.matches() ? lambda.group(1) : method.replaceAll("[<>]", "");
            return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + name;
        }

        private static NodeList mutations(Path report) throws IOException {
            try (var in = Files.newInputStream(report)) {
                return DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(in)
                        .getElementsByTagName("mutation");
            } catch (ParserConfigurationException | SAXException e) {
                throw new IOException(report + " cannot be read", e);
            }
        }

        private static String text(Element mutation, String name) {
            return mutation.getElementsByTagName(name).item(0).getTextContent();
        }
    }
}
