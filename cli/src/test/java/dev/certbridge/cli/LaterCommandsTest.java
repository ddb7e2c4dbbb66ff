package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of commands that continue an order of an earlier run. */
class LaterCommandsTest extends StubbedCommandTest {

    @EveryReseller
    void status_await_and_download_take_the_id_of_an_order(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        String id = served.placed();

        CliRun look = served.run("status", id).requireDone();
        assertThat(look.values("order")).containsExactly(id);
        assertThat(look.values("state")).singleElement().asString().startsWith("pending (");
        assertThat(look.values("publish")).singleElement().asString().contains(ServedStub.NAME + " CNAME ");

        served.run("download", id, "--out", served.out()).requireFailed(5);

        CliRun awaited = served.run("await", id, "--out", served.out()).requireDone();
        assertThat(awaited.values("files")).singleElement().asString().contains("privkey.pem", "fullchain.pem");
        served.written().requireKey();
        served.written().requireChain();

        CliRun issued = served.run("status", id).requireDone();
        assertThat(issued.values("state")).singleElement().asString().startsWith("issued (");
        assertThat(issued.values("certificate"))
                .singleElement()
                .asString()
                .startsWith("certbridge-certificate:" + reseller);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void a_download_to_another_folder_has_no_key_and_replaces_nothing_without_force(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        String id = served.order().requireDone().value("order");
        Path other = folder.resolve("other");

        CliRun run = served.run("download", id, "--out", other.toString()).requireDone();
        assertThat(run.values("key")).singleElement().asString().contains("in the --out folder of the order", "--csr");
        WrittenFiles written = WrittenFiles.at(other, reseller, ServedStub.NAME);
        assertThat(written.files()).containsExactly("cert.pem", "chain.pem", "fullchain.pem");
        written.requireChain();

        served.run("download", id, "--out", other.toString())
                .requireFailed(1, "cert.pem", "nothing was written", "--force");

        served.run("download", id, "--out", served.out(), "--force").requireDone();
        served.written().requireKey();
        assertThat(served.written().folder().resolve("replaced-1")).isDirectoryContaining("glob:**/cert.pem");
        assertThat(served.written().folder().resolve("replaced-1").resolve("privkey.pem"))
                .doesNotExist();
    }

    @EveryReseller
    void a_certificate_for_another_key_is_not_written_next_to_this_one(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        String id = served.order().requireDone().value("order");
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve(reseller).resolve(ServedStub.NAME));
        Path key = Files.writeString(
                other.resolve(reseller).resolve(ServedStub.NAME).resolve("privkey.pem"), "precious");

        served.run("download", id, "--out", other.toString()).requireFailed(1, "privkey.pem");
        assertThat(key).hasContent("precious");
    }

    @EveryReseller
    void json_is_one_document_with_stable_members(String reseller) {
        ServedStub served = serveSlow(reseller);
        String id = served.placed();
        JsonNode order = served.run("status", id, "--json").requireDone().json();
        CliRun.requireMembers(
                order,
                "id reseller environment account kind state status product names validity validations waitingFor actAt charged refunded certificateId");
        assertThat(order.get("id").textValue()).isEqualTo(id);
        assertThat(order.get("validations").get(0).get("method").textValue()).isEqualTo("dns");

        JsonNode early =
                served.run("download", id, "--out", served.out(), "--json").json();
        CliRun.requireMembers(early, "error failure id exit");
        assertThat(early.get("failure").textValue()).isEqualTo("Conflict");
        assertThat(early.get("exit").intValue()).isEqualTo(5);

        CliRun awaited =
                served.run("await", id, "--out", served.out(), "--json").requireDone();
        assertThat(awaited.err()).as("whoever waits sees what to publish").contains("publish ", " CNAME ");
        CliRun.requireMembers(awaited.json(), "id certificate folder keyFound");
        CliRun.requireMembers(
                awaited.json().get("certificate"), "subject issuer names serial notBefore notAfter keySha256 warnings");
    }

    @EveryReseller
    void an_id_of_another_environment_is_refused_and_nothing_is_sent(String reseller) {
        ServedStub served = serve(reseller);
        String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
        String live = "certbridge:" + reseller + ":live:-" + sums;
        for (String command : new String[] {"status", "await", "download"}) {
            served.run(command, live).requireFailed(1, "nothing was sent", reseller + " live");
        }
        String certificate = "certbridge-certificate:" + reseller + ":live:-:4711";
        served.run("status", certificate).requireFailed(2);
        served.run("renew", certificate).requireFailed(2);
        served.run("reissue", certificate, "--old-may-be-revoked").requireFailed(2);
        served.run("revoke", certificate, "--serial", "1").requireFailed(2);
        assertThat(served.stub().journal().received()).isZero();
    }

