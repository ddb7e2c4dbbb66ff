package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.FailureSummary;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the README's table of failures with the summary of each type; {@code -Dreadme.update=true} writes it. */
class FailureTableAudit {

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
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FailureTableAudit::types)
                : Stream.of(type);
    }
}
