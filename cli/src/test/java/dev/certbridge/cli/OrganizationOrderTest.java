package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of orders with an organization, with a validation method per name, and of the end of open orders. */
class OrganizationOrderTest extends StubbedCommandTest {

    private static final String OV = " --product ssl_example_ov --validity 12m --json";
    private static final String SHOPS = " --organization Example-Shops --address Example-Road-1 --postal-code 12345"
            + " --city Utrecht --state Utrecht --country NL --registration 12345678";
    private static final String APPROVER = " --approver-first-name Ann --approver-last-name Onymous"
            + " --approver-email ann@example.com --approver-phone +31.612345678 --approver-job-title CTO";

    @Test
    void realtime_issues_a_certificate_for_an_organization_that_is_given_by_its_fields() throws Exception {
        ServedStub served = serve("realtime");
        JsonNode result = served.buy(
                        "shop/1",
                        (OV + SHOPS + APPROVER + " --language NL").strip().split(" "))
                .requireExit(ExitCode.ACTION_REQUIRED.code())
                .result();
        assertThat(result.get("waitingFor").textValue()).contains("organization", "subscriber agreement");
        String id = result.get("id").textValue();
        for (int looks = 0; !served.run("status", id).out().contains("issued (") && looks < 20; looks++) {}
        served.run("await " + id + " --book " + served.book() + " --out " + served.out())
                .requireDone();
        served.written().requireKey();
        served.written().requireChain();
        assertThat(requested(served, "shop/1"))
                .contains("name=Example-Shops")
                .contains("address=Optional[Example-Road-1]", "postalCode=Optional[12345]", "city=Optional[Utrecht]")
                .contains("state=Optional[Utrecht]", "country=Optional[NL]", "registration=Optional[12345678]")
                .contains("firstName=Ann, lastName=Onymous, email=ann@example.com, phone=+31.612345678")
                .contains("jobTitle=Optional[CTO]", ";language=NL");
    }

    @Test
    void regfish_issues_a_certificate_for_an_organization_on_file() throws Exception {
        ServedStub served = serve("regfish");
        served.buy("shop/1", "--product", "SecureSite", "--organization-id", RegfishStub.ORGANIZATION)
                .requireDone();
        served.written().requireChain();
        assertThat(requested(served, "shop/1")).contains("OnFile[id=" + RegfishStub.ORGANIZATION + "]");
    }

