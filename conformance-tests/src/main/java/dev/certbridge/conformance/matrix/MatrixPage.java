package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.context.MethodValueResolver;
import dev.certbridge.conformance.matrix.MatrixCell.Link;
import dev.certbridge.conformance.matrix.MatrixCell.State;
import dev.certbridge.conformance.matrix.MatrixReport.KitRule;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOrigin;
import dev.certbridge.contract.DistinctChange;
import dev.certbridge.contract.RunDetails;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the matrix as a web page from the template {@code page.html}. The page needs no other files and contains no
 * links to other files. The page contains the linked contracts and pacts in compressed form, because they are larger
 * than the rest of the page.
 */
final class MatrixPage {

    private static final EscapingStrategy ESCAPE = new EscapingStrategy.Hbs(
            new String[][] {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The maximum number of rules that a cell shows as a row of links. A cell with more rules than this maximum shows a
     * text.
     */
    private static final int SHOWN_RULES = 4;

    private final Matrix matrix;
    private final RunDetails run;
    private final List<KitRule> rules;
    private final List<ContractComparison> comparisons;

    MatrixPage(Matrix matrix, RunDetails run, List<KitRule> rules, List<ContractComparison> comparisons) {
        this.matrix = matrix;
        this.run = run;
        this.rules = rules;
        this.comparisons = comparisons;
    }

    // The template refers to the components of these records by name.

    /** A number at the top of the page, with the name of the things that it counts. */
    private record Figure(long count, String what) {}

    /** A bar that shows how many cells of a column have each state. */
    private record Bar(MatrixColumn column, List<Share> shares, String words) {}

    private record Share(String state, long count) {}

    /**
     * The overview of a reseller. The overview is a grid with one line for each operation and one column for each
     * status.
     */
    private record Overview(String reseller, SortedSet<Integer> statuses, List<OverviewRow> rows) {}

    private record OverviewRow(String operation, List<Square> squares) {}

    /** A square of the overview. The texts of a square are empty if the operation does not have the status. */
    private record Square(String state, int status, String anchor, String title, String label, String sign) {}

    /** The rows of the table that belong to one operation. */
    private record Group(String reseller, String operation, String call, boolean spends, List<Row> rows) {}

    private record Row(
            String anchor, String states, int status, int hundreds, String outcome, String details, List<Cell> cells) {}

    /**
     * A cell of the table, with a prefix for screen readers. If a cell has a single link, the text of the cell is the
     * link. The page shows a few rules as a row of links, and all other links in a list that the reader can open.
     */
    private record Cell(MatrixCell cell, String prefix, boolean single, boolean fewRules, String separator) {}

    /** A rule of the kit with its result for each client. */
    private record RuleRow(String number, String sentence, String method, List<Result> results) {}

    private record Result(String state, String client, String text, String detail) {}

    /** The changes of a new contract. */
    private record Comparison(
            String reseller,
            String versions,
            String state,
            String verdict,
            List<DistinctChange> changes,
            List<String> pacts) {}

    /**
     * A text on the page that is the target of links. A link to a line of a contract consists of the id of the contract
     * and the line number. A link to a pact consists of the id of the pact.
     */
    private record Source(String id, String title, String place, String text, boolean hasLines) {}

    String html() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("css", resource("page.css"));
        page.put("js", resource("page.js"));
        page.put("run", run.text());
        page.put("gaps", matrix.gaps());
        page.put("things", matrix.gaps().size() == 1 ? "1 thing" : matrix.gaps().size() + " things");
        page.put("heading", ContractComparison.HEADING);
        page.put("comparisons", comparisons.stream().map(MatrixPage::comparison).toList());
        page.put("compatible", comparisons.stream().noneMatch(ContractComparison::needsWork));
        page.put("figures", figures());
        page.put("bars", Stream.of(MatrixColumn.values()).map(this::bar).toList());
        page.put("overviews", grouped(row -> row.key().reseller(), MatrixPage::overview));
        page.put("resellers", resellers());
        page.put("columns", MatrixColumn.values());
        page.put("groups", grouped(row -> row.key().reseller() + " " + row.key().operationId(), MatrixPage::group));
        page.put("clients", clients());
        page.put("rules", rules());
        page.put("sources", packedSources());
        try {
            return new Handlebars()
                    .prettyPrint(true)
                    .with(text -> ESCAPE.escape(MatrixReport.printable(text)))
                    .compileInline(resource("page.html"))
                    .apply(Context.newBuilder(page)
                            .resolver(MapValueResolver.INSTANCE, MethodValueResolver.INSTANCE)
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill page.html", e);
        }
    }

    private List<String> resellers() {
        return matrix.rows().stream()
                .map(row -> row.key().reseller())
                .distinct()
                .toList();
    }

    private List<String> clients() {
        return matrix.rules().stream().map(RuleTally::candidate).distinct().toList();
    }

    private <T> List<T> grouped(Function<MatrixRow, String> key, Function<List<MatrixRow>, T> view) {
        return matrix.rows().stream()
                .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(view)
                .toList();
    }

    private List<Figure> figures() {
        Map<State, Long> states = counted(matrix.rows().stream().flatMap(row -> row.cells().values().stream()));
        return List.of(
                new Figure(resellers().size(), "resellers"),
                new Figure(
                        grouped(row -> row.key().reseller() + row.key().operationId(), rows -> "")
                                .size(),
                        "operations"),
                new Figure(matrix.rows().size(), "responses"),
                new Figure(
                        matrix.rules().stream().map(RuleTally::rule).distinct().count(), "rules"),
                new Figure(matrix.rules().stream().mapToLong(RuleTally::cases).sum(), "test cases"),
                new Figure(states.getOrDefault(State.WAIVED, 0L), "waived cells"),
                new Figure(states.getOrDefault(State.GAP, 0L), "gaps"));
    }

    private static Map<State, Long> counted(Stream<MatrixCell> cells) {
        return cells.collect(
                Collectors.groupingBy(MatrixCell::state, () -> new EnumMap<>(State.class), Collectors.counting()));
    }

    private Bar bar(MatrixColumn column) {
        Map<State, Long> states = counted(matrix.rows().stream().map(row -> row.cell(column)));
        return new Bar(
                column,
                states.entrySet().stream()
                        .map(entry -> new Share(entry.getKey().key(), entry.getValue()))
                        .toList(),
                states.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().words())
                        .collect(Collectors.joining(", ")));
    }

    private static String anchor(OperationStatus row) {
        return row.reseller() + "." + row.operationId() + "." + row.status();
    }

    private static Overview overview(List<MatrixRow> rows) {
        SortedSet<Integer> statuses =
                rows.stream().map(row -> row.key().status()).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Map<Integer, MatrixRow>> operations = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.key().operationId(),
                        LinkedHashMap::new,
                        Collectors.toMap(row -> row.key().status(), row -> row)));
        return new Overview(
                rows.get(0).key().reseller(),
                statuses,
                operations.entrySet().stream()
                        .map(operation -> new OverviewRow(
                                operation.getKey(),
                                statuses.stream()
                                        .map(status ->
                                                square(operation.getValue().get(status)))
                                        .toList()))
                        .toList());
    }

    private static Square square(@Nullable MatrixRow row) {
        if (row == null) {
            return new Square("", 0, "", "", "", "");
        }
        boolean sweepOnly = Stream.of(MatrixColumn.PACT, MatrixColumn.RULE)
                .allMatch(column -> row.cell(column).state() == State.NOT_RELIED_ON);
        State state = row.state() == State.FILLED && sweepOnly ? State.NOT_RELIED_ON : row.state();
        return new Square(
                state.key(),
                row.key().status(),
                anchor(row.key()),
                row.key() + ": " + state.words(),
                row.key().status() + " " + state.words(),
                String.valueOf(state.sign()));
    }

    private static Group group(List<MatrixRow> rows) {
        MatrixRow first = rows.get(0);
        return new Group(
                first.key().reseller(),
                first.key().operationId(),
                first.call(),
                first.response().operation().spends(),
                rows.stream().map(MatrixPage::row).toList());
    }

    private static Row row(MatrixRow row) {
        // An outcome that depends on the body is too long for a cell.
        boolean dependsOnBody = row.outcome().contains(": ");
        return new Row(
                anchor(row.key()),
                row.cells().values().stream()
                        .map(cell -> cell.state().key())
                        .distinct()
                        .collect(Collectors.joining(" ")),
                row.key().status(),
                row.key().status() / 100,
                dependsOnBody
                        ? "depends on the body"
                        : row.outcome().replace("Rejected/", "").replace(":", ": "),
                dependsOnBody ? row.outcome() : "",
                row.cells().entrySet().stream()
                        .map(entry -> cell(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Cell cell(MatrixColumn column, MatrixCell cell) {
        boolean ofRules = !cell.links().isEmpty() && cell.links().get(0).isRule();
        boolean isObvious =
                cell.state() == State.FILLED || cell.text().equals(cell.state().words());
        return new Cell(
                cell,
                isObvious ? "" : cell.state().words() + ": ",
                cell.links().size() == 1 && !ofRules,
                ofRules && column == MatrixColumn.RULE && cell.links().size() <= SHOWN_RULES,
                ofRules ? " " : "<br>");
    }

    private List<RuleRow> rules() {
        SortedSet<String> numbers = new TreeSet<>(RunFacts.BY_NUMBER);
        rules.forEach(rule -> numbers.add(rule.number()));
        matrix.rules().forEach(tally -> numbers.add(tally.rule()));
        return numbers.stream()
                .map(number -> {
                    Optional<KitRule> rule = rules.stream()
                            .filter(known -> known.number().equals(number))
                            .findFirst();
                    return new RuleRow(
                            number,
                            rule.map(KitRule::sentence).orElse(""),
                            rule.map(KitRule::method).orElse(""),
                            clients().stream()
                                    .map(client -> result(number, client))
                                    .toList());
                })
                .toList();
    }

    private Result result(String number, String client) {
        return matrix.rules().stream()
                .filter(tally ->
                        tally.rule().equals(number) && tally.candidate().equals(client))
                .findFirst()
                .map(MatrixPage::result)
                .orElse(new Result("gap", client, "not tested", ""));
    }

    private static Result result(RuleTally tally) {
        String client = tally.candidate();
        if (tally.failed() > 0) {
            return new Result("gap", client, tally.failed() + " of " + tally.cases() + " failed", tally.detail());
        }
        if (tally.passed() == 0) {
            return new Result("waived", client, tally.untested(), tally.detail());
        }
        String rest = tally.notApplicable() == 0 ? "" : ", " + tally.notApplicable() + " not applicable";
        return new Result("filled", client, tally.passed() + " passed" + rest, tally.detail());
    }

    private static Comparison comparison(ContractComparison comparison) {
        return new Comparison(
                comparison.reseller(),
                comparison.versions(),
                comparison.needsWork() ? "gap" : "filled",
                comparison.verdict(),
                comparison.diff().distinct(),
                comparison.pacts());
    }

    /** Returns the sources as JSON, compressed with gzip and encoded with Base64. */
    private String packedSources() {
        List<Source> sources = Stream.concat(
                        matrix.contracts().stream().map(MatrixPage::source),
                        matrix.pacts().stream().map(MatrixPage::source))
                .toList();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            JSON.writeValue(gzip, sources);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress the sources", e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static Source source(ContractDocument contract) {
        String path = MatrixCells.contractPath(contract.name());
        return new Source(
                Link.file(path),
                "The contract of " + contract.name(),
                ContractOrigin.of(contract.name()).path(),
                contract.text(),
                true);
    }

    private static Source source(PactInteraction pact) {
        String statuses = pact.statuses().stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new Source(
                Link.anchor(MatrixCells.pactPath(pact.reseller()), pact.line()),
                "Pact: " + pact.description(),
                CommittedPact.fileName(pact.reseller()) + ":" + pact.line() + ", " + pact.operationId() + " "
                        + statuses,
                pact.json(),
                false);
    }

    private static String resource(String name) {
        try (InputStream in = MatrixPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the conformance kit has no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
