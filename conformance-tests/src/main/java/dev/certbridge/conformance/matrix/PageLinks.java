package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Links of the page, all of them to places of the page itself.
 *
 * @param sources the contracts and pacts on it
 */
record PageLinks(PageSources sources) {

    String html(CellLink link) {
        return html(link, link.text());
    }

    String html(CellLink link, String text) {
        String anchor = link.path().isEmpty() ? "rule-" + link.text() : sources.anchor(link);
        return "<a href=\"#" + escaped(anchor) + "\">" + escaped(text) + "</a>";
    }

    /**
     * One link under the whole text; several in a list that opens.
     *
     * @param inPlace whether a few rules, which are short, stand in the place of the text
     */
    String html(String text, List<CellLink> links, boolean inPlace) {
        boolean rules = !links.isEmpty() && links.get(0).path().isEmpty();
        if (links.isEmpty()) {
            return escaped(text);
        }
        if (rules && inPlace && links.size() <= 4) {
            return links.stream().map(this::html).collect(Collectors.joining(" "));
        }
        if (links.size() == 1 && !rules) {
            return html(links.get(0), text);
        }
        String separator = rules ? " " : "<br>";
        return "<details><summary>" + escaped(text) + "</summary>"
                + links.stream().map(this::html).collect(Collectors.joining(separator)) + "</details>";
    }
}
