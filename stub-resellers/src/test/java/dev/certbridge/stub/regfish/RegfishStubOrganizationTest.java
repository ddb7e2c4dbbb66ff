package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegfishStubOrganizationTest {

    private static final String NAME = "shop.example.net";
    private static final String ORGANIZATIONS = "/tls/organization";

    private final RegfishStubCalls regfish = new RegfishStubCalls();

    @AfterEach
    void close() {
        regfish.close();
    }

    @Test
    void an_order_that_was_held_back_goes_on_and_is_charged_when_its_organization_is_named() throws Exception {
        String id = regfish.ordered(TestCsr.of(NAME), "SecureSite", NAME);
        assertThat(regfish.read(id).path("order_state").asText()).isEqualTo("ACTION_REQUIRED");
        assertThat(regfish.stub().ledger().charged()).isEmpty();

        JsonNode completed =
                regfish.complete(id, RegfishStub.ORGANIZATION).json().path("response");
        assertThat(completed.path("id").asText()).isEqualTo(id);
        assertThat(completed.path("action_required").asBoolean()).isFalse();
        assertThat(completed.path("completion_url").asText()).isEmpty();
        assertThat(completed.path("organization_id").asText()).isEqualTo(RegfishStub.ORGANIZATION);
        assertThat(completed.at("/organization/name").asText()).isEqualTo("Example Shops GmbH");
        assertThat(completed.at("/validation/dns_records")).hasSize(1);
        assertThat(regfish.stub().ledger().orders()).isEqualTo(1);
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));

        assertThat(regfish.read(id).path("order_state").asText()).isEqualTo("PENDING_APPROVAL");
        assertThat(regfish.read(id).path("status").asText()).isEqualTo("issued");
    }

    @Test
    void what_cannot_be_completed_is_refused_and_not_charged() throws Exception {
        String id = regfish.ordered(TestCsr.of(NAME), "SecureSite", NAME);
        assertThat(regfish.complete("NONE", RegfishStub.ORGANIZATION).status()).isEqualTo(404);
        assertThat(regfish.complete(id, "hdl_0000000000000").status()).isEqualTo(404);
        assertThat(error(regfish.complete(id, RegfishStub.UNUSABLE_ORGANIZATION)))
                .isEqualTo("409 The organization cannot be used for orders");
        assertThat(regfish.stub().ledger().charged()).isEmpty();

        regfish.stub().approve(RegfishStub.UNUSABLE_ORGANIZATION);
        assertThat(regfish.complete(id, RegfishStub.UNUSABLE_ORGANIZATION).status())
                .isEqualTo(200);
        assertThat(error(regfish.complete(id, RegfishStub.ORGANIZATION)))
                .isEqualTo("409 The order does not wait for details");
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void a_completion_whose_answer_was_lost_has_been_charged() throws Exception {
        String id = regfish.ordered(TestCsr.of(NAME), "SecureSite", NAME);
        regfish.stub().answer("completeCertificate", CannedFailure.status(502).afterBooking());
        assertThat(regfish.complete(id, RegfishStub.ORGANIZATION).status()).isEqualTo(502);
        assertThat(regfish.read(id).path("action_required").asBoolean()).isFalse();
        assertThat(regfish.stub().ledger().charged()).isEqualTo(Map.of("EUR", 29_900L));
    }

    @Test
    void a_useless_organization_is_a_conflict_or_holds_the_order_back() throws Exception {
        ObjectNode order = RegfishStubTest.order(TestCsr.of(NAME), "SecureSite", NAME)
                .put("org_id", RegfishStub.UNUSABLE_ORGANIZATION);
        assertThat(regfish.wire().post("/tls/certificate", order).status()).isEqualTo(409);
        assertThat(regfish.stub().ledger().orders()).isZero();

        regfish.stub().holdsBackUnusableOrganizations();
        Got held = regfish.wire().post("/tls/certificate", order);
        assertThat(held.json().at("/response/action_required").asBoolean()).isTrue();
        assertThat(held.json().at("/response/completion_url").asText()).startsWith("https://");
        assertThat(regfish.stub().ledger().charged()).isEmpty();
    }

    @Test
    void organizations_are_created_changed_and_listed() throws Exception {
        ObjectNode company = company("Example Trains AG");
        JsonNode created = regfish.wire().post(ORGANIZATIONS, company).json().path("response");
        assertThat(created.path("id").asText()).matches("hdl_[0-9A-HJKMNP-TV-Z]{13}");
        assertThat(created.path("usable_for_ordering").asBoolean()).isTrue();
        assertThat(created.path("city").asText()).isEqualTo("Exampleton");
        assertThat(error(regfish.wire().post(ORGANIZATIONS, company))).isEqualTo("409 This organization exists");
        assertThat(error(regfish.wire().post(ORGANIZATIONS, company("Another").put("country_code", "XX"))))
                .isEqualTo("400 No such country");
        ObjectNode nameOnly = RegfishStubCalls.object("organization", "Example Ships");
        assertThat(regfish.wire()
                        .post(ORGANIZATIONS, nameOnly)
                        .json()
                        .at("/response/usable_for_ordering")
                        .asBoolean(true))
                .isFalse();

        Got changed = patch(created.path("id").asText(), RegfishStubCalls.object("phone", "+44 1632 960002"));
        assertThat(changed.json().at("/response/phone").asText()).isEqualTo("+44 1632 960002");
        assertThat(changed.json().at("/response/id")).isEqualTo(created.path("id"));
        assertThat(regfish.wire().get(ORGANIZATIONS).json().path("response").findValuesAsText("organization"))
                .containsExactly("Example Shops GmbH", "Example Travel Ltd", "Example Trains AG", "Example Ships");
    }

    @Test
    void a_name_that_the_ca_knows_changes_only_by_a_replacement_which_has_another_id() throws Exception {
        ObjectNode rename = RegfishStubCalls.object("organization", "Example Shops SE");
        assertThat(error(patch(RegfishStub.ORGANIZATION, rename))).isEqualTo("409 This organization cannot be edited");
        assertThat(error(patch("hdl_0000000000000", rename))).isEqualTo("404 Organization not found");
        assertThat(error(patch(RegfishStub.ORGANIZATION, rename.deepCopy().put("edit_mode", "erase"))))
                .isEqualTo("400 No such edit_mode");

        JsonNode replaced = patch(RegfishStub.ORGANIZATION, rename.put("edit_mode", "create_replacement"))
                .json()
                .path("response");
        String id = replaced.path("id").asText();
        assertThat(id).isNotEqualTo(RegfishStub.ORGANIZATION);
        assertThat(replaced.path("usable_for_ordering").asBoolean(true)).isFalse();
        assertThat(replaced.path("city").asText()).isEqualTo("Berlin");
        assertThat(regfish.wire().get(ORGANIZATIONS).json().path("response").findValuesAsText("id"))
                .contains(id)
                .doesNotContain(RegfishStub.ORGANIZATION);
    }

    private Got patch(String id, JsonNode body) throws Exception {
        return regfish.wire().send("PATCH", ORGANIZATIONS + "/" + id, body);
    }

    private static String error(Got got) {
        return got.status() + " " + got.json().path("error").asText();
    }

    private static ObjectNode company(String name) {
        return RegfishStubCalls.object("organization", name)
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