    @Test
    void a_stub_id_on_live_is_refused_without_a_key() {
        String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
        CliRun.of("status", "certbridge:realtime:ote:me" + sums, "--live").requireFailed(1, "ote", "live is selected");
    }

    @Test
    void status_and_await_print_where_a_person_has_to_act() {
        ServedStub served = serve("regfish");
        CliRun run = served.order("--product", "SecureSite", "--json").requireExit(6);
        JsonNode result = run.result();
        assertThat(result.get("failure").textValue()).isEqualTo("ActionRequired");
        assertThat(result.get("waitingFor").textValue()).isNotEmpty();
        assertThat(result.get("actAt").textValue()).startsWith("https://");
        String id = result.get("id").textValue();
        assertThat(served.run("status", id).requireDone().values("act at"))
                .singleElement()
                .asString()
                .startsWith("https://");
        CliRun awaited = served.run("await", id).requireFailed(6);
        assertThat(awaited.values("act at")).singleElement().asString().startsWith("https://");
    }

    @Test
    void an_invalid_id_is_refused_in_one_line() {
        String sums = ":order:4711:" + "A".repeat(43) + ":" + "A".repeat(43);
        for (String[] wrong : new String[][] {
            {"status", "4711", "--live"},
            {"await", "certbridge-certificate:regfish:live:-:1", "--live"},
            {"revoke", "certbridge:regfish:live:-" + sums, "--serial", "1", "--live"},
            {"renew", "4711", "--live"},
            {"download", "certbridge:regfish:live:-:other:4711:-:-", "--live"},
            {"status"}
        }) {
            CliRun.of(wrong).requireFailed(2);
        }
        for (String[] wrong : new String[][] {
            {"status", "certbridge:regfish:live:-" + sums},
            {"status", "certbridge:nowhere:live:-" + sums, "--live"},
            {"await", "certbridge:regfish:live:-" + sums, "--live", "--timeout", "0"},
            {"download", "certbridge:regfish:live:-" + sums, "--nonsense"}
        }) {
            CliRun.of(wrong).requireFailed(1);
        }
    }

    @EveryReseller
    void an_expired_certificate_is_downloaded_with_a_warning(String reseller) {
        ServedStub served = serve(reseller);
        String id = served.order().requireDone().value("order");

        CliRun run = later(
                        served, "download", id, "--out", folder.resolve("later").toString())
                .requireExit(7);
        assertThat(run.err())
                .startsWith("certbridge: warning: certificate ")
                .contains(" expired at ", "do not deploy it")
                .hasLineCount(1);
        assertThat(Path.of(folder + "/later/" + reseller + "/" + ServedStub.NAME + "/fullchain.pem"))
                .isRegularFile();
    }

    @EveryReseller
    void the_warning_is_in_the_document_too(String reseller) {
        ServedStub served = serve(reseller);
        String id = served.order().requireDone().value("order");
        JsonNode usual = served.run(
                        "download", id, "--json", "--out", folder.resolve("now").toString())
                .requireDone()
                .json();
        assertThat(usual.at("/certificate/warnings")).isEmpty();

        CliRun run = later(served, "await " + id + " --json --out " + folder.resolve("later"))
                .requireExit(7);
        assertThat(run.json().at("/certificate/warnings"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.textValue()).contains(" expired at "));
    }

    @EveryReseller
    void an_order_ends_with_a_warning_where_the_certificate_is_expired(String reseller) {
        ServedStub served = serve(reseller);
        CliRun run = later(served, "order", ServedStub.NAME, "--reseller", reseller, "--out", served.out())
                .requireExit(7);
        assertThat(run.values("order")).hasSize(1);
        assertThat(Files.exists(Path.of(served.out(), reseller, ServedStub.NAME, "cert.pem")))
                .isTrue();
    }

    /** Three years from now by the clock of whoever runs it. */
    private static CliRun later(ServedStub served, String command, String... arguments) {
        SimulatedClock time = new SimulatedClock();
        time.sleep(Duration.ofDays(1100));
        String line = command + " --stub-url " + served.stub().uri();
        return CliRun.in(Map.of(), time, ServedStub.with(List.of(line.split(" ")), arguments));
    }
}
