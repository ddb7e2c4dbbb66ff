package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README lists is what the code has. */
class ReadmeAudit {

    private static final Pattern FAILURE_ROW = Pattern.compile("(?m)^\\| `(\\w+Exception)` \\|");
    private static final Pattern LAYOUT_ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\|");

    @Test
    void the_failure_table_has_every_failure_once() throws IOException {
        List<String> rows = found(FAILURE_ROW);
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(concrete(ResellerException.class)
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void the_layout_names_every_module() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        List<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .toList();
        String layout = String.join(" ", found(LAYOUT_ROW));
        assertThat(modules).isNotEmpty().allSatisfy(module -> assertThat(layout).contains("`" + module + "/`"));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ReadmeAudit::concrete)
                : Stream.of(type);
    }
}
