package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubDnsTest {

    private static final String OWNER = "_dnsauth.www.example.com.";

    private final RegfishStubCalls regfish = new RegfishStubCalls();
    private final RegfishZone zone = regfish.stub().zone("Example.com.");

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void a_record_is_created_read_changed_listed_and_deleted() throws Exception {
        ObjectNode body = RegfishStubCalls.recordBody("CNAME", "_dnsauth.WWW.example.com", "abc.dcv.digicert.com")
                .put("annotation", "ours");
        JsonNode created = regfish.wire().post("/dns/rr", body).json().path("response");
        long id = created.path("id").asLong();
        assertThat(created.path("name").asText()).isEqualTo(OWNER);
        assertThat(created.path("data").asText()).isEqualTo("abc.dcv.digicert.com.");
        assertThat(created.path("annotation").asText()).isEqualTo("ours");
        assertThat(created.path("ts_created").asLong()).isEqualTo(RegfishStubCalls.START.getEpochSecond());

        regfish.pass(Duration.ofSeconds(5));
        JsonNode changed =
                patch("/dns/rr", "CNAME", OWNER, "def.dcv.digicert.com.").json().path("response");
        assertThat(changed.path("id").asLong()).isEqualTo(id);
        assertThat(changed.path("annotation").asText()).isEqualTo("ours");
        assertThat(changed.path("ts_updated").asLong())
                .isEqualTo(created.path("ts_updated").asLong() + 5);
        assertThat(zone.cname(OWNER)).contains("def.dcv.digicert.com.");

        assertThat(patch("/dns/rr/" + id, "CNAME", OWNER, "ghi.dcv.digicert.com")
                        .status())
                .isEqualTo(200);
        assertThat(regfish.wire()
                        .get("/dns/rr/" + id)
                        .json()
                        .at("/response/data")
                        .asText())
                .isEqualTo("ghi.dcv.digicert.com.");
        assertThat(regfish.wire().get("/dns/example.com/rr").json().path("response"))
                .hasSize(1);

        assertThat(regfish.delete(id).text()).isEqualTo("{\"success\":true}");
        assertThat(zone.records()).isEmpty();
        assertThat(regfish.delete(id).status()).isEqualTo(404);
        assertThat(regfish.wire().get("/dns/rr/" + id).status()).isEqualTo(404);
        assertThat(patch("/dns/rr/" + id, "CNAME", OWNER, "x.").status()).isEqualTo(404);
        assertThat(patch("/dns/rr", "CNAME", OWNER, "x.").status()).isEqualTo(404);
        assertThat(regfish.stub().ledger().orders()).isZero();
    }

    @Test
    void what_exists_already_is_refused_with_code_15003_and_a_name_has_one_cname() throws Exception {
        regfish.record("CNAME", OWNER, "abc.dcv.digicert.com.");
        for (String target : new String[] {"abc.dcv.digicert.com", "def.dcv.digicert.com."}) {
            Got again = regfish.record("CNAME", OWNER, target);
            assertThat(again.status()).isEqualTo(400);
            assertThat(again.json().path("code").asInt()).isEqualTo(15003);
        }
        Got text = regfish.record("TXT", OWNER, "hello");
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.json().has("code")).isFalse();
        assertThat(zone.records()).hasSize(1);
        assertThatThrownBy(() -> zone.add("CNAME", OWNER, "other.example."))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(regfish.record("A", "www.example.com", "192.0.2.1").status()).isEqualTo(200);
        assertThat(regfish.record("A", "www.example.com", "192.0.2.2").status()).isEqualTo(200);
        assertThat(regfish.record("A", "www.example.com", "192.0.2.2")
                        .json()
                        .path("code")
                        .asInt())
                .isEqualTo(15003);
    }

    @Test
    void the_zone_is_found_from_the_name_and_the_innermost_one_counts() throws Exception {
        RegfishZone inner = regfish.stub().zone("shop.example.com");
        assertThat(regfish.record("CNAME", "_dnsauth.shop.example.com", "a.dcv.digicert.com")
                        .status())
                .isEqualTo(200);
        assertThat(inner.records()).hasSize(1);
        assertThat(zone.records()).isEmpty();
        assertThat(regfish.record("CNAME", "_dnsauth.example.net", "a.dcv.digicert.com")
                        .status())
                .isEqualTo(400);
        assertThat(regfish.record("CNAME", "_dnsauth.notexample.com", "a.dcv.digicert.com")
                        .status())
                .isEqualTo(400);
        assertThat(regfish.wire().get("/dns/www.example.com/rr").status()).isEqualTo(404);
        assertThat(regfish.wire().get("/dns/shop.example.com/rr").status()).isEqualTo(200);
    }

    @Test
    void an_order_waits_for_every_record_in_a_zone_of_regfish() throws Exception {
        regfish.stub().requiresDns();
        JsonNode ordered = regfish.create(
                        TestCsr.of("www.example.com", "example.com"), "RapidSSL", "www.example.com", "example.com")
                .json()
                .path("response");
        String id = ordered.path("id").asText();
        JsonNode records = ordered.at("/validation/dns_records");
        for (JsonNode record : records) {
            assertPendingAfterLooks(id, 3);
            regfish.record(
                    "CNAME", record.path("name").asText(), record.path("value").asText());
        }
        assertThat(regfish.read(id).path("status").asText()).isEqualTo("issued");
    }

    @Test
    void a_reissue_waits_for_its_own_records_beside_which_the_old_ones_are_worth_nothing() throws Exception {
        regfish.stub().requiresDns();
        String id = regfish.ordered(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");
        zone.add("CNAME", OWNER, value(regfish.read(id).path("validation")));
        assertThat(regfish.read(id).path("status").asText()).isEqualTo("issued");

        JsonNode accepted =
                regfish.reissue(id, TestCsr.of("www.example.com")).json().path("response");
        regfish.read(id);
        assertThat(regfish.read(id).at("/reissue/status").asText()).isEqualTo("pending");
        patch("/dns/rr", "CNAME", OWNER, value(accepted.at("/reissue/validation")));
        assertThat(regfish.read(id).at("/reissue/status").asText()).isEqualTo("issued");
    }

    @Test
    void a_record_that_changes_has_to_be_published_again() throws Exception {
        regfish.stub().requiresDns().recordsChangeOnLook(2);
        String id = regfish.ordered(TestCsr.of("www.example.com"), "RapidSSL", "www.example.com");
        String first = value(regfish.read(id).path("validation"));
        zone.add("CNAME", OWNER, first);

        String second = value(regfish.read(id).path("validation"));
        assertThat(second).isNotEqualTo(first);
        assertPendingAfterLooks(id, 2);
        patch("/dns/rr", "CNAME", OWNER, second);
        assertThat(regfish.read(id).path("status").asText()).isEqualTo("issued");
    }

    private void assertPendingAfterLooks(String id, int looks) throws Exception {
        for (int i = 0; i < looks; i++) {
            assertThat(regfish.read(id).path("status").asText()).isEqualTo("pending");
        }
    }

    private Got patch(String path, String type, String name, String data) throws Exception {
        return regfish.wire().send("PATCH", path, RegfishStubCalls.recordBody(type, name, data));
    }

    private static String value(JsonNode validation) {
        return validation.at("/dns_records/0/value").asText();
    }
}
