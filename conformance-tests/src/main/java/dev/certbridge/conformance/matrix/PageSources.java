package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.HtmlText.escaped;

import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.contract.ContractDocument;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The contracts, line by line, and the interactions of the pacts, one by one: what cells link to. They are on the page, so
 * that it needs no repository beside it.
 */
final class PageSources {

    private final MatrixSources sources;

    PageSources(MatrixSources sources) {
        this.sources = sources;
    }

    /** Where a link into a file leads on the page: a line of a contract, or an interaction of a pact. */
    String anchor(CellLink link) {
        return link.path().replace('/', '-') + "-L" + link.line();
    }

    String html() {
        return sources.contracts().stream().map(this::contract).collect(Collectors.joining())
                + sources.pacts().stream().map(this::pact).collect(Collectors.joining());
    }

    private String contract(ContractDocument contract) {
        String path = MatrixCells.contractPath(contract.name());
        StringBuilder html = new StringBuilder();
        List<String> lines = contract.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            html.append("<span id=\"")
                    .append(escaped(anchor(new CellLink("", path, i + 1))))
                    .append("\">")
                    .append(escaped(lines.get(i)))
                    .append("\n</span>");
        }
        return section(
                "",
                "The contract of " + contract.name(),
                path,
                "<pre class=\"lines\" tabindex=\"0\"><code>" + html + "</code></pre>");
    }

    private String pact(PactInteraction pact) {
        String path = MatrixCells.pactPath(pact.reseller());
        String statuses = pact.statuses().stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return section(
                " id=\"" + escaped(anchor(new CellLink("", path, pact.line()))) + "\"",
                "Pact: " + pact.description(),
                CommittedPact.fileName(pact.reseller()) + ":" + pact.line() + ", " + pact.operationId() + " "
                        + statuses,
                "<pre tabindex=\"0\">" + escaped(pact.json()) + "</pre>");
    }

    private static String section(String id, String title, String place, String body) {
        return "<section class=\"source\"%s><h3>%s</h3><p><code>%s</code></p>%s</section>\n"
                .formatted(id, escaped(title), escaped(place), body);
    }
}
