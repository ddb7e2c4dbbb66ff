package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.WhatHappened;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of failures is what each type says of itself; {@code -Dreadme.update=true} writes it. */
class FailureTableAudit {

    @Test
    void the_table_is_what_the_types_say() throws IOException {
        String rows = types(ResellerException.class)
                .map(type -> "| `" + type.getSimpleName() + "` | "
                        + type.getAnnotation(WhatHappened.class).value() + " |\n")
                .collect(Collectors.joining());
        GeneratedPart.ofReadme("failures").requireIs("| exception | what happened |\n|---|---|\n" + rows);
    }

    @Test
    void every_type_that_can_be_thrown_says_in_one_line_what_happened_and_no_two_say_the_same() {
        List<Class<?>> types = types(ResellerException.class).toList();
        assertThat(types)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type).hasAnnotation(WhatHappened.class))
                .extracting(type -> type.getAnnotation(WhatHappened.class).value())
                .doesNotHaveDuplicates()
                .allSatisfy(said -> assertThat(said).isNotBlank().doesNotContain("\n", "|"));
    }

    /** In the order in which the family names them. */
    private static Stream<Class<?>> types(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FailureTableAudit::types)
                : Stream.of(type);
    }
}
