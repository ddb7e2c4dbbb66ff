package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegfishStubOrganizationTest extends RegfishStubFixture {

    private static final String SHOP = "shop.example.net";
    private static final String ORGANIZATIONS = "/tls/organization";

    @Test
    void an_order_that_was_held_back_goes_on_and_is_charged_when_its_organization_is_named() throws Exception {
        String id = ordered(TestCsr.of(SHOP), "SecureSite", SHOP);
        assertThat(read(id).path("order_state").asText()).isEqualTo("ACTION_REQUIRED");
        assertThat(stub.ledger().charged()).isEmpty();
        JsonNode completed = complete(id, RegfishStub.ORGANIZATION).at("/response");
        assertThat(completed.path("id").asText()).isEqualTo(id);
        assertThat(completed.path("action_required").asBoolean()).isFalse();
        assertThat(completed.path("completion_url").asText()).isEmpty();
        assertThat(completed.path("organization_id").asText()).isEqualTo(RegfishStub.ORGANIZATION);
        assertThat(completed.at("/organization/name").asText()).isEqualTo("Example Shops GmbH");
        assertThat(completed.at("/validation/dns_records")).hasSize(1);
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
        assertThat(read(id).path("order_state").asText()).isEqualTo("PENDING_APPROVAL");
        assertThat(status(id)).isEqualTo("issued");
    }

    @Test
    void what_cannot_be_completed_is_refused_and_not_charged() throws Exception {
        String id = ordered(TestCsr.of(SHOP), "SecureSite", SHOP);
        complete("NONE", RegfishStub.ORGANIZATION).require(404);
        complete(id, "hdl_0000000000000").require(404);
        assertThat(error(complete(id, RegfishStub.UNUSABLE_ORGANIZATION)))
                .isEqualTo("409 The organization cannot be used for orders");
        assertThat(stub.ledger().charged()).isEmpty();
        stub.approve(RegfishStub.UNUSABLE_ORGANIZATION);
        complete(id, RegfishStub.UNUSABLE_ORGANIZATION).require(200);
        assertThat(error(complete(id, RegfishStub.ORGANIZATION))).isEqualTo("409 The order does not wait for details");
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void a_completion_whose_answer_was_lost_has_been_charged() throws Exception {
        String id = ordered(TestCsr.of(SHOP), "SecureSite", SHOP);
        stub.answer("completeCertificate", CannedFailure.status(502).afterBooking());
        complete(id, RegfishStub.ORGANIZATION).require(502);
        assertThat(read(id).path("action_required").asBoolean()).isFalse();
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void a_useless_organization_is_a_conflict_or_holds_the_order_back() throws Exception {
        ObjectNode order = order(TestCsr.of(SHOP), "SecureSite", SHOP).put("org_id", RegfishStub.UNUSABLE_ORGANIZATION);
        wire.post(CERTIFICATES, order).require(409);
        assertThat(stub.ledger().orders()).isZero();
        stub.holdsBackUnusableOrganizations();
        Got held = wire.post(CERTIFICATES, order);
        assertThat(held.at("/response/action_required").asBoolean()).isTrue();
        assertThat(held.text("/response/completion_url")).startsWith("https://");
        assertThat(stub.ledger().charged()).isEmpty();
    }

    @Test
    void organizations_are_created_changed_and_listed() throws Exception {
        ObjectNode company = company("Example Trains AG");
        JsonNode created = wire.post(ORGANIZATIONS, company).at("/response");
        assertThat(created.path("id").asText()).matches("hdl_[0-9A-HJKMNP-TV-Z]{13}");
        assertThat(created.path("usable_for_ordering").asBoolean()).isTrue();
        assertThat(created.path("city").asText()).isEqualTo("Exampleton");
        assertThat(error(wire.post(ORGANIZATIONS, company))).isEqualTo("409 This organization exists");
        assertThat(error(wire.post(ORGANIZATIONS, company("Another").put("country_code", "XX"))))
                .isEqualTo("400 No such country");
        ObjectNode nameOnly = object("organization", "Example Ships");
        assertThat(wire.post(ORGANIZATIONS, nameOnly)
                        .at("/response/usable_for_ordering")
                        .asBoolean(true))
                .isFalse();
        Got changed = patch(created.path("id").asText(), object("phone", "+44 1632 960002"));
        assertThat(changed.text("/response/phone")).isEqualTo("+44 1632 960002");
        assertThat(changed.at("/response/id")).isEqualTo(created.path("id"));
        assertThat(wire.get(ORGANIZATIONS).at("/response").findValuesAsText("organization"))
                .containsExactly("Example Shops GmbH", "Example Travel Ltd", "Example Trains AG", "Example Ships");
    }

    @Test
    void a_name_that_the_ca_knows_changes_only_by_a_replacement_which_has_another_id() throws Exception {
        ObjectNode rename = object("organization", "Example Shops SE");
        assertThat(error(patch(RegfishStub.ORGANIZATION, rename))).isEqualTo("409 This organization cannot be edited");
        assertThat(error(patch("hdl_0000000000000", rename))).isEqualTo("404 Organization not found");
        assertThat(error(patch(RegfishStub.ORGANIZATION, rename.deepCopy().put("edit_mode", "erase"))))
                .isEqualTo("400 No such edit_mode");
        JsonNode replaced = patch(RegfishStub.ORGANIZATION, rename.put("edit_mode", "create_replacement"))
                .at("/response");
        String id = replaced.path("id").asText();
        assertThat(id).isNotEqualTo(RegfishStub.ORGANIZATION);
        assertThat(replaced.path("usable_for_ordering").asBoolean(true)).isFalse();
        assertThat(replaced.path("city").asText()).isEqualTo("Berlin");
        assertThat(wire.get(ORGANIZATIONS).at("/response").findValuesAsText("id"))
                .contains(id)
                .doesNotContain(RegfishStub.ORGANIZATION);
    }

    private Got patch(String id, JsonNode body) throws Exception {
        return wire.send("PATCH", ORGANIZATIONS + "/" + id, body);
    }

    private static ObjectNode company(String name) {
        return object("organization", name)
                .put("first_name", "Robin")
                .put("last_name", "Sample")
                .put("address", "1 Example Street")
                .put("postal_code", "EX1 2MP")
                .put("city", "Exampleton")
                .put("country_code", "GB")
                .put("phone", "+44 1632 960001")
                .put("email", "certificates@example.org");
    }
}
