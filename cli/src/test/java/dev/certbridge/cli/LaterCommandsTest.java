package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.StubOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order that another run of the command line goes on with. */
class LaterCommandsTest {

    private static final StubOptions SLOW = StubOptions.defaults().looksUntilIssued(12);

    @TempDir
    private Path folder;

    @EveryReseller
    void an_order_is_looked_at_awaited_and_downloaded_by_its_id(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder, SLOW)) {
            String id = served.placed();

            CliRun look = served.run("status", id).requireDone();
            assertThat(look.told("order")).containsExactly(id);
            assertThat(look.told("state")).singleElement().asString().startsWith("pending (");
            assertThat(look.told("publish")).singleElement().asString().contains(ServedStub.NAME + " CNAME ");

            CliRun early = served.run("download", id, "--out", served.out()).requireOneLine();
            assertThat(early.exit()).isEqualTo(5);

            CliRun awaited = served.run("await", id, "--out", served.out()).requireDone();
            assertThat(awaited.told("files")).singleElement().asString().contains("privkey.pem", "fullchain.pem");
            served.written().requireKey();
            served.written().requireChain();

            CliRun issued = served.run("status", id).requireDone();
            assertThat(issued.told("state")).singleElement().asString().startsWith("issued (");
            assertThat(issued.told("certificate"))
                    .singleElement()
                    .asString()
                    .startsWith("certbridge-certificate:" + reseller);
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void a_download_elsewhere_has_no_key_and_replaces_nothing_unasked(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String id = served.order().requireDone().told("order").get(0);
            Path other = folder.resolve("other");

            served.run("download", id, "--out", other.toString()).requireDone();
            WrittenFiles written = WrittenFiles.at(other, reseller, ServedStub.NAME);
            assertThat(written.files()).containsExactly("cert.pem", "chain.pem", "fullchain.pem");
            written.requireChain();

            CliRun again = served.run("download", id, "--out", other.toString()).requireOneLine();
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("cert.pem", "nothing was written", "--force");

            served.run("download", id, "--out", served.out(), "--force").requireDone();
            served.written().requireKey();
            assertThat(served.written().folder().resolve("replaced-1")).isDirectoryContaining("glob:**/cert.pem");
            assertThat(served.written().folder().resolve("replaced-1").resolve("privkey.pem"))
                    .doesNotExist();
        }
    }

    @EveryReseller
    void a_certificate_for_another_key_is_not_written_next_to_this_one(String reseller) throws Exception {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String id = served.order().requireDone().told("order").get(0);
            Path other = folder.resolve("other");
            Files.createDirectories(other.resolve(reseller).resolve(ServedStub.NAME));
            Path key = Files.writeString(
                    other.resolve(reseller).resolve(ServedStub.NAME).resolve("privkey.pem"), "precious");

            CliRun run = served.run("download", id, "--out", other.toString()).requireOneLine();

            assertThat(run.exit()).as("the order stands").isEqualTo(1);
            assertThat(run.err()).contains("privkey.pem");
            assertThat(key).hasContent("precious");
        }
    }

    @EveryReseller
    void json_is_one_document_with_stable_members(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder, SLOW)) {
            String id = served.placed();
            JsonNode order = served.run("status", id, "--json").requireDone().json();
            assertThat(CliRun.members(order))
                    .containsExactly(
                            "id",
                            "reseller",
                            "environment",
                            "account",
                            "kind",
                            "state",
                            "status",
                            "product",
                            "names",
                            "validity",
                            "validations",
                            "waitingFor",
                            "actAt",
                            "charged",
                            "refunded",
                            "certificateId");
            assertThat(order.get("id").textValue()).isEqualTo(id);
            assertThat(order.get("validations").get(0).get("method").textValue())
                    .isEqualTo("dns");

            JsonNode early =
                    served.run("download", id, "--out", served.out(), "--json").json();
            assertThat(CliRun.members(early)).containsExactly("error", "failure", "id", "exit");
            assertThat(early.get("failure").textValue()).isEqualTo("Conflict");
            assertThat(early.get("exit").intValue()).isEqualTo(5);

            CliRun awaited =
                    served.run("await", id, "--out", served.out(), "--json").requireDone();
            assertThat(awaited.err()).as("whoever waits sees what to publish").contains("publish ", " CNAME ");
            assertThat(CliRun.members(awaited.json())).containsExactly("id", "certificate", "folder", "keyFound");
            assertThat(CliRun.members(awaited.json().get("certificate")))
                    .containsExactly(
                            "subject", "issuer", "names", "serial", "notBefore", "notAfter", "keySha256", "warnings");
        }
    }

    @EveryReseller
    void an_id_of_another_environment_is_refused_and_nothing_is_sent(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
            String live = "certbridge:" + reseller + ":live:-" + sums;
            for (String command : new String[] {"status", "await", "download"}) {
                CliRun run = served.run(command, live).requireOneLine();
                assertThat(run.exit()).as("the order may stand").isEqualTo(1);
                assertThat(run.err()).contains("nothing was sent", reseller + " live");
            }
            String certificate = "certbridge-certificate:" + reseller + ":live:-:4711";
            assertThat(served.run("status", certificate).requireOneLine().exit())
                    .isEqualTo(2);
            assertThat(served.run("renew", certificate).requireOneLine().exit()).isEqualTo(2);
            assertThat(served.run("reissue", certificate, "--old-may-be-revoked")
                            .requireOneLine()
                            .exit())
                    .isEqualTo(2);
            assertThat(served.run("revoke", certificate, "--serial", "1")
                            .requireOneLine()
                            .exit())
                    .isEqualTo(2);
            assertThat(served.stub().journal().received()).isZero();
        }
    }

    @Test
    void a_stub_id_on_live_is_refused_without_a_key() {
        String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
        CliRun run = CliRun.of("status", "certbridge:realtime:ote:me" + sums, "--live")
                .requireOneLine();
        assertThat(run.exit()).as("the order may stand").isEqualTo(1);
        assertThat(run.err()).contains("ote", "live is selected");
    }

    @Test
    void an_order_that_waits_for_a_person_says_where_to_act() {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
            CliRun run = served.order("--product", "SecureSite", "--json");
            assertThat(run.exit()).isEqualTo(6);
            JsonNode result = run.json().get("results").get(0);
            assertThat(result.get("failure").textValue()).isEqualTo("ActionRequired");
            String id = result.get("id").textValue();
            assertThat(served.run("status", id).requireDone().told("act at"))
                    .singleElement()
                    .asString()
                    .startsWith("https://");
            CliRun awaited = served.run("await", id).requireOneLine();
            assertThat(awaited.exit()).isEqualTo(6);
            assertThat(awaited.told("act at")).singleElement().asString().startsWith("https://");
        }
    }

    @Test
    void what_is_no_id_or_names_nowhere_gets_one_line() {
        String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
        for (String[] wrong : new String[][] {
            {"status", "4711", "--live"},
            {"await", "certbridge-certificate:regfish:live:-:1", "--live"},
            {"revoke", "certbridge:regfish:live:-" + sums, "--serial", "1", "--live"},
            {"renew", "4711", "--live"},
            {"download", "certbridge:regfish:live:-:other:4711:-:-", "--live"},
            {"status"}
        }) {
            CliRun run = CliRun.of(wrong).requireOneLine();
            assertThat(run.exit()).as(run.err()).isEqualTo(2);
        }
        for (String[] wrong : new String[][] {
            {"status", "certbridge:regfish:live:-" + sums},
            {"status", "certbridge:nowhere:live:-" + sums, "--live"},
            {"await", "certbridge:regfish:live:-" + sums, "--live", "--timeout", "0"},
            {"download", "certbridge:regfish:live:-" + sums, "--nonsense"}
        }) {
            CliRun run = CliRun.of(wrong).requireOneLine();
            assertThat(run.exit()).as("the order may stand: " + run.err()).isEqualTo(1);
        }
    }
}
