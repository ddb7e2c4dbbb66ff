package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealtimeRefusalsTest extends RealtimeStubFixture {

    private final ObjectNode good = order();

    RealtimeRefusalsTest() {
        super(3);
    }

    @AfterEach
    void nothing_was_ordered() {
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void a_missing_or_wrong_key_is_unauthorized() throws IOException {
        Got wrong = Wire.realtime(stub, "another").post(CERTIFICATES, good);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("/type")).isEqualTo("AuthenticationError");
        Wire.regfish(stub, stub.apiKey()).get("/v2/processes").require(401);
    }

    @ParameterizedTest
    @CsvSource({
        "validity, 6, UnrecognizedPropertyException, property, validity",
        "period, '\"6\"', UnrecognizedPropertyException, property, period",
        "period, 7, ConstraintViolationException, type, ConstraintViolationException",
        "csr, '\"hello\"', InvalidCSRException, type, InvalidCSRException",
        "product, '\"ssl_none\"', ObjectDoesNotExist, identifier, ssl_none",
        "customer, '\"nobody\"', ObjectDoesNotExist, identifier, nobody"
    })
    void a_wrong_member_is_refused_and_named(String field, String json, String type, String member, String value)
            throws IOException {
        good.set(field, new ObjectMapper().readTree(json));
        Got got = wire.post(CERTIFICATES, good);
        assertRefused(got, type);
        assertThat(got.text("/" + member)).isEqualTo(value);
    }

    @Test
    void every_broken_constraint_is_a_violation() throws IOException {
        good.put("coc", "").put("domainName", "UPPER.example.com").remove("customer");
        Got got = wire.post(CERTIFICATES, good);
        assertRefused(got, "ConstraintViolationException");
        assertThat(got.at("/violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder("customer", "coc", "domainName");
        assertThat(got.at("/violations").findValuesAsText("value")).contains("", "UPPER.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"customer\":", ""})
    void a_body_that_is_not_json_is_an_invalid_message(String body) throws IOException {
        assertRefused(wire.post(CERTIFICATES, body), "InvalidMessage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/processes/5", "/v2/processes/5/info", CERTIFICATES + "/5"})
    void an_unknown_id_is_named(String path) throws IOException {
        assertRefused(wire.get(path), "ObjectDoesNotExist");
        assertThat(wire.get(path).text("/identifier")).isEqualTo("5");
    }

    @Test
    void names_that_the_product_does_not_take_are_refused() throws IOException {
        assertRefused(
                wire.post(CERTIFICATES, RealtimeOrderBodies.plain(TestCsr.of("*.example.com"))), "ValidationError");
        ObjectNode notWildcard = multi("www.example.com").put("product", "ssl_example_wildcard");
        assertRefused(wire.post(CERTIFICATES, notWildcard), "ValidationError");
    }

    @Test
    void an_id_that_is_not_a_number_is_a_violation() throws IOException {
        Got got = wire.get("/v2/processes/latest");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.text("/violations/0/field")).isEqualTo("processId");
        assertThat(got.text("/violations/0/value")).isEqualTo("latest");
    }

    @Test
    void an_unknown_address_is_not_found() throws IOException {
        wire.get("/v2/ssl/nothing").require(404);
        wire.post("/v2/processes", "{}").require(404);
        assertThat(stub.journal().received("none")).isEqualTo(2);
    }
}
