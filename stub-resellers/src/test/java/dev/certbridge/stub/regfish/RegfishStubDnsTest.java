package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegfishStubDnsTest extends RegfishStubFixture {

    private final RegfishZone zone = stub.zone("Example.com.");

    @Test
    void a_record_is_created_read_changed_listed_and_deleted() throws Exception {
        ObjectNode body = recordBody("CNAME", "_dnsauth.WWW.example.com", "abc.dcv.digicert.com")
                .put("annotation", "ours");
        JsonNode created = wire.post("/dns/rr", body).at("/response");
        long id = created.path("id").asLong();
        assertThat(created.path("name").asText()).isEqualTo(OWNER);
        assertThat(created.path("data").asText()).isEqualTo("abc.dcv.digicert.com.");
        assertThat(created.path("annotation").asText()).isEqualTo("ours");
        assertThat(created.path("ts_created").asLong()).isEqualTo(time.instant().getEpochSecond());
        time.advance(Duration.ofSeconds(5));
        JsonNode changed =
                patch("/dns/rr", "CNAME", OWNER, "def.dcv.digicert.com.").at("/response");
        assertThat(changed.path("id").asLong()).isEqualTo(id);
        assertThat(changed.path("annotation").asText()).isEqualTo("ours");
        assertThat(changed.path("ts_updated").asLong())
                .isEqualTo(created.path("ts_updated").asLong() + 5);
        assertThat(zone.cname(OWNER)).contains("def.dcv.digicert.com.");
        patch("/dns/rr/" + id, "CNAME", OWNER, "ghi.dcv.digicert.com").require(200);
        assertThat(wire.get("/dns/rr/" + id).text("/response/data")).isEqualTo("ghi.dcv.digicert.com.");
        assertThat(wire.get("/dns/example.com/rr").at("/response")).hasSize(1);
        assertThat(delete(id).text()).isEqualTo("{\"success\":true}");
        assertThat(zone.records()).isEmpty();
        delete(id).require(404);
        wire.get("/dns/rr/" + id).require(404);
        patch("/dns/rr/" + id, "CNAME", OWNER, "x.").require(404);
        patch("/dns/rr", "CNAME", OWNER, "x.").require(404);
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void what_exists_already_is_refused_with_code_15003_and_a_name_has_one_cname() throws Exception {
        record("CNAME", OWNER, "abc.dcv.digicert.com.");
        for (String target : new String[] {"abc.dcv.digicert.com", "def.dcv.digicert.com."}) {
            Got again = record("CNAME", OWNER, target);
            assertThat(again.status()).isEqualTo(400);
            assertThat(again.number("/code")).isEqualTo(15003);
        }
        Got text = record("TXT", OWNER, "hello");
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.json().has("code")).isFalse();
        assertThat(zone.records()).hasSize(1);
        assertThatThrownBy(() -> zone.add("CNAME", OWNER, "other.example."))
                .isInstanceOf(IllegalArgumentException.class);
        record("A", "www.example.com", "192.0.2.1").require(200);
        record("A", "www.example.com", "192.0.2.2").require(200);
        assertThat(record("A", "www.example.com", "192.0.2.2").number("/code")).isEqualTo(15003);
    }

    @Test
    void the_zone_is_found_from_the_name_and_the_innermost_one_counts() throws Exception {
        RegfishZone inner = stub.zone("shop.example.com");
        record("CNAME", "_dnsauth.shop.example.com", "a.dcv.digicert.com").require(200);
        assertThat(inner.records()).hasSize(1);
        assertThat(zone.records()).isEmpty();
        record("CNAME", "_dnsauth.example.net", "a.dcv.digicert.com").require(400);
        record("CNAME", "_dnsauth.notexample.com", "a.dcv.digicert.com").require(400);
        wire.get("/dns/www.example.com/rr").require(404);
        wire.get("/dns/shop.example.com/rr").require(200);
    }

    @Test
    void an_order_waits_for_every_record_in_a_zone_of_regfish() throws Exception {
        stub.requiresDns();
        JsonNode ordered = create(
                        TestCsr.of("www.example.com", "example.com"), "RapidSSL", "www.example.com", "example.com")
                .at("/response");
        String id = ordered.path("id").asText();
        JsonNode records = ordered.at("/validation/dns_records");
        for (JsonNode record : records) {
            assertPendingAfterLooks(id, 3);
            record("CNAME", record.path("name").asText(), record.path("value").asText());
        }
        assertThat(status(id)).isEqualTo("issued");
    }

    @Test
    void a_reissue_waits_for_its_own_records_beside_which_the_old_ones_are_worth_nothing() throws Exception {
        stub.requiresDns();
        String id = ordered(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");
        zone.add("CNAME", OWNER, value(read(id).path("validation")));
        assertThat(status(id)).isEqualTo("issued");
        JsonNode accepted = reissue(id, TestCsr.of("www.example.com")).at("/response");
        read(id);
        assertThat(read(id).at("/reissue/status").asText()).isEqualTo("pending");
        patch("/dns/rr", "CNAME", OWNER, value(accepted.at("/reissue/validation")));
        assertThat(read(id).at("/reissue/status").asText()).isEqualTo("issued");
    }

    @Test
    void a_record_that_changes_has_to_be_published_again() throws Exception {
        stub.requiresDns().recordsChangeOnLook(2);
        String id = ordered(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");
        String first = value(read(id).path("validation"));
        zone.add("CNAME", OWNER, first);
        String second = value(read(id).path("validation"));
        assertThat(second).isNotEqualTo(first);
        assertPendingAfterLooks(id, 2);
        patch("/dns/rr", "CNAME", OWNER, second);
        assertThat(status(id)).isEqualTo("issued");
    }

    private void assertPendingAfterLooks(String id, int looks) throws Exception {
        for (int i = 0; i < looks; i++) {
            assertThat(status(id)).isEqualTo("pending");
        }
    }

    private Got patch(String path, String type, String name, String data) throws Exception {
        return wire.send("PATCH", path, recordBody(type, name, data));
    }

    private static String value(JsonNode validation) {
        return validation.at("/dns_records/0/value").asText();
    }

    private static final StubOptions ANY = StubOptions.defaults().zones(List.of(StubOptions.ANY_ZONE));

    @Test
    void a_record_opens_the_zone_of_two_labels_that_it_lies_in() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
            assertThat(list(stub, "www.example.com")).isEqualTo(404);
            assertThat(list(stub, "example.com")).isEqualTo(200);
            assertThat(stub.zone("example.com").records()).hasSize(1);
        }
    }

    @Test
    void a_listing_of_two_labels_finds_an_empty_zone() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(list(stub, "shop.example.net")).isEqualTo(404);
            assertThat(list(stub, "example.net")).isEqualTo(200);
            assertThat(stub.zone("example.net").records()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "@", ".", "www."})
    void a_name_of_one_label_lies_in_no_zone(String name) throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(create(stub, name)).isEqualTo(400);
        }
    }

    @Test
    void only_the_zones_that_are_named_exist() throws IOException {
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().zones(List.of("example.com")))) {
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
            assertThat(create(stub, "_dnsauth.www.example.net.")).isEqualTo(400);
            assertThat(list(stub, "example.net")).isEqualTo(404);
        }
    }

    @Test
    void a_zone_that_is_closed_loses_its_records_and_stays_closed_until_it_is_opened() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY.closedZones(List.of("example.org")))) {
            assertThat(create(stub, "_dnsauth.www.example.org.")).isEqualTo(400);
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
            stub.closeZone("Example.com.");
            assertThat(list(stub, "example.com")).isEqualTo(404);
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(400);
            assertThat(stub.zone("example.com").records()).isEmpty();
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
        }
    }

    private static int create(RegfishStub stub, String name) throws IOException {
        return Wire.to(stub)
                .post("/dns/rr", recordBody("CNAME", name, "a.dcv.digicert.com"))
                .status();
    }

    private static int list(RegfishStub stub, String domain) throws IOException {
        return Wire.to(stub).get("/dns/" + domain + "/rr").status();
    }
}
