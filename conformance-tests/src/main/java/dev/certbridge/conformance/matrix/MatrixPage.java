package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.Html.escaped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page: the parts of the template filled in. It needs nothing but itself. */
final class MatrixPage {

    private static final Pattern PART = Pattern.compile("\\{\\{([a-z]+)}}");

    private final Matrix matrix;
    private final List<KitRule> rules;
    private final String base;

    MatrixPage(Matrix matrix, List<KitRule> rules, String base) {
        this.matrix = matrix;
        this.rules = rules;
        this.base = base;
    }

    String html() {
        PageLinks links = new PageLinks(base);
        PageSummary summary = new PageSummary(matrix);
        Map<String, String> parts = Map.of(
                "css", resource("page.css"),
                "js", resource("page.js"),
                "verdict", summary.verdict(),
                "figures", summary.figures(),
                "bars", summary.bars(),
                "holes", summary.holes(),
                "map", new PageMap(matrix).html(),
                "filters", summary.resellers(),
                "table", new PageTable(matrix, links).html(),
                "rules", new PageRules(matrix, rules, links).html() + columns());
        // In one pass: what was filled in is not looked at again.
        return PART.matcher(resource("page.html"))
                .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    private static String columns() {
        return Arrays.stream(Column.values())
                .map(column -> "<dt>" + column.key() + "</dt><dd>" + escaped(column.meaning()) + ".</dd>\n")
                .collect(
                        Collectors.joining("", "<h2 id=\"columns\">Columns</h2>\n<dl class=\"columns\">\n", "</dl>\n"));
    }

    private static String resource(String name) {
        try (InputStream in = MatrixPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the kit lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
