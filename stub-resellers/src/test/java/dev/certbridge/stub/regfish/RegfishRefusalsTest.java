package dev.certbridge.stub.regfish;

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

class RegfishRefusalsTest extends RegfishStubFixture {

    private final ObjectNode good = order();

    @AfterEach
    void nothing_was_ordered() {
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void a_missing_or_wrong_key_is_unauthorized() throws IOException {
        Wire.regfish(stub, "another").post(CERTIFICATES, good).require(401);
        Wire.realtime(stub, stub.apiKey()).get("/tls/products").require(401);
    }

    @ParameterizedTest
    @CsvSource({
        "validity_days, '\"199\"', validity_days",
        "validity_days, 0, days",
        "sku, '\"FreeSSL\"', product",
        "csr, null, csr",
        "csr, '\"hello\"', CSR",
        "common_name, '\"*.example.com\"', names",
        "sku, '\"RapidSSLWildcard\"', names"
    })
    void a_wrong_member_is_a_bad_request(String field, String json, String error) throws IOException {
        good.set(field, new ObjectMapper().readTree(json));
        assertBadRequest(error);
    }

    @Test
    void a_body_that_is_not_json_is_a_bad_request() throws IOException {
        wire.post(CERTIFICATES, "{").require(400);
        wire.post(CERTIFICATES, "").require(400);
    }

    @Test
    void a_csr_with_a_wrong_signature_is_a_bad_request() throws IOException {
        String pem = TestCsr.of(NAME).pem();
        String[] lines = pem.split("\n");
        // The subject is in the first line, the signature in the last one.
        String other = TestCsr.of(NAME).pem().split("\n")[lines.length - 2];
        good.put("csr", pem.replace(lines[lines.length - 2], other));
        assertBadRequest("CSR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tls/certificate/NONE", "/tls/certificate/NONE/download/pem", "/tls/nothing"})
    void an_unknown_id_or_path_is_not_found(String path) throws IOException {
        Got got = wire.get(path);
        assertThat(got.status()).isEqualTo(404);
        assertThat(got.at("/success").asBoolean(true)).isFalse();
        wire.post("/tls/products", "{}").require(404);
    }

    private void assertBadRequest(String error) throws IOException {
        Got got = wire.post(CERTIFICATES, good);
        assertThat(got.status()).as(got.text()).isEqualTo(400);
        assertThat(got.at("/success").asBoolean(true)).isFalse();
        assertThat(got.text("/error")).contains(error);
    }
}
