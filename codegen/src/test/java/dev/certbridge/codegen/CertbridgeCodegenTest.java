package dev.certbridge.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Generates small contracts, as the Maven plugin does with no setting but the name of the generator. */
class CertbridgeCodegenTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private static final Set<String> TEXT_KEYWORDS =
            Set.of("contentEncoding", "contentMediaType", "$anchor", "$dynamicAnchor", "$dynamicRef");

    static final String PATHS = """
            openapi: 3.0.3
            info: {title: nuts, version: 1.0.0}
            paths:
              /nuts/{id}:
                get:
                  operationId: getNut
                  tags: [Nuts]
                  parameters:
                    - {name: id, in: path, required: true, schema: {type: string}}
                    - {name: detail, in: query, schema: {type: string}}
                  responses:
                    '200':
                      description: The nut.
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Nut'}
                    '404':
                      description: There is no such nut.
              /nuts:
                post:
                  operationId: orderNut
                  tags: [Nuts]
                  x-spends: true
                  responses:
                    '201':
                      description: The nut was ordered.
            """;

    static final String SCHEMAS = """
            components:
              schemas:
                Nut:
                  type: object
                  properties:
                    names: {type: array, items: {type: string}}
                    shell: {$ref: '#/components/schemas/Shell'}
            """;

    static final String SHELL = """
                Shell:
                  type: object
                  properties:
                    colour: {type: string, nullable: true}
            """;

    @TempDir
    private Path folder;

    @Test
    void writes_interfaces_and_models_only() throws IOException {
        generate("nuts", PATHS + SCHEMAS + SHELL);
        assertThat(sources()).containsExactly("nuts/api/NutsApi.java", "nuts/model/Nut.java", "nuts/model/Shell.java");
        assertThat(generated("nuts/api/NutsApi.java"))
                .contains("ApiResponse orderNut(SpendPermit spend);")
                .contains("@DocumentedStatuses({ 200, 404 })")
                .contains("PathSegment.class) String id, @Param(value = \"detail\", expander = QueryValue.class)");
        assertThat(generated("nuts/model/Nut.java"))
                .contains("private List<String> names;")
                .doesNotContain("ApiModel", "jakarta", "javax.annotation");
        assertThat(generated("nuts/model/Shell.java")).doesNotContain("JsonNullable");
    }

    @Test
    void sends_a_named_filter_with_the_free_form_object_of_the_same_operation() throws IOException {
        String filter = "in: query, schema: {type: string}, x-filter: true}\n";
        String named = PATHS.replace("in: query, schema: {type: string}}\n", filter);
        generate("nuts", named + SCHEMAS + SHELL);
        assertThat(generated("nuts/api/NutsApi.java")).contains("String id, @Param(value = \"detail\",");

        String object = "- {name: filters, in: query, schema: {type: object, additionalProperties: {type: string}}}\n";
        generate("nuts", named.replace(filter, filter + "        " + object) + SCHEMAS + SHELL);
        assertThat(generated("nuts/api/NutsApi.java"))
                .contains("String id, @QueryMap Map<String, String> filters);")
                .doesNotContain("detail");
    }

    @Test
    void documents_operations_without_extensions() throws IOException {
        generate("nuts", PATHS + SCHEMAS + SHELL);
        assertThat(generated("nuts/api/NutsApi.java"))
                .contains("* Calls GET /nuts/{id}.")
                .contains("<p><b>Can cost money.</b>\n")
                .contains("<li>404: There is no such nut.")
                .doesNotContain("Evidence", "<p>\n");
    }

    @Test
    void documents_a_response_for_several_statuses_without_a_status() throws IOException {
        generate("nuts", PATHS.replace("'404':", "4XX:").replace("'201':", "default:") + SCHEMAS + SHELL);
        assertThat(generated("nuts/api/NutsApi.java"))
                .contains("@DocumentedStatuses({ 200 })", "@DocumentedStatuses({  })")
                .contains("<li>4XX: There is no such nut.", "<li>default: The nut was ordered.");
    }

    @Test
    void deletes_the_file_of_a_schema_that_was_removed_and_leaves_unchanged_files_alone() throws IOException {
        generate("nuts", PATHS + SCHEMAS + SHELL);
        Path interfaces = sourceFolder().resolve("nuts/api/NutsApi.java");
        Files.setLastModifiedTime(interfaces, LONG_AGO);
        Path own = Files.writeString(sourceFolder().resolve("nuts/model/Own.java"), "package nuts.model; class Own {}");

        generate(
                "nuts",
                PATHS + SCHEMAS.replace("shell: {$ref: '#/components/schemas/Shell'}", "shell: {type: string}"));

        assertThat(sources()).containsExactly("nuts/api/NutsApi.java", "nuts/model/Nut.java", "nuts/model/Own.java");
        assertThat(generated("nuts/model/Nut.java")).contains("String shell");
        assertThat(Files.getLastModifiedTime(interfaces)).isEqualTo(LONG_AGO);
        assertThat(own).exists();
    }

    @Test
    void deletes_the_files_of_a_package_that_was_renamed() throws IOException {
        Path contract = Files.writeString(folder.resolve("nuts.yaml"), PATHS + SCHEMAS + SHELL);
        generate(contract, "nuts");
        generate(contract, "seeds");
        assertThat(sources())
                .containsExactly("seeds/api/NutsApi.java", "seeds/model/Nut.java", "seeds/model/Shell.java");
    }

    @Test
    void keeps_the_files_of_another_contract_in_the_same_folder() throws IOException {
        generate("nuts", PATHS + SCHEMAS + SHELL);
        generate("seeds", PATHS + SCHEMAS + SHELL);
        generate("nuts", PATHS + SCHEMAS.replace("$ref: '#/components/schemas/Shell'", "type: string"));
        assertThat(sources())
                .contains("seeds/model/Shell.java", "nuts/model/Nut.java")
                .doesNotContain("nuts/model/Shell.java");
    }

    @Test
    void refuses_a_parameter_that_the_transport_cannot_send() {
        assertThatThrownBy(() -> generate("nuts", PATHS.replace("in: query", "in: header") + SCHEMAS + SHELL))
                .rootCause()
                .hasMessageStartingWith("operation getNut: parameter detail is not supported.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-spend: true", "x-Spends: true", "x-spending: true", "x-spends: yes please"})
    void refuses_a_misspelt_extension_that_would_make_an_order_method_without_permit(String extension) {
        assertThatThrownBy(() -> generate("nuts", PATHS.replace("x-spends: true", extension) + SCHEMAS + SHELL))
                .rootCause()
                .hasMessageStartingWith("operation orderNut: " + extension + " is not supported. Write x-spends: true");
    }

    @Test
    void accepts_extensions_of_other_tools() throws IOException {
        generate("nuts", PATHS.replace("x-spends: true", "x-spends: false\n      x-send: 1") + SCHEMAS + SHELL);
        assertThat(generated("nuts/api/NutsApi.java")).doesNotContain("SpendPermit spend");
    }

    @Test
    void warns_of_a_post_that_does_not_say_if_it_can_cost_money() {
        CodegenOperation post = new CodegenOperation();
        post.operationId = "orderNut";
        post.httpMethod = "POST";
        assertThat(CertbridgeCodegen.spendsWarning(post))
                .hasValueSatisfying(
                        warning -> assertThat(warning).startsWith("operation orderNut: the POST has no x-spends"));
        post.vendorExtensions.put("x-spends", false);
        assertThat(CertbridgeCodegen.spendsWarning(post)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.contract.SchemaNormalizerTest#refusedKeywords")
    void refuses_each_keyword_that_the_comparison_and_the_checks_refuse(String keyword) {
        String value = keyword.equals("prefixItems") ? "[{}]" : TEXT_KEYWORDS.contains(keyword) ? "'#a'" : "{}";
        assertRefused(
                keyword + " at #/components/schemas/Shell/properties/colour",
                "colour: {",
                "colour: {" + keyword + ": " + value + ", ");
    }

    @Test
    void refuses_requests_of_the_server() {
        assertRefused("webhooks at #/webhooks", "paths:", "webhooks: {a: {}}\npaths:");
        assertRefused("callbacks at #/paths//nuts/post/callbacks", "x-spends: true", "callbacks: {a: {'{$url}': {}}}");
    }

    private void assertRefused(String place, String part, String replacement) {
        String contract = (PATHS + SCHEMAS + SHELL).replace("3.0.3", "3.1.0").replace(part, replacement);
        Throwable refusal = catchThrowable(() -> generate("nuts", contract));
        assertThat(Stream.iterate(refusal, Objects::nonNull, Throwable::getCause))
                .last()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessage(folder.resolve("nuts.yaml") + " uses " + place
                        + ", which certbridge can neither compare nor check. Describe the values without it");
    }

    private void generate(String name, String contract) throws IOException {
        generate(Files.writeString(folder.resolve(name + ".yaml"), contract), name);
    }

    private void generate(Path contract, String name) {
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName("certbridge")
                .setInputSpec(contract.toString())
                .setOutputDir(folder.resolve("generated").toString())
                .setApiPackage(name + ".api")
                .setModelPackage(name + ".model");
        new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
    }

    private Path sourceFolder() {
        return folder.resolve(Path.of("generated", "src", "main", "java"));
    }

    private String generated(String file) throws IOException {
        return Files.readString(sourceFolder().resolve(file));
    }

    private List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("generated"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|md|xml|gradle)"))
                    .map(file -> sourceFolder().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
