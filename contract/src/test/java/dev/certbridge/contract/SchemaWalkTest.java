package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every value of a body has its schema, also where schemas are composed of others. */
class SchemaWalkTest {

    private static final Path SHAPES = Path.of("src", "test", "resources", "dev", "certbridge", "contract", "shapes");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            petstore | Pet | {"id":1,"name":"Rex","more":2} | /:object /id:integer /name:string /more:-
            dns | Record | {"type":"A","name":"www","address":"192.0.2.1"} | /:object /type:string /name:string /address:string
            dns | Record | {"type":"A","text":"x"} | /:object /type:string /text:-
            dns | Record | {"type":"TXT","text":"x","address":"y"} | /:object /type:string /text:string /address:-
            dns | Record | {"type":"MX","text":"x","address":"y"} | /:object /type:string /text:string /address:string
            payments | Charge | {"customer":{"id":"c","deleted":true,"last_charge":{"amount":1}}} | /:object /customer:object /customer/id:string /customer/deleted:boolean /customer/last_charge:object /customer/last_charge/amount:integer
            acme | Order | {"error":{"subproblems":[{"detail":"x"}]}} | /:object /error:object /error/subproblems:array /error/subproblems/0:object /error/subproblems/0/detail:string
            """)
    void a_value_has_the_schema_of_its_part_or_variant(String shape, String schema, String body, String visited)
            throws IOException {
        ContractDocument document = ContractDocument.named(
                SHAPES.resolve(shape).resolve("openapi.yaml").toString());
        JsonNode reference = new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + schema);
        List<String> seen = new ArrayList<>();
        SchemaWalk.of(
                document,
                new ObjectMapper().readTree(body),
                reference,
                (pointer, value, of) -> seen.add((pointer.toString().isEmpty() ? "/" : pointer) + ":"
                        + of.path("type").asText("-")));
        assertThat(seen).containsExactly(visited.split(" "));
    }
}
