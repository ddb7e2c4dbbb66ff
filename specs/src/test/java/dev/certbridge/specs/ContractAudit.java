package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the requirements of the contracts. {@link BrokenContractTest} shows that each of them can fail. */
class ContractAudit {

    static List<String> providers() {
        return Contract.PROVIDERS;
    }

    static List<Arguments> requirements() {
        return Contract.PROVIDERS.stream()
                .flatMap(provider ->
                        Stream.of(Requirement.values()).map(requirement -> Arguments.of(provider, requirement)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_document_parses_without_a_message(String provider) {
        SwaggerParseResult result = new OpenAPIV3Parser()
                .readLocation(Path.of(provider, "openapi.yaml").toString(), null, null);
        assertThat(result.getMessages()).as("specs/%s/openapi.yaml", provider).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requirements")
    void the_document_meets_the_requirement(String provider, Requirement requirement) {
        assertThat(requirement.violations(Contract.read(provider)))
                .as("%s: %s", provider, requirement)
                .isEmpty();
    }
}