    @Test
    void regfish_completes_an_order_that_waits_for_its_organization() throws Exception {
        ServedStub served = serve("regfish");
        String id = served.order("--product", "SecureSite", "--json")
                .requireExit(6)
                .result()
                .get("id")
                .textValue();
        served.run("complete", id).requireFailed(1, "--organization-id");
        served.run("complete", id, "--organization-id", " ").requireFailed(1, "has an empty id");
        served.run("cancel", id).requireFailed(1, "nothing was sent", "regfish");

        JsonNode completed = served.run("complete", id, "--organization-id", RegfishStub.ORGANIZATION, "--json")
                .requireDone()
                .json();
        assertThat(completed.get("id").textValue()).isEqualTo(id);
        assertThat(completed.get("waitingFor").isNull()).isTrue();
        served.run("await", id, "--out", served.out()).requireDone();
        served.written().requireChain();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void realtime_cancels_an_open_order_and_has_no_completion() {
        ServedStub served = serveSlow("realtime");
        String id = served.placed();
        served.run("complete", id, "--organization-id", "x").requireFailed(1, "nothing was sent", "no completion");

        CliRun run = served.run("cancel", id, "--json").requireDone();
        CliRun.requireMembers(run.json(), "id accepted");
        assertThat(served.stub().journal().received("cancelProcess")).isEqualTo(1);
        assertThat(served.run("status", id).requireDone().values("state"))
                .singleElement()
                .asString()
                .startsWith("ended (");
    }

    @Test
    void each_name_has_its_own_validation_method() throws Exception {
        ServedStub served = serve("realtime");
        served.buy("shop/1", "shop.example.com", "--dcv", "shop.example.com=email:admin@example.com", "--dcv=dns")
                .requireDone();
        assertThat(requested(served, "shop/1")).contains(";dcv=dns,shop.example.com email admin@example.com");
    }

    @Test
    void all_names_are_validated_by_one_email() throws Exception {
        ServedStub served = serve("regfish");
        served.buy("shop/1", "--dcv", "email:admin@example.com").requireDone();
        assertThat(requested(served, "shop/1")).contains(";dcv=email admin@example.com");
    }

    @Test
    void a_renewal_and_a_reissue_have_options_and_keys_of_their_own() throws Exception {
        ServedStub served = serve("realtime");
        String certificate = served.order().requireDone().value("certificate");
        String people = (SHOPS + APPROVER + " --language NL").replace(" --country NL", "");

        Path renewed = folder.resolve("renewed");
        served.run("renew " + certificate + " --intent shop/2 --book " + served.book() + " --key ec-p384 --out "
                        + renewed + people)
                .requireDone();
        assertThat(KeyType.find(WrittenFiles.at(renewed, "realtime", ServedStub.NAME)
                        .leaf()
                        .getPublicKey()))
                .contains(KeyType.EC_P384);
        assertThat(requested(served, "shop/2")).contains("name=Example-Shops", "Optional[CTO]", ";language=NL");

        String second = served
                .run("certificates --reseller realtime --json")
                .json()
                .get("certificates")
                .findValuesAsText("id")
                .stream()
                .filter(found -> !found.equals(certificate))
                .findFirst()
                .orElseThrow();
        Path reissued = folder.resolve("reissued");
        served.run("reissue " + second + " --intent shop/3 --book " + served.book()
                        + " --old-may-be-revoked --key ec-p384 --out " + reissued + people)
                .requireDone();
        assertThat(KeyType.find(WrittenFiles.at(reissued, "realtime", ServedStub.NAME)
                        .leaf()
                        .getPublicKey()))
                .contains(KeyType.EC_P384);
        assertThat(requested(served, "shop/3")).contains("name=Example-Shops", "Optional[CTO]", ";language=NL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regfish| --organization Shops| on file",
                "regfish| --approver-first-name A --approver-last-name B --approver-email a@example.com --approver-phone +31.6| approver",
                "regfish| --dcv file| not by file",
                "regfish| --language NL| no language",
                "realtime| --organization-id hdl_4N8RC2VXW6DYE| organization",
                "realtime| --dcv other.example.com=dns| not an ordered name",
                "realtime| --city Utrecht| --organization",
                "realtime| --organization Shops --organization-id x| exclude each other",
                "realtime| --approver-email a@example.com| --approver-phone",
                "realtime| --dcv dns --dcv file| given twice for all names",
                "realtime| --dcv phone| dns, file or email:ADDRESS",
                "realtime| --key rsa-1024| rsa-2048, rsa-3072, ec-p256, ec-p384",
                "realtime| --key rsa-2048 --csr x| exclude each other"
            })
    void what_a_reseller_does_not_support_is_refused_before_anything_is_sent(
            String reseller, String options, String message) {
        ServedStub served = serve(reseller);
        served.order(options.split(" ")).requireFailed(2, message);
        assertThat(served.stub().journal().received()).isZero();
    }

    @EveryReseller
    void the_key_has_the_chosen_type_also_when_a_refused_run_left_another(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.buy("shop/1", "--dcv", "other.example.com=dns").requireExit(2);
        for (KeyType type : KeyType.values()) {
            served.buy(type + "/1", "--unquoted", "--key", JsonOutput.word(type), "--force")
                    .requireDone();
            assertThat(KeyType.find(served.written().leaf().getPublicKey())).contains(type);
            served.written().requireKey();
        }
        served.buy("shop/1", "--unquoted", "--key", "ec-p384", "--force").requireDone();
        assertThat(KeyType.find(served.written().leaf().getPublicKey())).contains(KeyType.EC_P384);
        assertThat(served.stub().ledger().orders()).isEqualTo(5);
    }

    /** The fingerprint of the request that the order book has for an intent. */
    private static String requested(ServedStub served, String intent) {
        try (OrderBook book = ServedStub.openBook(served.book())) {
            return book.attempts(Intent.of(intent)).get(0).request().fingerprint();
        }
    }
}
