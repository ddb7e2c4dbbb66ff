package dev.certbridge.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The tests of {@link DnsUpdatePublisher} with a real DNS server. A subclass selects the server. */
abstract class DnsUpdateFixture {

    private static final String WRONG_SECRET =
            Base64.getEncoder().encodeToString("another secret that nobody has".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path folder;

    private RealDnsServer server;

    abstract RealDnsServer start(Path empty) throws Exception;

    /** Returns the end of the message about a zone that the key may not update. */
    abstract String refusal();

    @BeforeEach
    void start() throws Exception {
        server = start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    private static DnsRecord cname(String name, String value) {
        return new DnsRecord(name, "CNAME", value, false);
    }

    private static DnsRecord txt(String name, String value) {
        return new DnsRecord(name, "TXT", value, false);
    }

    @Test
    void an_alias_is_published_and_removed() throws Exception {
        DnsRecord record = cname("_dnsauth.www.example.com", "token.dcv.example.net");
        try (AutoCloseable published = server.publisher().build().publish(record)) {
            assertThat(published).isNotNull();
            assertThat(server.ask(record.name(), Type.CNAME)).containsExactly("token.dcv.example.net.");
        }
        assertThat(server.ask(record.name(), Type.CNAME)).isEmpty();
        assertThat(server.ask("www.example.com", Type.CNAME)).containsExactly("hosting.example.net.");
    }

    @Test
    void a_record_that_exists_is_published_again_and_removed_once() throws Exception {
        DnsUpdatePublisher publisher = server.publisher().zone("example.com").build();
        for (DnsRecord record : List.of(cname("_a.example.com", "token.example.net"), txt("_b.example.com", "token"))) {
            int type = Type.value(record.type());
            AutoCloseable first = publisher.publish(record);
            AutoCloseable second = publisher.publish(record);
            assertThat(server.ask(record.name(), type)).hasSize(1);
            first.close();
            assertThat(server.ask(record.name(), type)).isEmpty();
            second.close();
        }
    }

    @Test
    void texts_of_others_stay() throws Exception {
        String text = "a \\ \"text\" of more than 255 characters " + "x".repeat(300);
        try (AutoCloseable published = server.publisher().build().publish(txt("shared.example.com", text))) {
            assertThat(published).isNotNull();
            assertThat(server.ask("shared.example.com", Type.TXT)).containsExactly(text, "of-somebody-else");
        }
        assertThat(server.ask("shared.example.com", Type.TXT)).containsExactly("of-somebody-else");
    }

    @Test
    void a_record_of_others_is_not_replaced() throws Exception {
        assertThat(failed(cname("taken.example.com", "token.example.net"), ConflictException.class))
                .hasMessageContaining("taken.example.com has a record that cannot exist beside the CNAME record")
                .extracting("reason")
                .isEqualTo(ConflictException.Reason.WRONG_STATE);
        failed(cname("busy.example.com", "token.example.net"), ConflictException.class);
        failed(txt("taken.example.com", "token"), ConflictException.class);
        assertThat(server.ask("taken.example.com", Type.CNAME)).containsExactly("other.example.net.");
        assertThat(server.ask("busy.example.com", Type.A)).containsExactly("127.0.0.1");
    }

    @Test
    void the_zone_is_found_below_an_alias() throws Exception {
        // The answer for the alias itself contains no SOA record.
        failed(txt("www.example.com", "token"), ConflictException.class);
        try (AutoCloseable published = server.publisher().build().publish(txt("a.b.www.example.com", "token"))) {
            assertThat(published).isNotNull();
            assertThat(server.ask("a.b.www.example.com", Type.TXT)).containsExactly("token");
        }
    }

    @Test
    void a_name_in_no_zone_of_the_server_is_reported() {
        assertThat(failed(cname("_dnsauth.example.net", "token.example.net"), NotFoundException.class))
                .hasMessageContaining("127.0.0.1:" + server.port() + " has no zone for _dnsauth.example.net");
        DnsUpdatePublisher other = server.publisher().zone("example.net").build();
        assertThat(failed(other, cname("_dnsauth.example.com", "token.example.net"), NotFoundException.class))
                .hasMessageContaining("has no zone for _dnsauth.example.com");
        // The server does not have the given zone.
        failed(other, cname("_dnsauth.example.net", "token.example.net"), UnauthorizedException.class);
    }

    @Test
    void a_zone_that_the_key_may_not_update_is_reported() {
        assertThat(failed(cname("_dnsauth.example.org", "token.example.net"), UnauthorizedException.class))
                .hasMessageContaining("127.0.0.1:" + server.port() + " ")
                .hasMessageEndingWith(refusal());
    }

    @Test
    void a_wrong_key_is_reported_without_its_secret() throws Exception {
        DnsRecord record = cname("_dnsauth.example.com", "token.example.net");
        List<DnsUpdatePublisher> wrong = List.of(
                at(server.port())
                        .tsig(RealDnsServer.KEY, "hmac-sha256", WRONG_SECRET)
                        .build(),
                at(server.port())
                        .tsig(RealDnsServer.KEY, "hmac-sha512", RealDnsServer.SECRET)
                        .build(),
                at(server.port())
                        .tsig("other", "hmac-sha256", RealDnsServer.SECRET)
                        .build(),
                at(server.port()).build());
        for (DnsUpdatePublisher publisher : wrong) {
            assertThat(failed(publisher, record, UnauthorizedException.class))
                    .hasMessageNotContaining(WRONG_SECRET)
                    .hasMessageNotContaining(RealDnsServer.SECRET);
            assertThat(publisher).hasToString("DNS UPDATE at 127.0.0.1:" + server.port());
        }
        assertThat(server.ask(record.name(), Type.CNAME)).isEmpty();
    }

    private static DnsUpdatePublisher.Builder at(int port) {
        return DnsUpdatePublisher.at("127.0.0.1", port);
    }

    private <E extends ResellerException> E failed(DnsRecord record, Class<E> type) {
        return failed(server.publisher().build(), record, type);
    }

    private static <E extends ResellerException> E failed(
            DnsUpdatePublisher publisher, DnsRecord record, Class<E> type) {
        E failure = catchThrowableOfType(type, () -> publisher.publish(record));
        assertThat(failure).as("published %s", record).isNotNull().hasMessageNotContaining("\n");
        return failure;
    }
}
