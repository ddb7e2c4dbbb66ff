package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To read a CSR is to check its signature: of a long listing, only what may be ours is read. */
class RealtimeListedRequestsTest {

    private static final String NAME = "www.example.com";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller realtime = server.connect(book);
    private final Csr csr = TestClient.key(NAME).csr();
    private final Csr other = TestClient.key(NAME).csr();
    private final Signatures signatures = new Signatures(Thread.currentThread());

    /** Counts who asks for a verifier, and leaves it to the next provider. */
    private static final class Signatures extends Provider {

        private static final long serialVersionUID = 1L;

        private int asked;

        Signatures(Thread watched) {
            super("certbridge-signatures", "1", "counts");
            putService(new Service(this, "Signature", "SHA256withECDSA", "none", null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    if (Thread.currentThread() == watched) {
                        asked++;
                    }
                    throw new NoSuchAlgorithmException("only counted");
                }
            });
        }
    }

    @BeforeEach
    void count() {
        Security.insertProviderAt(signatures, 1);
    }

    @AfterEach
    void close() {
        Security.removeProvider(signatures.getName());
        realtime.close();
        server.close();
    }

    @Test
    void a_thousand_orders_for_other_names_are_not_read() {
        Attempt attempt = lost();
        for (int i = 0; i < 1_000; i++) {
            ObjectNode process = server.process(100 + i, "n" + i + ".example.com", "RUNNING");
            ((ObjectNode) process.get("command")).put("csr", i % 2 == 0 ? other.pem() : "unreadable");
        }
        assertThat(Csr.parse(csr.pem())).isEqualTo(csr);
        assertThat(signatures.asked).as("a CSR that is read is counted").isPositive();
        signatures.asked = 0;

        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(Reconciliation.NotListed.class);
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt).providerId()).isEqualTo("20");
        assertThat(signatures.asked).isZero();
    }

    @Test
    void other_words_for_the_same_bytes_are_the_same() {
        Attempt attempt = lost();
        String pem = csr.pem();
        for (String same : new String[] {
            pem.replace("\n", "\r\n"),
            pem.replace("\n", "\\r\\n"),
            pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
            pem.substring("-----BEGIN ".length()),
            "a note\n" + pem.replaceAll("(?<=[A-Za-z0-9+/])(?=[A-Za-z0-9+/]{4}\n)", " \n")
        }) {
            server.processes.clear();
            server.process(20, "another.example.com", "RUNNING");
            ((ObjectNode) server.processes.get(0).get("command")).put("csr", same);
            assertThat(placed(attempt).providerId()).as(same).isEqualTo("20");
        }
    }

    @Test
    void a_CSR_that_only_reading_shows_to_be_the_same_is_the_same() {
        Attempt attempt = lost();
        server.process(20, NAME, "RUNNING").putObject("command").put("product", "renamed");
        ObjectNode command = (ObjectNode) server.processes.get(0).get("command");
        command.put("csr", "here is our CERTIFICATE REQUEST-----\n" + csr.pem());
        assertThat(placed(attempt).providerId()).isEqualTo("20");

        command.put("csr", "here is our CERTIFICATE REQUEST-----\n" + other.pem());
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(Reconciliation.NotListed.class);
    }

    private Attempt lost() {
        server.said = new ScriptedRealtimeServer.Said(502, "", Map.of());
        OrderRequest request =
                OrderRequest.builder("p").csr(csr).validity(Validity.months(6)).build();
        assertThatThrownBy(() -> realtime.order(Intent.of("shop-4711/1"), request, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        return book.unresolved().get(0);
    }

    private OrderId placed(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Reconciliation.Placed.class);
        return ((Reconciliation.Placed) found).id();
    }
}
