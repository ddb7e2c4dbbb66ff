package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Asked;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import org.junit.jupiter.api.Test;

/** Records of its own, created once, changed, and taken back; nobody else's are touched. */
class RegfishDnsTest extends ZoneAtRegfish {

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
}
