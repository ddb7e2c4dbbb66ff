package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.contract.ContractDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pact is checked against an untrusted contract without a request to an address in it. */
class UntrustedPactCheckTest {

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
