package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestClock;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates that end: revoked, or by time. */
class RealtimeStubRevocationTest {

    private final TestClock time = new TestClock();
    private final RealtimeStub stub =
            RealtimeStub.start(StubOptions.defaults().looksUntilIssued(1).clock(time));
    private final Wire wire = Wire.to(stub);
    private final IssuedCertificates shelf = new IssuedCertificates(wire);
    private final ObjectNode renewal = JsonNodeFactory.instance
            .objectNode()
            .put("period", 6)
            .put("csr", TestCsr.of("www.example.com").pem());

    @AfterEach
    void everyAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void aRevocationIsDoneAtOnceAndOnlyOnce() throws Exception {
        String one = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        Got revoked = wire.send("DELETE", one, MissingNode.getInstance());
        assertThat(revoked.status()).isEqualTo(202);
        assertThat(revoked.text()).isEmpty();
        JsonNode process = wire.get(IssuedCertificates.process(revoked)).json();
        assertThat(process.path("action").asText()).isEqualTo("revoke");
        assertThat(process.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(wire.get(one).json().path("status").asText()).isEqualTo("REVOKED");

        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", "KEY_COMPROMISE");
        assertProhibited(wire.send("DELETE", one, reason));
        assertType(wire.send("DELETE", CERTIFICATES + "/5", reason), "ObjectDoesNotExist");
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
        assertThat(wire.get(CERTIFICATES).json().at("/pagination/total").asInt())
                .isEqualTo(1);
    }

    @Test
    void aReplacedCertificateCanBeRevokedAndStaysSo() throws Exception {
        String old = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        Got renewing = wire.post(old + "/renew", renewal);
        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", "SUPERSEDED");
        assertThat(wire.send("DELETE", old, reason).status()).isEqualTo(202);
        wire.get(IssuedCertificates.process(renewing));
        assertThat(wire.get(old).json().path("status").asText()).isEqualTo("REVOKED");
    }

    @Test
    void anExpiredCertificateIsShownAsExpired() throws Exception {
        String one = shelf.issued(RealtimeOrders.plain(TestCsr.of("www.example.com")));
        time.advance(Duration.ofDays(182));
        assertThat(wire.get(one).json().path("status").asText()).isEqualTo("EXPIRED");
        assertProhibited(wire.send("DELETE", one, MissingNode.getInstance()));
        assertThat(wire.post(one + "/renew", renewal).status()).isEqualTo(202);
    }

    private static void assertProhibited(Got got) {
        assertType(got, "ObjectStatusProhibitsOperation");
    }

    private static void assertType(Got got, String type) {
        assertThat(got.status()).as(got.text()).isEqualTo(400);
        assertThat(got.json().path("type").asText()).as(got.text()).isEqualTo(type);
    }
}
