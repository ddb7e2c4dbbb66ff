package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealtimeRefusalsTest {

    private final RealtimeStub stub = RealtimeStub.start();
    private final Wire wire = Wire.to(stub);
    private final ObjectNode good = RealtimeOrders.plain(TestCsr.of("www.example.com"));

    @AfterEach
    void nothingWasOrderedAndEveryAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.ledger().orders()).isZero();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void aMissingOrWrongKeyIsUnauthorized() throws Exception {
        Got wrong = Wire.realtime(stub, "another").post(CERTIFICATES, good);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("type").asText()).isEqualTo("AuthenticationError");
        assertThat(Wire.regfish(stub, stub.apiKey()).get("/v2/processes").status())
                .isEqualTo(401);
    }

    @Test
    void anUnknownOrMistypedPropertyIsNamed() throws Exception {
        assertRefused(good.deepCopy().put("validity", 6), "UnrecognizedPropertyException", "property", "validity");
        assertRefused(good.deepCopy().put("period", "6"), "UnrecognizedPropertyException", "property", "period");
    }

    @Test
    void everyBrokenConstraintIsAViolation() throws Exception {
        ObjectNode bad = good.deepCopy().put("coc", "").put("domainName", "UPPER.example.com");
        bad.remove("customer");
        JsonNode violations = assertRefused(bad, "ConstraintViolationException", "type", "ConstraintViolationException")
                .path("violations");
        assertThat(violations.findValuesAsText("field")).containsExactlyInAnyOrder("customer", "coc", "domainName");
        assertThat(violations.findValuesAsText("value")).contains("", "UPPER.example.com");
    }

    @Test
    void aPeriodThatIsNotSoldIsAViolation() throws Exception {
        assertRefused(
                good.deepCopy().put("period", 7),
                "ConstraintViolationException",
                "type",
                "ConstraintViolationException");
    }

    @Test
    void aBodyThatIsNotJsonIsAnInvalidMessage() throws Exception {
        Got got = wire.post(CERTIFICATES, "{\"customer\":");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().path("type").asText()).isEqualTo("InvalidMessage");
        assertThat(wire.post(CERTIFICATES, "").json().path("type").asText()).isEqualTo("InvalidMessage");
    }

    @Test
    void aCsrThatCannotBeReadIsRefused() throws Exception {
        assertRefused(good.deepCopy().put("csr", "hello"), "InvalidCSRException", "type", "InvalidCSRException");
    }

    @Test
    void whatDoesNotExistIsNamed() throws Exception {
        assertRefused(good.deepCopy().put("product", "ssl_none"), "ObjectDoesNotExist", "identifier", "ssl_none");
        assertRefused(good.deepCopy().put("customer", "nobody"), "ObjectDoesNotExist", "identifier", "nobody");
        for (String path : new String[] {"/v2/processes/5", "/v2/processes/5/info", CERTIFICATES + "/5"}) {
            Got got = wire.get(path);
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.json().path("identifier").asText()).isEqualTo("5");
        }
    }

    @Test
    void namesThatTheProductDoesNotTakeAreRefused() throws Exception {
        ObjectNode wildcard = RealtimeOrders.plain(TestCsr.of("*.example.com"));
        assertRefused(wildcard, "ValidationError", "type", "ValidationError");
        ObjectNode notWildcard = RealtimeOrders.multi(TestCsr.of("www.example.com"), "www.example.com")
                .put("product", "ssl_example_wildcard");
        assertRefused(notWildcard, "ValidationError", "type", "ValidationError");
    }

    @Test
    void anIdThatIsNoNumberIsAViolation() throws Exception {
        Got got = wire.get("/v2/processes/latest");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().at("/violations/0/field").asText()).isEqualTo("processId");
        assertThat(got.json().at("/violations/0/value").asText()).isEqualTo("latest");
    }

    @Test
    void anUnknownAddressIsNotFound() throws Exception {
        assertThat(wire.get("/v2/ssl/nothing").status()).isEqualTo(404);
        assertThat(wire.post("/v2/processes", "{}").status()).isEqualTo(404);
        assertThat(stub.journal().received("none")).isEqualTo(2);
    }

    private JsonNode assertRefused(ObjectNode body, String type, String member, String value) throws IOException {
        Got got = wire.post(CERTIFICATES, body);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().path("type").asText()).as(got.text()).isEqualTo(type);
        assertThat(got.json().path(member).asText()).as(got.text()).isEqualTo(value);
        return got.json();
    }
}
