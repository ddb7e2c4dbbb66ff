package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that existing files are kept, and stop an order, without {@code --force}. */
class ExistingFilesTest {

    private static final String NAME = "www.example.com";

    private final RealtimeStub stub = RealtimeStub.start(StubOptions.defaults().readsUntilIssued(1));

    @TempDir
    private Path out;

    @AfterEach
    void stop() {
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem"})
    void any_file_of_an_order_stops_it(String file) throws Exception {
        Path there =
                Files.createDirectories(out.resolve("realtime").resolve(NAME)).resolve(file);
        Files.writeString(there, "precious");

        order().requireFailed(2, file, "nothing was ordered", "--force");
        assertThat(stub.journal().received()).isZero();
        assertThat(there).hasContent("precious");
        assertThat(there.getParent()).isDirectoryContaining("glob:**/" + file);
        assertThat(WrittenFiles.at(out, "realtime", NAME).files()).containsExactly(file);
    }

    @Test
    void a_file_of_one_reseller_stops_the_order_at_the_other_too() throws Exception {
        Path there =
                Files.createDirectories(out.resolve("regfish").resolve(NAME)).resolve("cert.pem");
        Files.writeString(there, "precious");

        CliRun.order(List.of(NAME, "--out", out.toString())).requireFailed(2);
        assertThat(out.resolve("realtime")).doesNotExist();
    }

    @Test
    void the_first_command_typed_twice_shows_the_certificates_and_orders_nothing() throws Exception {
        builtIn().requireDone();
        String key = WrittenFiles.at(out, "realtime", NAME).text("privkey.pem");

        CliRun again = builtIn().requireDone();
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("Nothing was ordered", "--force").doesNotContain("Ordering at stubs");
        assertThat(again.values("files")).hasSize(2).allMatch(files -> files.contains("privkey.pem"));
        assertThat(again.values("valid")).hasSize(2);
        assertThat(again.values("order")).isEmpty();
        assertThat(builtIn("--json").requireDone().json().get("results"))
                .hasSize(2)
                .allSatisfy(result -> {
                    assertThat(result.get("id").isNull()).isTrue();
                    assertThat(result.at("/certificate/names/0").textValue()).isEqualTo(NAME);
                });
        assertThat(WrittenFiles.at(out, "realtime", NAME).text("privkey.pem")).isEqualTo(key);

        builtIn("shop.example.com").requireFailed(2, "already contains");
        builtIn("--key", "rsa-2048").requireFailed(2, "already contains");
        Path certificate = out.resolve("regfish").resolve(NAME).resolve("fullchain.pem");
        Files.writeString(certificate, "damaged");
        builtIn().requireFailed(2, "already contains");
        builtIn("--force").requireDone();
        assertThat(WrittenFiles.at(out, "realtime", NAME).text("privkey.pem")).isNotEqualTo(key);
    }

    @Test
    void force_replaces_what_is_there() throws Exception {
        order().requireDone();
        WrittenFiles written = WrittenFiles.at(out, "realtime", NAME);
        String first = written.text("privkey.pem");
        order().requireExit(2);
        assertThat(written.text("privkey.pem")).isEqualTo(first);

        CliRun forced = order("--force").requireDone();
        assertThat(written.text("privkey.pem")).isNotEqualTo(first);
        written.requireKey();
        written.requireChain();
        assertThat(stub.ledger().orders()).isEqualTo(2);
        Path aside = out.resolve("realtime").resolve(NAME).resolve("replaced-1");
        assertThat(aside.resolve("privkey.pem")).hasContent(first);
        assertThat(forced.out()).contains(aside.toString());
    }

    @Test
    void a_forced_order_that_is_refused_leaves_what_was_there() throws Exception {
        order().requireDone();
        WrittenFiles written = WrittenFiles.at(out, "realtime", NAME);
        String key = written.text("privkey.pem");
        String certificate = written.text("cert.pem");

        order("--force", "--spend-up-to", "EUR:1.00").requireExit(3);

        assertThat(written.text("privkey.pem")).isEqualTo(key);
        assertThat(written.text("cert.pem")).isEqualTo(certificate);
        assertThat(out.resolve("realtime").resolve(NAME).resolve("replaced-1")).doesNotExist();
    }

    @Test
    void the_key_of_an_earlier_order_survives_a_refused_order_with_an_external_csr() throws Exception {
        order().requireDone();
        WrittenFiles written = WrittenFiles.at(out, "realtime", NAME);
        String key = written.text("privkey.pem");
        Path csr = Files.writeString(
                out.resolve("my.csr"), KeyAndCsr.ecP256(NAME).csr().pem());

        order("--csr", csr.toString()).requireExit(2);
        order("--csr", csr.toString(), "--force", "--product", "nosuch").requireExit(3);

        assertThat(written.text("privkey.pem")).isEqualTo(key);
        order("--csr", csr.toString(), "--force").requireDone();
        assertThat(out.resolve("realtime").resolve(NAME).resolve("privkey.pem")).doesNotExist();
        assertThat(out.resolve("realtime").resolve(NAME).resolve("replaced-1/privkey.pem"))
                .hasContent(key);
    }

    @Test
    void a_file_where_a_folder_should_be_stops_the_order() throws Exception {
        Path file = Files.writeString(out.resolve("realtime"), "a file");
        order().requireFailed(2, "is not a folder", "Write elsewhere with --out");
        CliRun.order(List.of(NAME, "--reseller", "realtime", "--out", file + "/deeper"))
                .requireFailed(2);
        assertThat(stub.journal().received()).isZero();
        assertThat(file).hasContent("a file");
    }

    private CliRun builtIn(String... more) {
        return CliRun.order(List.of(NAME, "--out", out.toString()), more);
    }

    private CliRun order(String... more) {
        return CliRun.order(
                List.of(NAME, "--reseller", "realtime", "--stub-url", stub.uri().toString(), "--out", out.toString()),
                more);
    }
}
