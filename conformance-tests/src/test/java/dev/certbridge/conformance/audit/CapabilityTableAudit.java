package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of capabilities is what the adapters answer; {@code -Dreadme.update=true} writes it. */
class CapabilityTableAudit {

    private static final Path README = Path.of("..", "README.md");
    private static final String BEGIN = "<!-- capabilities: made by CapabilityTableAudit -->\n";
    private static final String END = "<!-- /capabilities -->";

    @Test
    void the_table_is_what_the_adapters_answer() throws IOException {
        String text = Files.readString(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(README, text.substring(0, begin) + table() + text.substring(end));
        } else {
            assertThat(text.substring(begin, end))
                    .as("run this test with -Dreadme.update=true and look at the change")
                    .isEqualTo(table());
        }
    }

    /** One row for all that the same adapters can do. */
    private static String table() {
        try (CertificateReseller regfish = Regfish.connect("not-a-real-key", OrderBook.inMemory());
                CertificateReseller realtime =
                        Realtime.connect("not-a-real-key", "example-handle", OrderBook.inMemory());
                CertificateReseller deprecated = Realtime.deprecated(
                        "not-a-real-key", "example-handle", OrderBook.inMemory(), "sectigo", Map.of())) {
            List<CertificateReseller> columns = List.of(regfish, realtime, deprecated);
            Map<String, List<Capability>> rows = Arrays.stream(Capability.values())
                    .collect(Collectors.groupingBy(
                            capability -> cells(columns, capability), LinkedHashMap::new, Collectors.toList()));
            StringBuilder table =
                    new StringBuilder("| | regfish | Realtime Register | its deprecated calls |\n|---|---|---|---|\n");
            rows.forEach((cells, same) -> table.append("| ")
                    .append(same.stream().map(CapabilityTableAudit::words).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(cells)
                    .append(" |\n"));
            return table.toString();
        }
    }

    private static String cells(List<CertificateReseller> columns, Capability capability) {
        return columns.stream()
                .map(column -> column.supports(capability) ? "yes" : "no")
                .collect(Collectors.joining(" | "));
    }

    private static String words(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
