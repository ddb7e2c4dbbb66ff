package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.reseller.ConnectOptions;
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

/** A result that standard output did not take is not lost, and the run does not end as if it was told. */
class LostOutputTest {

    @TempDir
    private Path folder;

    @Test
    void a_document_that_cannot_be_written_stands_on_standard_error_and_the_run_fails() throws Exception {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
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
        try (ServedStub served = ServedStub.of("regfish", folder)) {
            CliRun run = full(order(served));
            assertThat(run.exit()).isEqualTo(1);
            assertThat(document(run).findValue("id").textValue()).startsWith("certbridge:regfish:");
        }
    }

    @Test
    void a_list_and_a_help_that_cannot_be_written_fail() {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
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
