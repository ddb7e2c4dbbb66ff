package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the pom of {@code docs/changing-a-contract.md} with the example that is built, and with this build. */
class ContractGuideAudit {

    private static final Path ROOT = Path.of("..");
    private static final Pattern GENERATOR =
            Pattern.compile(" *<plugin>\\s+<groupId>org\\.openapitools</groupId>.*?</plugin>\n", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("<(?:openapi-generator\\.)?version>([\\d.]+)<");

    @Test
    void the_page_shows_the_generator_of_the_example() throws IOException {
        new GeneratedPart(ROOT.resolve(Path.of("docs", "changing-a-contract.md")), "pom")
                .requireIs(
                        "```xml\n" + generator("own-contract").stripTrailing().stripIndent() + "\n```\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own-contract", "third-provider"})
    void the_example_uses_the_generator_version_of_this_build(String example) throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml"));
        assertThat(version(generator(example)))
                .isEqualTo(version(build.substring(build.indexOf("<openapi-generator.version>"))));
    }

    private static String generator(String example) throws IOException {
        String pom = Files.readString(ROOT.resolve(Path.of("examples", example, "pom.xml")));
        return GENERATOR
                .matcher(pom)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    private static String version(String xml) {
        return VERSION.matcher(xml)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
