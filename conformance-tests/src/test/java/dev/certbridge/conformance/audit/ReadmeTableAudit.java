package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.FailureSummary;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the README's tables of capabilities and failures with the code; {@code -Dreadme.update=true} writes them.
 */
class ReadmeTableAudit {

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
                    .append(same.stream().map(ReadmeTableAudit::words).collect(Collectors.joining(", ")))
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

    @Test
    void the_readme_lists_every_failure_with_its_outcome() throws IOException {
        String rows = types(ResellerException.class)
                .map(type -> "| `" + type.getSimpleName() + "` | "
                        + words(summary(type).outcome()) + " | "
                        + words(summary(type).nextStep()) + " | "
                        + summary(type).value() + " |\n")
                .collect(Collectors.joining());
        GeneratedPart.ofReadme("failures")
                .requireIs("| exception | `outcome()` | `nextStep()` | meaning |\n|---|---|---|---|\n" + rows);
    }

    @Test
    void every_failure_has_a_summary_of_one_line_and_no_two_are_equal() {
        List<Class<?>> types = types(ResellerException.class).toList();
        assertThat(types)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type).hasAnnotation(FailureSummary.class))
                .extracting(type -> summary(type).value())
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("\n", "|"));
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static FailureSummary summary(Class<?> type) {
        return type.getAnnotation(FailureSummary.class);
    }

    /** Returns the types in the order of the {@code permits} clauses. */
    private static Stream<Class<?>> types(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ReadmeTableAudit::types)
                : Stream.of(type);
    }
}
