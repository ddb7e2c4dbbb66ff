package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code --stub-url}, which reaches stubs on this machine only, and of results that cannot be printed. */
class ExternalStubTest {

    private static final String NAME = "www.example.com";

    @TempDir
    private Path out;

    @Test
    void an_order_at_an_external_stub_prints_the_charge() throws Exception {
        try (RealtimeStub stub = RealtimeStub.start()) {
            CliRun run = order("realtime", stub.uri().toString()).requireDone();
            assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
                assertThat(entry.product()).isEqualTo("ssl_example_dv");
                assertThat(entry.acknowledged()).isTrue();
            });
            assertThat(run.values("cost")).containsExactly("EUR:25.00");
            WrittenFiles.at(out, "realtime", NAME).requireKey();
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void a_charge_that_regfish_does_not_report_is_printed_as_such() {
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().downloadLag(1))) {
            CliRun run = order("regfish", stub.uri().toString()).requireDone();
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(run.values("cost")).containsExactly("not reported by the reseller");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1",
                "https://192.0.2.1",
                "https://api.regfish.com",
                "http://127.0.0.1.example.com",
                "http://127.0.0.1@192.0.2.1",
                "ftp://127.0.0.1",
                "http://",
                "127.0.0.1:8080",
                "not a url",
                ""
            })
    void any_other_address_is_refused_before_anything_is_written(String address) {
        order("regfish", address).requireFailed(2, "--stub-url");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void an_address_needs_its_reseller() {
        CliRun.order(List.of(NAME, "--out", out.toString(), "--stub-url", "http://127.0.0.1:1"))
                .requireFailed(2, "--reseller");
    }

    @Test
    void an_address_without_a_server_fails_in_one_line() {
        CliRun run = order("regfish", "http://127.0.0.1:1");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("certbridge: ").contains("nothing was sent");
    }

    @Test
    void a_wrong_key_is_rejected_and_not_printed() {
        try (RegfishStub stub = RegfishStub.start()) {
            CliRun run = order("regfish", stub.uri().toString(), "--stub-key", "not-the-right-key")
                    .requireFailed(3);
            assertThat(run.err()).doesNotContain("not-the-right-key");
            for (String bad : List.of("secret\r\nX-Evil: 1", "secret secret", " ")) {
                CliRun refused = order("regfish", stub.uri().toString(), "--stub-key", bad)
                        .requireOneLine();
                assertThat(refused.exit()).isEqualTo(2);
                assertThat(refused.err()).contains("API key").doesNotContain("secret");
            }
            assertThat(stub.ledger().orders()).isZero();
        }
    }

    @Test
    void an_order_that_is_never_issued_exits_with_5_and_prints_its_id() {
        try (RealtimeStub stub = RealtimeStub.start(StubOptions.defaults().looksUntilIssued(1000))) {
            CliRun run =
                    order("realtime", stub.uri().toString(), "--timeout", "1").requireFailed(5);
            assertThat(run.err()).contains(run.values("order").get(0));
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "realtime", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    @Test
    void an_order_whose_answer_was_lost_keeps_its_key() {
        try (RegfishStub stub = RegfishStub.start()) {
            stub.answer("createCertificate", CannedFailure.drop().afterBooking());
            CliRun run = order("regfish", stub.uri().toString());
            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "regfish", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    @Test
    void a_rejected_read_after_the_order_does_not_exit_with_3() {
        try (RealtimeStub stub = RealtimeStub.start()) {
            stub.answer("getProcess", CannedFailure.status(401).always());
            CliRun run = order("realtime", stub.uri().toString(), "--unquoted").requireFailed(1);
            assertThat(run.values("order")).hasSize(1);
            assertThat(stub.ledger().orders()).isEqualTo(1);
            assertThat(WrittenFiles.at(out, "realtime", NAME).folder().resolve("privkey.pem"))
                    .exists();
        }
    }

    private CliRun order(String reseller, String address, String... more) {
        return CliRun.order(
                List.of(NAME, "--reseller", reseller, "--stub-url", address, "--out", out.toString()), more);
    }

    @Test
    void a_document_that_cannot_be_written_goes_to_standard_error_and_the_run_fails() throws Exception {
        try (ServedStub served = ServedStub.of("regfish", out)) {
            CliRun run = full(order(served, "--json"));
            assertThat(run.exit()).isEqualTo(1);
            JsonNode document = document(run);
            assertThat(document.get("exit").intValue()).isEqualTo(1);
            assertThat(document.get("results").get(0).get("id").textValue()).startsWith("certbridge:regfish:");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void the_order_of_a_run_for_people_is_not_lost_either() throws Exception {
        try (ServedStub served = ServedStub.of("regfish", out)) {
            CliRun run = full(order(served));
            assertThat(run.exit()).isEqualTo(1);
            assertThat(document(run).findValue("id").textValue()).startsWith("certbridge:regfish:");
        }
    }

    @Test
    void a_list_and_a_help_that_cannot_be_written_fail() {
        try (ServedStub served = ServedStub.of("regfish", out)) {
            String url = served.stub().uri().toString();
            CliRun list = full("products", "--reseller", "regfish", "--stub-url", url);
            assertThat(list.exit()).isEqualTo(1);
            assertThat(list.err()).isEqualTo("certbridge: standard output could not be written\n");
            assertThat(full("--help").exit()).isEqualTo(1);
            assertThat(full("order", "--help").exit()).isEqualTo(1);
            assertThat(full("spec", "diff", "regfish", "regfish").exit()).isEqualTo(1);
        }
    }

    private static String[] order(ServedStub served, String... more) {
        return ServedStub.with(
                List.of(
                        "order",
                        ServedStub.NAME,
                        "--reseller",
                        "regfish",
                        "--stub-url",
                        served.stub().uri().toString(),
                        "--out",
                        served.out()),
                more);
    }

    private static JsonNode document(CliRun run) throws IOException {
        assertThat(run.err()).contains("certbridge: standard output could not be written\n{");
        return new ObjectMapper().readTree(run.err().substring(run.err().indexOf('{')));
    }

    /** With a standard output that takes nothing, as on a full disk. */
    private static CliRun full(String... arguments) {
        OutputStream device = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        SimulatedClock time = new SimulatedClock();
        StringWriter err = new StringWriter();
        int exit = Main.run(
                new CliContext(
                        new PrintWriter(new PrintStream(device), true),
                        new PrintWriter(err, true),
                        Map.of(),
                        ConnectOptions.builder().time(time, time).build()),
                arguments);
        return new CliRun(exit, "", err.toString());
    }
}
