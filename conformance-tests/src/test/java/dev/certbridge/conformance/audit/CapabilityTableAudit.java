package dev.certbridge.conformance.audit;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the README's table of capabilities with the adapters; {@code -Dreadme.update=true} writes it. */
class CapabilityTableAudit {

    @Test
    void the_table_is_what_the_adapters_answer() throws IOException {
        GeneratedPart.ofReadme("capabilities").requireIs(table());
    }

    /** Returns a row for each set of columns, with all capabilities that exactly these have. */
    private static String table() {
        List<ClientUnderTest> clients = ClientUnderTest.all();
        List<CertificateReseller> columns = clients.stream()
                .map(client -> client.connect("not-a-real-key", OrderBooks.inMemory(), ConnectOptions.defaults()))
                .toList();
        try {
            Map<String, List<Capability>> rows = Arrays.stream(Capability.values())
                    .collect(Collectors.groupingBy(
                            capability -> cells(columns, capability), LinkedHashMap::new, Collectors.toList()));
            StringBuilder table = new StringBuilder("| | ")
                    .append(clients.stream().map(ClientUnderTest::name).collect(Collectors.joining(" | ")))
                    .append(" |\n|")
                    .append("---|".repeat(clients.size() + 1))
                    .append('\n');
            rows.forEach((cells, same) -> table.append("| ")
                    .append(same.stream().map(CapabilityTableAudit::words).collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(cells)
                    .append(" |\n"));
            return table.toString();
        } finally {
            columns.forEach(CertificateReseller::close);
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
