package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.stub.regfish.RegfishStub;
import dev.certbridge.stub.regfish.RegfishZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installations that share the zones of an account leave the records of each other alone. */
class RegfishInstallationTest {

    private static final String NAME = "_dnsauth.www.example.com";

    private final RegfishStub stub = RegfishStub.start();
    private final RegfishZone zone = stub.zone("example.com");
    private final RegfishDns dns =
            Regfish.dns(stub.apiKey(), ConnectOptions.builder().uri(stub.uri()).build());
    private final RegfishDns one = dns.installation("shop-eu-1");
    // Its label begins with the other label.
    private final RegfishDns other = dns.installation("shop-eu-10");

    @AfterEach
    void close() {
        dns.close();
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void a_record_is_marked_with_the_installation() throws Exception {
        AutoCloseable published = one.publish(text("a"));
        assertThat(zone.records())
                .singleElement()
                .satisfies(record -> assertThat(record.annotation()).startsWith("certbridge shop-eu-1: "));
        published.close();
        assertThat(zone.records()).isEmpty();
    }

    @Test
    void what_another_installation_published_is_not_withdrawn() {
        other.publish(text("a"));
        one.publish(text("b"));
        one.withdraw(text("a"));
        dns.withdraw(text("a"));
        assertThat(zone.records()).hasSize(2);
        one.withdraw(text("b"));
        other.withdraw(text("a"));
        assertThat(zone.records()).isEmpty();
    }

    @Test
    void an_equal_record_of_another_installation_is_enough_and_stays() throws Exception {
        other.publish(cname("a.dcv.example.org"));
        one.publish(cname("a.dcv.example.org")).close();
        assertThat(zone.cname(NAME)).contains("a.dcv.example.org.");
    }

    @Test
    void a_cname_of_another_installation_is_not_changed() {
        other.publish(cname("a.dcv.example.org"));
        for (RegfishDns foreign : new RegfishDns[] {one, dns}) {
            requireThrown(
                    ConflictException.class, () -> foreign.publish(cname("b.dcv.example.org")), "a conflicting record");
        }
        assertThat(zone.cname(NAME)).contains("a.dcv.example.org.");
    }

    @Test
    void a_later_run_knows_its_records_by_the_label_alone() {
        one.publish(cname("a.dcv.example.org"));
        try (RegfishDns later = Regfish.dns(
                        stub.apiKey(), ConnectOptions.builder().uri(stub.uri()).build())
                .installation("shop-eu-1")) {
            later.publish(cname("b.dcv.example.org"));
            assertThat(zone.records()).hasSize(1);
            later.withdraw(cname("b.dcv.example.org"));
        }
        assertThat(zone.records()).isEmpty();
    }

    @Test
    void without_a_label_the_installation_is_named_default() {
        dns.publish(text("a"));
        dns.installation("default").withdraw(text("a"));
        assertThat(zone.records()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-eu",
                "shop eu",
                "shop:eu",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void an_ambiguous_label_is_refused(String label) {
        requireThrown(IllegalArgumentException.class, () -> dns.installation(label), "cannot name an installation");
    }

    private static DnsRecord text(String value) {
        return new DnsRecord(NAME, "TXT", value, false);
    }

    private static DnsRecord cname(String value) {
        return new DnsRecord(NAME, "CNAME", value, false);
    }
}
