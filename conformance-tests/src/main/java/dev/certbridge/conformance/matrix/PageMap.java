package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The overview: a square for every pair, operations down and statuses across. */
final class PageMap {

    private final Matrix matrix;

    PageMap(Matrix matrix) {
        this.matrix = matrix;
    }

    /** Where a row of the table is on the page. */
    static String anchor(OperationStatus pair) {
        return escaped(pair.reseller() + "." + pair.operationId() + "." + pair.status());
    }

    String html() {
        Map<String, List<MatrixRow>> byReseller = matrix.rows().stream()
                .collect(Collectors.groupingBy(row -> row.pair().reseller(), LinkedHashMap::new, Collectors.toList()));
        StringBuilder html = new StringBuilder();
        byReseller.forEach((reseller, rows) -> html.append(reseller(reseller, rows)));
        return html.toString();
    }

    private static String reseller(String reseller, List<MatrixRow> rows) {
        TreeSet<Integer> statuses =
                rows.stream().map(row -> row.pair().status()).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Map<Integer, MatrixRow>> operations = new LinkedHashMap<>();
        rows.forEach(row -> operations
                .computeIfAbsent(row.pair().operationId(), none -> new LinkedHashMap<>())
                .put(row.pair().status(), row));
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"map\"><caption>")
                .append(escaped(reseller))
                .append("</caption><thead><tr><th scope=\"col\">operation</th>");
        statuses.forEach(
                status -> html.append("<th scope=\"col\">").append(status).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        operations.forEach((operation, answers) -> {
            html.append("<tr><th scope=\"row\">").append(escaped(operation)).append("</th>");
            statuses.forEach(status -> html.append(square(answers.get(status))));
            html.append("</tr>\n");
        });
        return html.append("</tbody></table></div>\n").toString();
    }

    private static String square(@Nullable MatrixRow row) {
        if (row == null) {
            return "<td></td>";
        }
        CellState state = state(row);
        return "<td><a class=\"sq " + state.key() + "\" href=\"#" + anchor(row.pair()) + "\" title=\""
                + escaped(row.pair() + ": " + state.words()) + "\" aria-label=\""
                + escaped(row.pair().status() + " " + state.words())
                + "\">" + state.sign() + "</a></td>";
    }

    /** As the table's rows, but one that only the sweep stands behind is told apart. */
    private static CellState state(MatrixRow row) {
        boolean sweptOnly = row.cell(MatrixColumn.PACT) instanceof MatrixCell.NotReliedOn
                && row.cell(MatrixColumn.RULE) instanceof MatrixCell.NotReliedOn;
        return row.state() == CellState.FILLED && sweptOnly ? CellState.NOT_RELIED_ON : row.state();
    }
}
