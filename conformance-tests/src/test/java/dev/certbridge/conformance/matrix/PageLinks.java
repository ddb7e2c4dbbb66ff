package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The links of a page and the places that they can lead to. */
final class PageLinks {

    private PageLinks() {}

    /** Returns the targets of all links, and asserts that they are on the page. */
    static Set<String> targets(String page) {
        Set<String> links = found(page, "\\bhref=\"([^\"]*)\"");
        assertThat(links).allMatch(link -> link.startsWith("#"));
        return links.stream().map(link -> link.substring(1)).collect(Collectors.toSet());
    }

    static Set<String> anchors(String page) {
        return found(page, "\\bid=\"([^\"]*)\"");
    }

    static Set<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
