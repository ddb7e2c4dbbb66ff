package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in the README of specs is that of the documents. */
class OperationsTableAudit {

    private static final Path README = Path.of("README.md");

    /** Writes the table instead of comparing: {@code mvn -pl specs test -Dspecs.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("specs.update");

    @Test
    void the_readme_lists_the_operations_of_the_documents() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf(OperationsTable.BEGIN);
        int to = readme.indexOf(OperationsTable.END);
        assertThat(from >= 0 && to > from)
                .as("specs/README.md has the two markers of the table of operations, in order")
                .isTrue();
        from += OperationsTable.BEGIN.length();
        String table = OperationsTable.markdown();
        if (UPDATE) {
            Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
            return;
        }
        List<String> shown = readme.substring(from, to).lines().toList();
        List<String> actual = table.lines().toList();
        String difference = shown.stream()
                        .filter(line -> !actual.contains(line))
                        .map("%n  only in the README:    %s"::formatted)
                        .collect(Collectors.joining())
                + actual.stream()
                        .filter(line -> !shown.contains(line))
                        .map("%n  only in the contracts: %s"::formatted)
                        .collect(Collectors.joining());
        // Not isEqualTo on the text: its message is two whole tables.
        assertThat(shown.equals(actual))
                .as(
                        "the table in specs/README.md; if the change is meant, run mvn -pl specs test -Dspecs.update=true%s",
                        difference)
                .isTrue();
    }
}
