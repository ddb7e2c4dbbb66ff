package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the plugin in {@code docs/changing-a-contract.md} with the example that is built. */
class ContractGuideAudit {

    private static final Path ROOT = Path.of("..");
    private static final Pattern GENERATOR = Pattern.compile(
            " *<plugin>\\s+<groupId>dev\\.certbridge</groupId>\\s+<artifactId>certbridge-codegen</artifactId>.*?</plugin>\n",
            Pattern.DOTALL);

    @Test
    void the_page_shows_the_generator_of_the_example() throws IOException {
        new GeneratedPart(ROOT.resolve(Path.of("docs", "changing-a-contract.md")), "pom")
                .requireIs("```xml\n" + generator().stripTrailing().stripIndent() + "\n```\n");
    }

    @Test
    void a_contract_becomes_a_client_with_ten_lines_of_pom() throws IOException {
        assertThat(generator().lines()).hasSizeLessThanOrEqualTo(10);
    }

    private static String generator() throws IOException {
        String pom = Files.readString(ROOT.resolve(Path.of("examples", "own-contract", "pom.xml")));
        return GENERATOR
                .matcher(pom)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }
}
