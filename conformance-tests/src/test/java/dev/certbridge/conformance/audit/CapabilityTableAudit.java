package dev.certbridge.conformance.audit;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of capabilities is what the adapters answer; {@code -Dreadme.update=true} writes it. */
class CapabilityTableAudit {

    @Test
    void the_table_is_what_the_adapters_answer() throws IOException {
        GeneratedPart.ofReadme("capabilities").requireIs(table());
    }

    /** One row for all that the same adapters can do. */
    private static String table() {
        try (CertificateReseller regfish = Regfish.connect("not-a-real-key", OrderBooks.inMemory());
                CertificateReseller realtime =
                        Realtime.connect("not-a-real-key", "example-handle", OrderBooks.inMemory());
                CertificateReseller deprecated = Realtime.deprecated(
                        "not-a-real-key", "example-handle", OrderBooks.inMemory(), "sectigo", Map.of())) {
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
