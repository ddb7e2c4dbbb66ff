package dev.certbridge.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Tests of servers that do not answer, or not as they should, and of values that are not sent. */
class DnsUpdateFailureTest {

    private static final DnsRecord RECORD = new DnsRecord("_dnsauth.example.com", "CNAME", "token.example.net", false);

    private static DnsUpdatePublisher.Builder at(int port) {
        return DnsUpdatePublisher.at("127.0.0.1", port).zone("example.com").timeout(Duration.ofSeconds(1));
    }

    @Test
    void a_server_that_is_down_is_a_temporary_failure() throws Exception {
        int port = RealDnsServer.freePort();
        temporary(at(port).build(), "127.0.0.1:" + port + " did not answer: ");
        temporary(DnsUpdatePublisher.at("dns.invalid", 53).build(), "dns.invalid:53 did not answer: ");
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_a_temporary_failure() throws Exception {
        try (ScriptedDnsServer silent = new ScriptedDnsServer(request -> Optional.empty())) {
            temporary(at(silent.port()).build(), "did not answer: ");
        }
    }

    @Test
    void a_failure_of_the_server_is_temporary() throws Exception {
        try (ScriptedDnsServer failing =
                new ScriptedDnsServer(request -> Optional.of(ScriptedDnsServer.answer(request, Rcode.SERVFAIL)))) {
            temporary(at(failing.port()).build(), "answered SERVFAIL to the update of _dnsauth.example.com");
            temporary(
                    DnsUpdatePublisher.at("127.0.0.1", failing.port()).build(),
                    "answered SERVFAIL to the query for the zone of _dnsauth.example.com.");
        }
    }

    @Test
    void an_answer_without_a_signature_is_not_believed() throws Exception {
        try (ScriptedDnsServer forging =
                new ScriptedDnsServer(request -> Optional.of(ScriptedDnsServer.answer(request, Rcode.NOERROR)))) {
            temporary(
                    at(forging.port())
                            .tsig(RealDnsServer.KEY, "hmac-sha256", RealDnsServer.SECRET)
                            .build(),
                    "the answer of 127.0.0.1:" + forging.port() + " is not signed by its key");
        }
    }

    @Test
    void an_answer_to_another_request_is_not_believed() throws Exception {
        try (ScriptedDnsServer confused = new ScriptedDnsServer(request -> {
            Message answer = ScriptedDnsServer.answer(request, Rcode.NOERROR);
            answer.getHeader().setID(request.getHeader().getID() ^ 1);
            return Optional.of(answer);
        })) {
            temporary(at(confused.port()).build(), "the answer belongs to another request");
        }
    }

    @Test
    void a_server_that_cannot_be_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsUpdatePublisher.at("localhost", 65_536))
                .withMessage("\"localhost:65536\" is not a DNS server. Give a host and a port between 1 and 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> DnsUpdatePublisher.at("localhost", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> DnsUpdatePublisher.at(" ", 53));
    }

    @Test
    void a_server_may_close_a_connection_after_each_answer() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedDnsServer server = new ScriptedDnsServer(request -> {
            requests.incrementAndGet();
            return Optional.of(ScriptedDnsServer.answer(request, Rcode.NOERROR));
        })) {
            for (int i = 0; i < 20; i++) {
                at(server.port()).build().publish(RECORD).close();
            }
        }
        assertThat(requests).hasValue(40);
    }

    @Test
    void a_record_that_is_not_valid_is_not_sent() throws Exception {
        DnsUpdatePublisher publisher = at(RealDnsServer.freePort()).build();
        for (DnsRecord record : new DnsRecord[] {
            new DnsRecord("_a.example.com", "A", "127.0.0.1", false),
            new DnsRecord("_a..example.com", "TXT", "token", false),
            new DnsRecord("_a.example.com", "CNAME", "x".repeat(64) + ".example.net", false)
        }) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> publisher.publish(record))
                    .withMessageContaining("nothing was sent: the record " + record + " is not valid: ");
        }
    }

    @Test
    void a_key_that_is_not_valid_is_refused_without_its_secret() {
        for (String[] key : new String[][] {
            {"key", "hmac-sha256", "not base64 %"}, {"key", "rot13", RealDnsServer.SECRET}, {"a..b", "hmac-sha256", ""}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> at(53).tsig(key[0], key[1], key[2]))
                    .withMessageContaining("\"" + key[0] + "\" is not valid")
                    .satisfies(e -> assertThat(e.getCause()).isNull())
                    .satisfies(
                            e -> assertThat(key[2].isEmpty() || !e.getMessage().contains(key[2]))
                                    .isTrue());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(53).zone("a..b"))
                .withMessageContaining("a..b");
    }

    private static void temporary(DnsUpdatePublisher publisher, String reason) {
        assertThatExceptionOfType(ProviderFaultException.class)
                .isThrownBy(() -> publisher.publish(RECORD))
                .withMessageStartingWith("dns-update publish: ")
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }
}
