package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.contract.ContractDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every interaction of the committed pacts is a subset of the contract document, which is written independently. */
class PactContractTest {

    private static final Map<String, PactCheck> CHECKS = new ConcurrentHashMap<>();

    static Stream<PactInteraction> interactions() {
        return PactSide.all().stream().flatMap(side -> CommittedPact.interactions(side.provider()).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interactions")
    void an_interaction_is_a_subset_of_the_contract(PactInteraction interaction) {
        assertThat(ours(interaction.reseller()).problems(interaction))
                .as("%s, against specs/%s/openapi.yaml", interaction, interaction.reseller())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.certbridge.conformance.pact.PactSide#all")
    void an_interaction_starts_on_its_line(PactSide side) throws IOException {
        List<String> lines = Files.readAllLines(side.file());
        for (PactInteraction interaction : CommittedPact.interactions(side.provider())) {
            assertThat(lines.get(interaction.line() - 1)).isEqualTo("    {");
            assertThat(lines.subList(interaction.line(), lines.size()).stream()
                            .filter(line -> line.startsWith("      \"description\": "))
                            .findFirst())
                    .hasValueSatisfying(line -> assertThat(line).contains(interaction.description()));
        }
    }

    @Test
    void interactions_that_a_changed_contract_breaks_are_reported() {
        PactCheck changed = edited(Map.of(
                "sku:",
                "stockKeepingUnit:",
                "'409':",
                "'418':",
                "operationId: getRecord",
                "operationId: readRecord",
                "/{certificate_id}/reissue:",
                "/{certificate_id}/replace:"));
        assertThat(problems(changed, "the catalog"))
                .anySatisfy(problem -> assertThat(problem).contains("[\"sku\"]"));
        assertThat(problems(changed, "a download that comes too early"))
                .anySatisfy(problem -> assertThat(problem).contains("409"));
        assertThat(problems(changed, "a look at a record that is gone"))
                .containsExactly("changed calls GET /dns/rr/8801234 readRecord, but the pact calls it getRecord");
        assertThat(problems(changed, "a reissue"))
                .containsExactly("changed has no operation at POST /tls/certificate/" + RegfishCalls.ID + "/reissue");
        assertThat(problems(changed, "the download of an issued certificate")).isEmpty();
    }

    @Test
    void a_query_parameter_that_the_contract_has_dropped_is_reported() {
        PactCheck changed = PactCheck.against(ContractDocument.parse(
                "changed", ContractDocument.named("realtime").text().replace("name: quote", "name: price")));
        assertThat(problems(changed, "realtime", "a question for the price"))
                .anySatisfy(problem -> assertThat(problem).contains("'quote' is unexpected"));
    }

    @Test
    void a_changed_header_of_the_key_is_reported() {
        assertThat(problems(edited(Map.of("name: x-api-key", "name: x-another-key")), "the catalog"))
                .containsExactly("GET on path '/tls/products' requires security parameters. None found.");
    }

    @Test
    void a_reseller_without_a_pact_is_refused() {
        assertThatThrownBy(() -> CommittedPact.interactions("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no pact at /dev/certbridge/conformance/pacts/certbridge-nobody.json"
                        + " on the class path");
    }

    /** Our contract of regfish, with other texts in it. */
    private static PactCheck edited(Map<String, String> edits) {
        String contract = ContractDocument.named("regfish").text();
        for (Map.Entry<String, String> edit : edits.entrySet()) {
            assertThat(contract).contains(edit.getKey());
            contract = contract.replace(edit.getKey(), edit.getValue());
        }
        return PactCheck.against(ContractDocument.parse("changed", contract));
    }

    private static List<String> problems(PactCheck check, String description) {
        return problems(check, "regfish", description);
    }

    private static List<String> problems(PactCheck check, String reseller, String description) {
        return CommittedPact.interactions(reseller).stream()
                .filter(interaction -> interaction.description().equals(description))
                .flatMap(interaction -> check.problems(interaction).stream())
                .toList();
    }

    private static PactCheck ours(String reseller) {
        return CHECKS.computeIfAbsent(reseller, name -> PactCheck.against(ContractDocument.named(name)));
    }

    private static final String DOCUMENT = """
            openapi: VERSION
            info: {title: things, version: '1'}
            #ROOT
            paths:
              /things:
                get:
                  operationId: listThings
                  #OPERATION
                  parameters:
                    - name: a
                      in: query
                      schema: {type: string}
                      #PARAMETER
                  responses:
                    '200':
                      description: All.
                      #RESPONSE
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Thing'}
                          #MEDIA
            components:
              #COMPONENTS
              schemas:
                Thing:
                  type: object
                  #SCHEMA
                  properties:
                    kind:
                      type: string
                      #PROPERTY
            """;

    private final FaultProxy server = FaultProxy.always(ProxyStep.json(404, ""));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ROOT=externalDocs: {url: 'URL'}",
                "#ROOT=servers: [{url: 'URL'}]",
                "#ROOT=jsonSchemaDialect: 'URL'",
                "#ROOT=$schema: 'URL'",
                "#ROOT=$id: 'URL'",
                "#ROOT=$self: 'URL'",
                "#OPERATION=externalDocs: {url: 'URL'}",
                "#RESPONSE=links: {more: {operationRef: 'URL'}}",
                "#MEDIA=examples: {a: {externalValue: 'URL'}}",
                "#PARAMETER=examples: {a: {externalValue: 'URL'}}",
                "#SCHEMA=$schema: 'URL'",
                "#SCHEMA=$id: 'URL'",
                "#SCHEMA=id: 'URL'",
                "#SCHEMA=externalDocs: {url: 'URL'}",
                "#SCHEMA=xml: {namespace: 'URL'}",
                "#SCHEMA=discriminator: {propertyName: kind, mapping: {one: 'URL'}}",
                "#PROPERTY=format: uri",
                "#PROPERTY=$id: 'URL'",
                "#PROPERTY=default: 'URL'",
                "#COMPONENTS=securitySchemes: {a: {type: openIdConnect, openIdConnectUrl: 'URL'}}",
                "#SCHEMA=allOf: [{$ref: 'URL'}]",
                "#MEDIA=examples: {a: {$ref: 'URL'}}",
                "#RESPONSE=headers: {a: {$ref: 'URL'}}",
                "#COMPONENTS=responses: {a: {$ref: 'URL'}}"
            })
    void no_address_in_a_contract_is_requested(String address) {
        String[] place = address.split("=", 2);
        String url = server.uri() + "/x.yaml";
        for (String version : new String[] {"3.0.3", "3.1.0"}) {
            String text = DOCUMENT.replace("VERSION", version).replace(place[0], place[1].replace("URL", url));
            IllegalArgumentException refusal = catchThrowableOfType(
                    IllegalArgumentException.class,
                    () -> PactCheck.against(ContractDocument.parse("untrusted.yaml", text)));
            if (refusal != null) {
                assertThat(refusal).as(version).message().doesNotContain("\n");
            }
        }
        assertThat(server.connections()).isZero();
    }
}
