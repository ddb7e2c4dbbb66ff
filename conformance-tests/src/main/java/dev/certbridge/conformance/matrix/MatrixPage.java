package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;
import static java.util.Map.entry;

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

    MatrixPage(Matrix matrix, List<KitRule> rules) {
        this.matrix = matrix;
        this.rules = rules;
    }

    String html() {
        PageSources sources = new PageSources(matrix.sources());
        PageLinks links = new PageLinks(sources);
        PageSummary summary = new PageSummary(matrix);
        Map<String, String> parts = Map.ofEntries(
                entry("css", resource("page.css")),
                entry("js", resource("page.js")),
                entry("verdict", summary.verdict()),
                entry("figures", summary.figures()),
                entry("bars", summary.bars()),
                entry("holes", summary.holes()),
                entry("map", new PageMap(matrix).html()),
                entry("filters", summary.resellers()),
                entry("table", new PageTable(matrix, links).html()),
                entry("rules", new PageRules(matrix, rules).html() + columns()),
                entry("sources", sources.html()));
        // In one pass: what was filled in is not looked at again.
        return PART.matcher(resource("page.html"))
                .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    private static String columns() {
        return Arrays.stream(MatrixColumn.values())
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
