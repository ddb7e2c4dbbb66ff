package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.envelope;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Request;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validation records are created once, changed and removed; records of others are left alone. */
class RegfishDnsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ZONE = "GET /dns/example.com/rr";
    private static final String CREATE = "POST /dns/rr";
    private static final DnsRecord WANTED =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "token1.dcv.digicert.com", false);
    private static final DnsRecord NEXT =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "token2.dcv.digicert.com", false);
    private static final DnsRecord TEXT = new DnsRecord("_dnsauth.www.example.com", "TXT", "proof", false);

    private final ScriptedServer server = new ScriptedServer();
    private final RegfishDns dns = Regfish.dns(ScriptedServer.KEY, server.options());
    private final Map<Long, ObjectNode> zone = new TreeMap<>();
    /** Replace the responses to the next writes, which are carried out. */
    private final Deque<UnaryOperator<Response>> faults = new ArrayDeque<>();

    @BeforeEach
    void open() {
        server.on(ZONE, asked -> envelope(JSON.valueToTree(zone.values()).toString()));
        server.on(CREATE, asked -> answered(create(asked)));
        for (long rrid = 1; rrid < 5; rrid++) {
            long id = rrid;
            server.on(
                            "GET /dns/rr/" + id,
                            asked -> zone.containsKey(id)
                                    ? envelope(zone.get(id).toString())
                                    : refusal(404, "no such record"))
                    .on(
                            "PATCH /dns/rr/" + id,
                            asked -> answered(envelope(put(id, asked).toString())))
                    .on("DELETE /dns/rr/" + id, asked -> {
                        zone.remove(id);
                        return answered(Response.of(200, "{\"success\":true}"));
                    });
        }
    }

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    private Response create(Request asked) {
        return envelope(put(zone.size() + 1L, asked).toString());
    }

    private ObjectNode put(long rrid, Request asked) {
        ObjectNode record = ((ObjectNode) asked.json()).deepCopy().put("id", rrid);
        zone.put(rrid, record);
        return record;
    }

    private Response answered(Response response) {
        return faults.isEmpty() ? response : faults.remove().apply(response);
    }

    /** Adds a record of somebody else at the wanted name. */
    private void foreign(String type, String data) {
        foreign("_dnsauth.www.example.com.", type, data);
    }

    private void foreign(String name, String type, String data) {
        zone.put(
                1L,
                JSON.createObjectNode()
                        .put("id", 1)
                        .put("type", type)
                        .put("name", name)
                        .put("data", data)
                        .putNull("annotation"));
    }

    @Test
    void a_record_is_created_in_its_zone_and_removed_again() throws Exception {
        AutoCloseable published = dns.publish(WANTED);

        assertThat(server.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE, CREATE);
        assertThat(server.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.json().path("name").asText()).isEqualTo("_dnsauth.www.example.com.");
            assertThat(sent.json().path("type").asText()).isEqualTo("CNAME");
            assertThat(sent.json().path("data").asText()).isEqualTo("token1.dcv.digicert.com.");
            assertThat(sent.json().path("ttl").asInt()).isEqualTo(60);
            assertThat(sent.json().path("annotation").asText()).startsWith("certbridge ");
        });
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void its_own_record_is_changed_and_a_correct_one_is_left() throws Exception {
        AutoCloseable first = dns.publish(WANTED);
        server.forget();
        dns.publish(WANTED);
        assertThat(server.writes()).isEmpty();

        AutoCloseable second = dns.publish(NEXT);
        assertThat(server.writes()).extracting(Request::route).containsExactly("PATCH /dns/rr/1");
        first.close();
        assertThat(zone)
                .as("what was changed since is not the first one's any more")
                .hasSize(1);
        second.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void a_foreign_record_at_the_name_is_refused_and_left_alone() {
        foreign("TXT", "hello");
        assertThatThrownBy(() -> dns.publish(WANTED))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        taken -> assertThat(taken.reason()).isEqualTo(ConflictException.Reason.WRONG_STATE))
                .hasMessageContaining("_dnsauth.www.example.com")
                .hasMessageContaining("TXT hello")
                .message()
                .hasLineCount(1);
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void an_equal_foreign_record_is_enough_and_stays() throws Exception {
        foreign("CNAME", "TOKEN1.dcv.digicert.com.");
        dns.publish(WANTED).close();
        assertThat(server.writes()).isEmpty();
        assertThat(zone).hasSize(1);
    }

    @Test
    void text_records_may_have_the_same_name() throws Exception {
        foreign("TXT", "\"v=spf1 -all\"");
        AutoCloseable published = dns.publish(TEXT);
        assertThat(zone).hasSize(2);
        published.close();
        assertThat(zone).containsOnlyKeys(1L);
    }

    @Test
    void a_record_that_somebody_else_took_over_is_not_removed() throws Exception {
        AutoCloseable published = dns.publish(WANTED);
        zone.get(1L).put("annotation", "kept by the web team");
        published.close();
        assertThat(zone).hasSize(1);
        zone.clear();
        published.close();
        assertThat(server.writes()).hasSize(1);
    }

    @Test
    void a_record_that_exists_despite_an_error_is_found() throws Exception {
        for (int status : new int[] {400, 409, 500}) {
            zone.clear();
            server.on(CREATE, asked -> {
                create(asked);
                return Response.of(status, "{\"success\":false,\"code\":15003,\"message\":\"exists\"}");
            });
            dns.publish(WANTED).close();
            assertThat(zone).isEmpty();
        }
        server.on(CREATE, Response.of(400, "{\"success\":false,\"code\":15003,\"message\":\"exists\"}"));
        server.forget();
        requireThrown(ConflictException.class, () -> dns.publish(WANTED));
        assertThat(server.writes()).hasSize(1);
    }

    @Test
    void a_removal_whose_response_is_lost_is_looked_up() throws Exception {
        AutoCloseable published = dns.publish(WANTED);
        faults.add(done -> Response.DROPPED);
        server.forget();
        published.close();
        assertThat(zone).isEmpty();
        assertThat(server.routes()).containsExactly("GET /dns/rr/1", "DELETE /dns/rr/1", "GET /dns/rr/1");
    }

    @Test
    void a_record_left_by_an_earlier_wait_is_withdrawn_and_no_other() {
        dns.publish(WANTED);
        dns.withdraw(NEXT);
        assertThat(zone).hasSize(1);
        dns.withdraw(WANTED);
        assertThat(zone).isEmpty();

        foreign("CNAME", "token1.dcv.digicert.com.");
        server.forget();
        dns.withdraw(WANTED);
        assertThat(server.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE);
        dns.withdraw(new DnsRecord("_dnsauth.www.example.org", "CNAME", "x.dcv.digicert.com", false));
        assertThat(zone).hasSize(1);
    }

    @Test
    void a_name_without_a_zone_here_is_refused() {
        DnsRecord elsewhere = new DnsRecord("_dnsauth.www.example.org", "CNAME", "x.dcv.digicert.com", false);
        requireThrown(NotFoundException.class, () -> dns.publish(elsewhere), "_dnsauth.www.example.org");
        assertThat(server.routes()).containsExactly("GET /dns/www.example.org/rr", "GET /dns/example.org/rr");
    }

    @Test
    void text_that_comes_back_in_quotes_is_the_same_text() throws Exception {
        AutoCloseable published = dns.publish(TEXT);
        zone.get(1L).put("data", "\"proof\"");
        server.forget();
        dns.publish(TEXT);
        assertThat(server.writes()).isEmpty();
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void text_with_half_its_quotes_is_another_text() {
        for (String other : List.of("\"", "\"\"", "\"proofs", "sproof\"", "proof\"", "\"proof", "\"\"proof\"\"")) {
            zone.clear();
            foreign("TXT", other);
            server.forget();
            dns.publish(TEXT);
            assertThat(server.writes()).as(other).hasSize(1);
        }
    }

    @Test
    void records_at_other_names_of_the_zone_do_not_matter() throws Exception {
        foreign("www.example.com.", "CNAME", "shop.example.net.");
        AutoCloseable published = dns.publish(WANTED);
        assertThat(zone).hasSize(2);
        published.close();
        assertThat(zone).containsOnlyKeys(1L);
    }

    @Test
    void a_closed_client_publishes_nothing() {
        dns.close();
        requireThrown(NotSentException.class, () -> dns.publish(WANTED));
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_record_with_another_id_is_neither_ours_nor_removed() throws Exception {
        String ours = "{\"id\":%d,\"name\":\"_dnsauth.www.example.com.\",\"type\":\"CNAME\",\"data\":\"%s.\","
                + "\"annotation\":\"certbridge default: domain validation, removed after issuance\"}";
        server.on("GET /dns/www.example.com/rr", envelope("[" + ours.formatted(17, "token1.dcv.digicert.com") + "]"))
                .on("GET /dns/rr/17", envelope(ours.formatted(18, "token1.dcv.digicert.com")));
        dns.publish(WANTED).close();
        dns.withdraw(WANTED);
        assertThat(server.writes()).isEmpty();

        server.on("GET /dns/www.example.com/rr", envelope("[" + ours.formatted(17, "old.example.net") + "]"))
                .on("PATCH /dns/rr/17", envelope(ours.formatted(18, "token1.dcv.digicert.com")));
        requireThrown(OutcomeUnknownException.class, () -> dns.publish(WANTED), "record 18");
    }

    /** Each word of {@code writes} is what becomes of one write. */
    @ParameterizedTest
    @CsvSource({
        "lost, CREATE ZONE",
        "ignored answered, CREATE ZONE CREATE",
        "ignored lost, CREATE ZONE CREATE ZONE",
        "ignored ignored, CREATE ZONE CREATE ZONE"
    })
    void a_write_without_a_response_is_looked_up_and_sent_at_most_twice(String writes, String routes) throws Exception {
        Iterator<String> outcomes = List.of(writes.split(" ")).iterator();
        server.on(CREATE, asked -> {
            String outcome = outcomes.next();
            Response response = outcome.equals("ignored") ? Response.DROPPED : create(asked);
            return outcome.equals("lost") ? Response.DROPPED : response;
        });
        AutoCloseable published = () -> {};
        if (writes.equals("ignored ignored")) {
            OutcomeUnknownException lost = requireThrown(OutcomeUnknownException.class, () -> dns.publish(WANTED));
            assertThat(lost.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
        } else {
            published = dns.publish(WANTED);
            assertThat(zone).hasSize(1);
        }
        assertThat(String.join(" ", server.routes()))
                .isEqualTo("GET /dns/www.example.com/rr " + ZONE + " "
                        + routes.replace("CREATE", CREATE).replace("ZONE", ZONE));
        published.close();
        assertThat(zone).isEmpty();
    }
}
