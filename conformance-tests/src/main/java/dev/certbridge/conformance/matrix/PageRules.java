package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules and what they came to at each candidate. */
final class PageRules {

    private final Matrix matrix;
    private final List<KitRule> rules;

    PageRules(Matrix matrix, List<KitRule> rules) {
        this.matrix = matrix;
        this.rules = rules;
    }

    String html() {
        List<String> candidates =
                matrix.rules().stream().map(RuleTally::candidate).distinct().toList();
        TreeSet<String> numbers = new TreeSet<>(RunFacts.BY_NUMBER);
        Stream.concat(
                        rules.stream().map(KitRule::number),
                        matrix.rules().stream().map(RuleTally::rule))
                .forEach(numbers::add);
        StringBuilder html = new StringBuilder(
                "<table class=\"rules\"><thead><tr><th scope=\"col\">rule</th><th scope=\"col\">a client ...</th>");
        candidates.forEach(candidate ->
                html.append("<th scope=\"col\">").append(escaped(candidate)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (String number : numbers) {
            html.append("<tr id=\"rule-%s\"><th scope=\"row\">%s</th><td>%s</td>"
                    .formatted(escaped(number), escaped(number), sentence(number)));
            candidates.forEach(candidate -> html.append(result(number, candidate)));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    private String sentence(String number) {
        return rule(number)
                .map(rule ->
                        escaped(rule.says()) + " <small>tried by <code>" + escaped(rule.triedBy()) + "</code></small>")
                .orElse("");
    }

    private Optional<KitRule> rule(String number) {
        return rules.stream().filter(rule -> rule.number().equals(number)).findFirst();
    }

    private String result(String number, String candidate) {
        return matrix.rules().stream()
                .filter(tally ->
                        tally.rule().equals(number) && tally.candidate().equals(candidate))
                .findFirst()
                .map(PageRules::result)
                .orElse("<td class=\"hole\" data-who=\"%s\">not tried</td>".formatted(escaped(candidate)));
    }

    private static String result(RuleTally tally) {
        String who = escaped(tally.candidate());
        if (tally.broken() > 0) {
            return String.format(
                    Locale.ROOT,
                    "<td class=\"hole\" data-who=\"%s\"><details><summary>%d of %d broken</summary>%s</details></td>",
                    who,
                    tally.broken(),
                    tally.cases(),
                    escaped(tally.detail()));
        }
        if (tally.optedOut() > 0) {
            return "<td class=\"waived\" data-who=\"%s\"><details><summary>opted out</summary>%s</details></td>"
                    .formatted(who, escaped(tally.detail()));
        }
        return String.format(Locale.ROOT, "<td class=\"filled\" data-who=\"%s\">%d held</td>", who, tally.held());
    }
}
