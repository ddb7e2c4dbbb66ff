package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.Csr;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading a CSR means checking its signature: of a long listing, only what may be ours is read. */
class RealtimeListedRequestsTest extends ScriptedRealtimeTest {

    private final Csr other = csr(NAME);
    private final Signatures signatures = new Signatures(Thread.currentThread());

    /** Counts requests of one thread for a verifier, and leaves them to the next provider. */
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
    void stopCounting() {
        Security.removeProvider(signatures.getName());
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

        requireNotListed(attempt);
        server.process(20, "RUNNING", csr);
        requirePlaced(attempt, "20");
        assertThat(signatures.asked).isZero();
    }

    @Test
    void other_text_forms_of_the_same_bytes_are_the_same() {
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
    void a_CSR_in_an_unknown_text_form_is_read() {
        Attempt attempt = lost();
        server.process(20, NAME, "RUNNING").putObject("command").put("product", "renamed");
        ObjectNode command = (ObjectNode) server.processes.get(0).get("command");
        command.put("csr", "here is our CERTIFICATE REQUEST-----\n" + csr.pem());
        requirePlaced(attempt, "20");

        command.put("csr", "here is our CERTIFICATE REQUEST-----\n" + other.pem());
        requireNotListed(attempt);
    }
}
