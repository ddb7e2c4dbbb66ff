package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A streamed list has one deadline, as any read; what else bounds it is told apart. */
class LongListTest {

    private static final int MIB = 1024 * 1024;
    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 16L * MIB);
    private static final String BEGIN = "{\"success\":true,\"response\":[";

    private final List<String> ids = new ArrayList<>();

    @Test
    void a_list_that_gets_on_ends_at_the_deadline_all_the_same() {
        Duration limit = Duration.ofSeconds(1);
        String entry = "{\"id\":\"A\",\"pending_message\":\"" + "x".repeat(MIB / 16) + "\"},";
        ServerStep slow = peer -> {
            peer.write("HTTP/1.1 200 OK\r\n\r\n" + BEGIN);
            // A mebibyte in about a tenth of a second, as long as it is taken.
            for (int i = 0; i < 4_000; i++) {
                peer.write(entry);
                peer.breathe();
            }
            return false;
        };
        long start = System.nanoTime();
        try (RawServer server = RawServer.always(slow)) {
            JsonArraySource<Certificate> endless = exactly(256L * MIB);
            assertThatThrownBy(() -> read(server.options(limit), endless))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("no complete response within 1000 ms");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ids).isNotEmpty();
    }

    @Test
    void a_list_that_trickles_ends_at_the_deadline() {
        try (RawServer server =
                RawServer.always(ServerStep.trickle(ServerStep.head(200, MIB) + BEGIN + "{\"id\":\""))) {
            assertThatThrownBy(() -> read(server.options(Duration.ofMillis(400))))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("no complete response within 400 ms");
        }
    }

    @Test
    void an_entry_is_bounded_by_itself_and_not_with_what_stands_before_it() {
        String long1 = "x".repeat(MIB * 2 / 3);
        String list =
                "{\"note\":\"%1$s\",\"response\":[{\"id\":\"A\",\"pending_message\":\"%1$s\"},{\"id\":\"B\",\"pending_message\":\"%1$s\"}]}";
        try (RawServer server = RawServer.always(ServerStep.json(200, list.formatted(long1)))) {
            read(server.options().toBuilder().maxResponseBytes(MIB).build());
        }
        assertThat(ids).containsExactly("A", "B");
    }

    @Test
    void what_is_exactly_as_long_as_it_may_be_is_read() {
        String list = "{\"response\":[{\"id\":\"A\"}]}";
        try (RawServer server = RawServer.always(ServerStep.json(200, list))) {
            read(server.options().toBuilder().maxResponseBytes(list.length()).build(), exactly(list.length()));
            assertThat(ids).containsExactly("A");
            assertThatThrownBy(() -> read(server.options(), exactly(list.length() - 1)))
                    .isInstanceOf(BrokenContractException.class);
            assertThatThrownBy(() -> read(server.options().toBuilder()
                            .maxResponseBytes(list.length() - 1)
                            .build()))
                    .isInstanceOf(BrokenContractException.class);
        }
    }

    @Test
    void it_is_told_whether_a_list_says_no_or_holds_none() {
        tells("{\"success\":false,\"response\":[]}", "the list is marked success:false, after 0 entries");
        tells("{\"response\":[{\"id\":\"A\"}],\"success\":false}", "the list is marked success:false, after 1 entries");
        tells("{\"success\":true}", "the list is without response, after 0 entries");
        tells("{\"success\":false}", "the list is marked success:false, after 0 entries");
    }

    private void tells(String body, String why) {
        try (RawServer server = RawServer.always(ServerStep.json(200, body))) {
            assertThatThrownBy(() -> read(server.options()))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining(why);
        }
    }

    private static JsonArraySource<Certificate> exactly(long bytes) {
        return new JsonArraySource<>(Certificate.class, "response", "success", bytes);
    }

    private void read(ConnectOptions options) {
        read(options, ROWS);
    }

    private void read(ConnectOptions options, JsonArraySource<Certificate> rows) {
        try (Transport transport = new Transport(
                "regfish",
                options.uri().orElseThrow(),
                Credential.header("x-api-key", GeneratedClientSession.KEY),
                options,
                new AnyErrorMapper())) {
            transport.stream(
                    TlsCertificatesApi.class,
                    TlsCertificatesApi::listCertificates,
                    rows,
                    certificate -> ids.add(certificate.getId()));
        }
    }
}
