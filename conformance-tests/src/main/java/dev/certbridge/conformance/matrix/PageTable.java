package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table: a group for every operation, a row for every status. */
final class PageTable {

    private final Matrix matrix;
    private final PageLinks links;

    PageTable(Matrix matrix, PageLinks links) {
        this.matrix = matrix;
        this.links = links;
    }

    String html() {
        Map<String, List<MatrixRow>> operations = matrix.rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.pair().reseller() + " " + row.pair().operationId(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        StringBuilder html = new StringBuilder("<thead><tr><th scope=\"col\">status</th>");
        Arrays.stream(MatrixColumn.values())
                .forEach(column -> html.append("<th scope=\"col\" title=\"")
                        .append(escaped(column.meaning()))
                        .append("\">")
                        .append(column.key())
                        .append("</th>"));
        html.append("</tr></thead>\n");
        operations.values().forEach(rows -> operation(rows, html));
        return html.toString();
    }

    private void operation(List<MatrixRow> rows, StringBuilder html) {
        DocumentedResponse first = rows.get(0).answer();
        String reseller = escaped(first.pair().reseller());
        String operation = escaped(first.pair().operationId());
        html.append(
                        "<tbody data-reseller=\"%s\" data-operation=\"%s\">\n<tr class=\"op\"><th scope=\"rowgroup\" colspan=\"9\">"
                                .formatted(reseller, operation))
                .append("<span class=\"who\">%s</span> <b>%s</b> <code>%s</code>"
                        .formatted(reseller, operation, escaped(first.call())))
                .append(first.spends() ? " <span class=\"spends\">spends money</span>" : "")
                .append("</th></tr>\n");
        rows.forEach(row -> row(row, html));
        html.append("</tbody>\n");
    }

    private void row(MatrixRow row, StringBuilder html) {
        String states = row.cells().values().stream()
                .map(cell -> CellState.of(cell).key())
                .distinct()
                .collect(Collectors.joining(" "));
        html.append(String.format(
                Locale.ROOT,
                "<tr id=\"%s\" data-states=\"%s\"><th scope=\"row\"><b class=\"s%d\">%d</b> <small>%s</small></th>",
                PageMap.anchor(row.pair()),
                states,
                row.pair().status() / 100,
                row.pair().status(),
                meaning(row.answer())));
        row.cells().forEach((column, cell) -> html.append(cell(column, cell)));
        html.append("</tr>\n");
    }

    private String cell(MatrixColumn column, MatrixCell cell) {
        CellState state = CellState.of(cell);
        String content = cell instanceof MatrixCell.Waived waived
                ? "<details><summary>" + escaped(cell.text()) + "</summary>" + escaped(waived.reason()) + "</details>"
                : links.html(cell.text(), cell.links(), column == MatrixColumn.RULE);
        boolean said = state == CellState.FILLED || cell.text().equals(state.words());
        String words = said ? "" : "<span class=\"say\">" + state.words() + ": </span>";
        return "<td class=\"" + state.key() + "\">" + words + content + "</td>";
    }

    /** Where the body decides, the outcomes are too many for a cell. */
    private static String meaning(DocumentedResponse answer) {
        return answer.meaning().contains(": ")
                ? "<span title=\"" + escaped(answer.meaning()) + "\">depends on the body</span>"
                : escaped(answer.meaning().replace("Rejected/", "").replace(":", ": "));
    }
}
