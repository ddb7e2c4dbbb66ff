package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Names that are refused before they are ordered, because no public certificate authority issues them: the table of the
 * docs.
 */
class OrderedNamesTest {

    private static final Path PAGE = Path.of("../docs/requests.md");
    private static final String BEGIN = "<!-- names: checked by OrderedNamesTest -->\n";
    private static final String END = "<!-- /names -->";

    private final List<String> rows = new ArrayList<>(List.of("| names | decision |", "|---|---|"));

    @Test
    void the_page_about_requests_lists_the_decision_on_each_name() throws Exception {
        for (String name : List.of(
                "printer",
                "printer.local",
                "db.internal",
                "co.uk",
                "*.co.uk",
                "*.github.io",
                "xn--a.example.com",
                "ab--cd.example.com",
                "xn--mnchen-3ya.example.com")) {
            row("`" + name + "`", List.of("www.example.com", name));
        }
        row("250 names", names(250));
        row("251 names", names(251));
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .as("%s, whose table should be%n%s", PAGE, String.join("\n", rows))
                .isEqualTo(String.join("\n", rows) + "\n");
    }

    private static List<String> names(int count) {
        return Stream.concat(
                        Stream.of("www.example.com"), IntStream.range(1, count).mapToObj(i -> "n" + i + ".example.com"))
                .toList();
    }

    private void row(String what, List<String> names) {
        List<String> reasons = reasons(names);
        rows.add("| " + what + " | " + (reasons.isEmpty() ? "ordered" : "refused: " + String.join("; ", reasons))
                + " |");
    }

    private static List<String> reasons(List<String> names) {
        try {
            KeyAndCsr key = KeyAndCsr.ecP256(
                    names.get(0), names.subList(1, names.size()).toArray(String[]::new));
            RequestValidation.of(OrderRequest.builder("p").csr(key.csr()).build())
                    .requireClean(OperationRef.of("somebody", "order"));
            return List.of();
        } catch (InvalidRequestException e) {
            return e.violations().stream().map(Violation::toString).toList();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
    }
}
