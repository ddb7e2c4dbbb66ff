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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code --stub-url}, which reaches stubs on this machine only, and of results that cannot be printed. */
class ExternalStubTest extends StubbedCommandTest {

    private static final String NAME = "www.example.com";

    @Test
    void an_order_at_an_external_stub_prints_the_charge() throws Exception {
        ServedStub served = serve("realtime");
        CliRun run = served.order().requireDone();
        assertThat(served.stub().ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.product()).isEqualTo("ssl_example_dv");
            assertThat(entry.acknowledged()).isTrue();
        });
        assertThat(run.values("cost")).containsExactly("EUR:25.00");
        served.written().requireKey();
    }

    @Test
    void a_charge_that_regfish_does_not_report_is_printed_as_such() {
        ServedStub served = serve(RegfishStub.start(StubOptions.defaults().downloadLag(1)));
        CliRun run = served.order().requireDone();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        assertThat(run.values("cost")).containsExactly("not reported by the reseller");
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
        order(address).requireFailed(2, "--stub-url");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_address_needs_its_reseller() {
        CliRun.of("order " + NAME + " --out " + folder + " --stub-url http://127.0.0.1:1")
                .requireFailed(2, "--reseller");
    }

    @Test
    void an_address_without_a_server_fails_in_one_line() {
        CliRun run = order("http://127.0.0.1:1").requireExit(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("certbridge: ").contains("nothing was sent");
    }

    @Test
    void a_wrong_key_is_rejected_and_not_printed() {
        ServedStub served = serve("regfish");
        CliRun run = served.order("--stub-key", "not-the-right-key").requireFailed(3);
        assertThat(run.err())
                .startsWith(
                        "certbridge: regfish createCertificate: the order was not sent. regfish listCertificates: not")
                .contains("401")
                .doesNotContain("not-the-right-key");
        for (String bad : List.of("secret\r\nX-Evil: 1", "secret secret", " ")) {
            CliRun refused = served.order("--stub-key", bad).requireFailed(2, "API key");
            assertThat(refused.err()).doesNotContain("secret");
        }
        assertThat(served.stub().ledger().orders()).isZero();
    }

    @Test
    void an_order_that_is_never_issued_exits_with_5_and_prints_its_id() {
        ServedStub served = serve(RealtimeStub.start(StubOptions.defaults().readsUntilIssued(1000)));
        CliRun run = served.order("--timeout", "1").requireFailed(5);
        assertThat(run.err()).contains(run.value("order"));
        requireOneOrderWithKey(served);
    }

    @Test
    void an_order_whose_answer_was_lost_keeps_its_key() {
        ServedStub served = serve("regfish");
        served.stub().answer("createCertificate", CannedFailure.drop().afterBooking());
        assertThat(served.order().requireExit(4).err().lines()).hasSize(1);
        requireOneOrderWithKey(served);
    }

    @Test
    void a_rejected_read_after_the_order_does_not_exit_with_3() {
        ServedStub served = serve("realtime");
        served.stub().answer("getProcess", CannedFailure.status(401).always());
        assertThat(served.order("--unquoted").requireFailed(1).values("order")).hasSize(1);
        requireOneOrderWithKey(served);
    }

    private static void requireOneOrderWithKey(ServedStub served) {
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        assertThat(served.written().folder().resolve("privkey.pem")).exists();
    }

    private CliRun order(String address) {
        return CliRun.order(List.of(NAME, "--reseller", "regfish", "--stub-url", address, "--out", folder.toString()));
    }

    @Test
    void a_document_that_cannot_be_written_goes_to_standard_error_and_the_run_fails() throws Exception {
        ServedStub served = serve("regfish");
        CliRun run = full(order(served, "--json")).requireExit(1);
        JsonNode document = document(run);
        assertThat(document.get("exit").intValue()).isEqualTo(1);
        assertThat(document.get("results").get(0).get("id").textValue()).startsWith("certbridge:regfish:");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_order_of_a_run_for_people_is_not_lost_either() throws Exception {
        ServedStub served = serve("regfish");
        CliRun run = full(order(served)).requireExit(1);
        assertThat(document(run).findValue("id").textValue()).startsWith("certbridge:regfish:");
    }

    @Test
    void a_list_and_a_help_that_cannot_be_written_fail() {
        ServedStub served = serve("regfish");
        String url = served.stub().uri().toString();
        CliRun list =
                full("products", "--reseller", "regfish", "--stub-url", url).requireExit(1);
        assertThat(list.err()).isEqualTo("certbridge: standard output could not be written\n");
        assertThat(full("--help").exit()).isEqualTo(1);
        assertThat(full("order", "--help").exit()).isEqualTo(1);
        assertThat(full("spec", "diff", "regfish", "regfish").exit()).isEqualTo(1);
    }

    private static String[] order(ServedStub served, String... more) {
        return ServedStub.with(
                List.of(("order " + NAME + " --reseller regfish --stub-url "
                                + served.stub().uri() + " --out " + served.out())
                        .split(" ")),
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
