package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The top of the page: the verdict, how much there is, and how much of each column. */
final class PageSummary {

    private final Matrix matrix;

    PageSummary(Matrix matrix) {
        this.matrix = matrix;
    }

    String verdict() {
        int holes = matrix.holes().size();
        return holes == 0
                ? "<p class=\"verdict filled\">Conforming: no empty cell, no broken rule.</p>"
                : "<p class=\"verdict hole\">Not conforming: " + holes + (holes == 1 ? " thing" : " things")
                        + " to mend.</p>";
    }

    String figures() {
        Map<CellState, Long> cells = new EnumMap<>(CellState.class);
        matrix.rows().stream()
                .flatMap(row -> row.cells().values().stream())
                .forEach(cell -> cells.merge(CellState.of(cell), 1L, Long::sum));
        long operations = matrix.rows().stream()
                .map(row -> row.pair().reseller() + row.pair().operationId())
                .distinct()
                .count();
        long cases = matrix.rules().stream().mapToLong(RuleTally::cases).sum();
        return figure(resellerNames().size(), "resellers")
                + figure(operations, "operations")
                + figure(matrix.rows().size(), "answers")
                + figure(matrix.rules().stream().map(RuleTally::rule).distinct().count(), "rules")
                + figure(cases, "cases tried")
                + figure(cells.getOrDefault(CellState.WAIVED, 0L), "waived cells")
                + figure(cells.getOrDefault(CellState.HOLE, 0L), "holes");
    }

    /** For each column, how much of it is in which state. */
    String bars() {
        return Arrays.stream(MatrixColumn.values()).map(this::bar).collect(Collectors.joining());
    }

    String holes() {
        List<String> holes = matrix.holes();
        return holes.isEmpty()
                ? ""
                : holes.stream()
                        .map(hole -> "<li>" + escaped(hole) + "</li>\n")
                        .collect(Collectors.joining(
                                "",
                                "<section class=\"todo\" aria-labelledby=\"todo\"><h2 id=\"todo\">To mend</h2><ol>\n",
                                "</ol></section>\n"));
    }

    String resellers() {
        return resellerNames().stream()
                .map(name -> "<label><input type=\"radio\" name=\"reseller\" value=\"%s\"><span>%s</span></label>"
                        .formatted(escaped(name), escaped(name)))
                .collect(Collectors.joining("\n"));
    }

    private List<String> resellerNames() {
        return matrix.rows().stream()
                .map(row -> row.pair().reseller())
                .distinct()
                .toList();
    }

    private String bar(MatrixColumn column) {
        Map<CellState, Long> states = new EnumMap<>(CellState.class);
        matrix.rows().forEach(row -> states.merge(CellState.of(row.cell(column)), 1L, Long::sum));
        String parts = states.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "<span class=\"%s\" style=\"flex-grow:%d\"></span>",
                        entry.getKey().key(),
                        entry.getValue()))
                .collect(Collectors.joining());
        String words = states.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", "));
        return "<div class=\"bar\" title=\"%s\"><b>%s</b><span class=\"track\" aria-hidden=\"true\">%s</span><small>%s</small></div>\n"
                .formatted(escaped(column.meaning()), column.key(), parts, words);
    }

    private static String figure(long count, String what) {
        return "<div><b>" + count + "</b> " + what + "</div>\n";
    }
}
