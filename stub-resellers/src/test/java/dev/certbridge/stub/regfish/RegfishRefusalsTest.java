package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishRefusalsTest {

    private final RegfishStub stub = RegfishStub.start();
    private final Wire wire = Wire.to(stub);
    private final ObjectNode good = RegfishStubTest.order(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");

    @AfterEach
    void nothingWasOrderedAndEveryAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.ledger().orders()).isZero();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void aMissingOrWrongKeyIsUnauthorized() throws Exception {
        assertThat(Wire.regfish(stub, "another").post("/tls/certificate", good).status())
                .isEqualTo(401);
        assertThat(Wire.realtime(stub, stub.apiKey()).get("/tls/products").status())
                .isEqualTo(401);
    }

    @Test
    void whatTheContractDoesNotAllowIsABadRequest() throws Exception {
        assertBadRequest(good.deepCopy().put("validity_days", "199"), "validity_days");
        assertBadRequest(good.deepCopy().put("validity_days", 0), "days");
        assertBadRequest(good.deepCopy().put("sku", "FreeSSL"), "product");
        ObjectNode withoutCsr = good.deepCopy();
        withoutCsr.remove("csr");
        assertBadRequest(withoutCsr, "csr");
        assertThat(wire.post("/tls/certificate", "{").status()).isEqualTo(400);
        assertThat(wire.post("/tls/certificate", "").status()).isEqualTo(400);
    }

    @Test
    void aCsrThatCannotBeReadIsABadRequest() throws Exception {
        assertBadRequest(good.deepCopy().put("csr", "hello"), "CSR");
    }

    @Test
    void aCsrWithABrokenSignatureIsABadRequest() throws Exception {
        String pem = TestCsr.of("www.example.com").pem();
        String[] lines = pem.split("\n");
        // The subject is in the first line, the signature in the last one.
        String other = TestCsr.of("www.example.com").pem().split("\n")[lines.length - 2];
        assertBadRequest(good.deepCopy().put("csr", pem.replace(lines[lines.length - 2], other)), "CSR");
    }

    @Test
    void aWildcardNeedsTheWildcardProduct() throws Exception {
        assertBadRequest(good.deepCopy().put("common_name", "*.example.com"), "names");
        assertBadRequest(good.deepCopy().put("sku", "RapidSSLWildcard"), "names");
    }

    @Test
    void whatDoesNotExistIsNotFound() throws Exception {
        for (String path :
                new String[] {"/tls/certificate/NONE", "/tls/certificate/NONE/download/pem", "/tls/nothing"}) {
            Got got = wire.get(path);
            assertThat(got.status()).isEqualTo(404);
            assertThat(got.json().path("success").asBoolean(true)).isFalse();
        }
        assertThat(wire.post("/tls/products", "{}").status()).isEqualTo(404);
    }

    private void assertBadRequest(ObjectNode body, String named) throws IOException {
        Got got = wire.post("/tls/certificate", body);
        assertThat(got.status()).as(got.text()).isEqualTo(400);
        assertThat(got.json().path("success").asBoolean(true)).isFalse();
        assertThat(got.json().path("error").asText()).contains(named);
    }
}
