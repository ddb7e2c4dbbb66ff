package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes that are lost twice, text in quotes, and what else is in the zone. */
class RegfishDnsTroubleTest extends ZoneAtRegfish {

    private static final DnsRecord TEXT = new DnsRecord("_dnsauth.www.example.com", "TXT", "proof", false);

    @Test
    void a_write_that_never_arrived_is_made_up_for_by_the_second() throws Exception {
        int[] writes = {0};
        desk.on(CREATE, asked -> ++writes[0] == 1 ? Said.lost() : create(asked));
        AutoCloseable published = dns.publish(WANTED);
        assertThat(zone).hasSize(1);
        assertThat(writes).containsExactly(2);
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void a_second_answer_that_is_lost_too_is_looked_up() throws Exception {
        int[] writes = {0};
        desk.on(CREATE, asked -> {
            if (++writes[0] == 2) {
                create(asked);
            }
            return Said.lost();
        });
        AutoCloseable published = dns.publish(WANTED);
        assertThat(writes).containsExactly(2);
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void a_record_that_was_lost_twice_is_told_with_both_failures() {
        desk.on(CREATE, asked -> Said.lost());
        assertThatThrownBy(() -> dns.publish(WANTED)).isInstanceOfSatisfying(OutcomeUnknownException.class, lost -> {
            assertThat(lost.getSuppressed()).hasSize(1);
            assertThat(lost.getSuppressed()[0]).isInstanceOf(OutcomeUnknownException.class);
        });
    }

    @Test
    void text_that_comes_back_in_quotes_is_the_same_text() throws Exception {
        AutoCloseable published = dns.publish(TEXT);
        zone.get(1L).put("data", "\"proof\"");
        desk.forget();
        dns.publish(TEXT);
        assertThat(desk.writes()).isEmpty();
        published.close();
        assertThat(zone).isEmpty();
    }

    @Test
    void text_with_half_its_quotes_is_another_text() {
        for (String other : List.of("\"", "\"\"", "\"proofs", "sproof\"", "proof\"", "\"proof", "\"\"proof\"\"")) {
            zone.clear();
            foreign("TXT", other);
            desk.forget();
            dns.publish(TEXT);
            assertThat(desk.writes()).as(other).hasSize(1);
        }
    }

    @Test
    void what_stands_at_other_names_of_the_zone_is_not_in_the_way() throws Exception {
        foreign("www.example.com.", "CNAME", "shop.example.net.");
        AutoCloseable published = dns.publish(WANTED);
        assertThat(zone).hasSize(2);
        published.close();
        assertThat(zone).containsOnlyKeys(1L);
    }

    @Test
    void what_is_not_ours_is_not_even_asked_for_when_a_record_is_withdrawn() {
        foreign("CNAME", "token1.dcv.digicert.com.");
        dns.withdraw(WANTED);
        assertThat(desk.routes()).containsExactly("GET /dns/www.example.com/rr", ZONE);
    }

    @Test
    void once_closed_it_publishes_nothing() {
        dns.close();
        assertThatThrownBy(() -> dns.publish(WANTED)).isInstanceOf(NotSentException.class);
        assertThat(desk.routes()).isEmpty();
    }
}
