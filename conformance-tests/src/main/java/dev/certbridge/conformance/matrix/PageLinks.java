package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.Html.escaped;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Links of the page.
 *
 * @param base where the repository is, with a slash at the end; empty when nobody said
 */
record PageLinks(String base) {

    /** A link, or its text and place where the repository is not known. */
    String html(Link link) {
        return html(link, link.text());
    }

    String html(Link link, String text) {
        if (link.path().isEmpty()) {
            return "<a href=\"#rule-" + escaped(link.text()) + "\">" + escaped(text) + "</a>";
        }
        String place = link.path() + (link.line() == 0 ? "" : ":" + link.line());
        if (base.isEmpty()) {
            return "<span title=\"" + escaped(place) + "\">" + escaped(text) + "</span>";
        }
        String target = base + link.path() + (link.line() == 0 ? "" : "#L" + link.line());
        return "<a href=\"" + escaped(target) + "\">" + escaped(text) + "</a>";
    }

    /**
     * One link under the whole text; several in a list that opens.
     *
     * @param inPlace whether a few rules, which are short, stand in the place of the text
     */
    String html(String text, List<Link> links, boolean inPlace) {
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
