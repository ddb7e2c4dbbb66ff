package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.ProcessState;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stubs with more orders than any customer has. */
class LargeListingTest {

    private static final int ORDERS = 100_000;

    @Test
    void regfish_lists_a_hundred_thousand_orders() throws IOException {
        try (RegfishStub stub = RegfishStub.start()) {
            stub.prefill(ORDERS);

            assertThat(answer(stub, "/tls/certificate").path("response")).hasSize(ORDERS);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void realtime_exports_a_hundred_thousand_processes() throws IOException {
        try (RealtimeStub stub = RealtimeStub.start()) {
            stub.prefill(ORDERS, ProcessState.RUNNING);

            assertThat(answer(stub, "/v2/processes?export=true").path("entities"))
                    .hasSize(ORDERS);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void the_ledger_shows_a_hundred_thousand_orders() throws IOException {
        try (RegfishStub stub = RegfishStub.start()) {
            for (int i = 0; i < ORDERS; i++) {
                List<String> names = List.of("n" + i + ".example.com");
                stub.ledger()
                        .book(new Ledger.Entry(
                                "O" + i,
                                "createCertificate",
                                "RapidSSL",
                                names,
                                "key",
                                999,
                                "EUR",
                                true,
                                false,
                                true,
                                Instant.EPOCH));
            }

            assertThat(answer(stub, StubReseller.LEDGER_PATH).path("entries")).hasSize(ORDERS);
        }
    }

    private static JsonNode answer(StubReseller stub, String path) throws IOException {
        Got got = Wire.to(stub).get(path);
        assertThat(got.status()).isEqualTo(200);
        return got.json();
    }
}
