package dev.certbridge.conformance.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.regfish.Desk.Asked;
import dev.certbridge.conformance.regfish.Desk.Said;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of its own, created once, changed, and taken back; nobody else's are touched. */
class RegfishDnsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ZONE = "GET /dns/example.com/rr";
    private static final String CREATE = "POST /dns/rr";
    private static final DnsRecord WANTED =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "token1.dcv.digicert.com", false);
    private static final DnsRecord NEXT =
            new DnsRecord("_dnsauth.www.example.com", "CNAME", "token2.dcv.digicert.com", false);

    private final Desk desk = new Desk();
    private final RegfishDns dns = Regfish.dns(Desk.KEY, desk.options());
    private final Map<Long, ObjectNode> zone = new TreeMap<>();
    /** What becomes of the next writes once they are carried out, or instead; afterwards their own answers. */
    private final Deque<UnaryOperator<Said>> faults = new ArrayDeque<>();

    @BeforeEach
    void open() {
        desk.on(ZONE, asked -> Said.response(JSON.valueToTree(zone.values()).toString()));
        desk.on(CREATE, asked -> answered(create(asked)));
        for (long rrid = 1; rrid < 5; rrid++) {
            long id = rrid;
            desk.on(
                            "GET /dns/rr/" + id,
                            asked -> zone.containsKey(id)
                                    ? Said.response(zone.get(id).toString())
                                    : Said.refusal(404, "no such record"))
                    .on(
                            "PATCH /dns/rr/" + id,
                            asked -> answered(Said.response(put(id, asked).toString())))
                    .on("DELETE /dns/rr/" + id, asked -> {
                        zone.remove(id);
                        return answered(Said.json(200, "{\"success\":true}"));
                    });
        }
    }

    @AfterEach
    void close() {
        dns.close();
        desk.close();
    }

    @Test
    void a_record_is_created_in_its_zone_and_removed_again() throws Exception {
        AutoCloseable published = dns.publish(WANTED);

        assertThat(desk.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE, CREATE);
        assertThat(desk.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.body().path("name").asText()).isEqualTo("_dnsauth.www.example.com.");
            assertThat(sent.body().path("type").asText()).isEqualTo("CNAME");
            assertThat(sent.body().path("data").asText()).isEqualTo("token1.dcv.digicert.com.");
            assertThat(sent.body().path("ttl").asInt()).isEqualTo(60);
            assertThat(sent.body().path("annotation").asText()).startsWith("certbridge ");
        });
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void a_record_of_its_own_is_changed_and_one_that_is_right_already_is_left() throws Exception {
        AutoCloseable first = dns.publish(WANTED);
        desk.forget();
        dns.publish(WANTED);
        assertThat(desk.writes()).isEmpty();

        AutoCloseable second = dns.publish(NEXT);
        assertThat(desk.writes()).extracting(Asked::route).containsExactly("PATCH /dns/rr/1");
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
        assertThat(desk.writes()).isEmpty();
    }

    @Test
    void a_foreign_record_that_says_the_same_is_enough_and_stays() throws Exception {
        foreign("CNAME", "TOKEN1.dcv.digicert.com.");
        dns.publish(WANTED).close();
        assertThat(desk.writes()).isEmpty();
        assertThat(zone).hasSize(1);
    }

    @Test
    void text_records_stand_beside_each_other() throws Exception {
        foreign("TXT", "\"v=spf1 -all\"");
        DnsRecord text = new DnsRecord("_dnsauth.www.example.com", "TXT", "proof", false);
        AutoCloseable published = dns.publish(text);
        assertThat(zone).hasSize(2);
        published.close();
        assertThat(zone).containsOnlyKeys(1L);
    }

    @Test
    void what_somebody_made_their_own_since_is_not_removed() throws Exception {
        AutoCloseable published = dns.publish(WANTED);
        zone.get(1L).put("annotation", "kept by the web team");
        published.close();
        assertThat(zone).hasSize(1);
        zone.clear();
        published.close();
        assertThat(desk.writes()).hasSize(1);
    }

    @Test
    void a_lost_answer_is_looked_up_before_anything_is_sent_again() throws Exception {
        faults.add(done -> Said.lost());
        AutoCloseable published = dns.publish(WANTED);
        assertThat(desk.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE, CREATE, ZONE);
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void a_write_that_never_arrived_is_sent_once_more_and_not_thrice() {
        desk.on(CREATE, asked -> Said.lost());
        assertThatThrownBy(() -> dns.publish(WANTED)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(desk.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE, CREATE, ZONE, CREATE, ZONE);
    }

    @Test
    void a_record_that_appeared_meanwhile_is_found_by_looking() throws Exception {
        for (int status : new int[] {400, 409, 500}) {
            zone.clear();
            desk.on(CREATE, asked -> {
                create(asked);
                return Said.json(status, "{\"success\":false,\"code\":15003,\"message\":\"exists\"}");
            });
            dns.publish(WANTED).close();
            assertThat(zone).isEmpty();
        }
        desk.on(CREATE, Said.json(400, "{\"success\":false,\"code\":15003,\"message\":\"exists\"}"));
        desk.forget();
        assertThatThrownBy(() -> dns.publish(WANTED)).isInstanceOf(ConflictException.class);
        assertThat(desk.writes()).hasSize(1);
    }

    @Test
    void a_removal_whose_answer_was_lost_is_looked_up_too() throws Exception {
        AutoCloseable published = dns.publish(WANTED);
        faults.add(done -> Said.lost());
        desk.forget();
        published.close();
        assertThat(zone).isEmpty();
        assertThat(desk.routes()).containsExactly("GET /dns/rr/1", "DELETE /dns/rr/1", "GET /dns/rr/1");
    }

    @Test
    void what_an_earlier_wait_left_is_withdrawn_and_nothing_else() {
        dns.publish(WANTED);
        dns.withdraw(NEXT);
        assertThat(zone).hasSize(1);
        dns.withdraw(WANTED);
        assertThat(zone).isEmpty();

        foreign("CNAME", "token1.dcv.digicert.com.");
        dns.withdraw(WANTED);
        dns.withdraw(new DnsRecord("_dnsauth.www.example.org", "CNAME", "x.dcv.digicert.com", false));
        assertThat(zone).hasSize(1);
    }

    @Test
    void a_name_without_a_zone_here_is_refused() {
        DnsRecord elsewhere = new DnsRecord("_dnsauth.www.example.org", "CNAME", "x.dcv.digicert.com", false);
        assertThatThrownBy(() -> dns.publish(elsewhere))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("_dnsauth.www.example.org");
        assertThat(desk.routes()).containsExactly("GET /dns/www.example.org/rr", "GET /dns/example.org/rr");
    }

    private Said create(Asked asked) {
        return Said.response(put(zone.size() + 1L, asked).toString());
    }

    private ObjectNode put(long rrid, Asked asked) {
        ObjectNode record = ((ObjectNode) asked.body()).deepCopy().put("id", rrid);
        zone.put(rrid, record);
        return record;
    }

    private Said answered(Said said) {
        return faults.isEmpty() ? said : faults.remove().apply(said);
    }

    private void foreign(String type, String data) {
        zone.put(
                1L,
                JSON.createObjectNode()
                        .put("id", 1)
                        .put("type", type)
                        .put("name", "_dnsauth.www.example.com.")
                        .put("data", data)
                        .putNull("annotation"));
    }
}
