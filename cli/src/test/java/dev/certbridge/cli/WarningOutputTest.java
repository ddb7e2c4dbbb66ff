package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tests of certificates with warnings: they are written, and the exit code is 7. */
class WarningOutputTest extends StubbedCommandTest {

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

        CliRun run = later(
                        served,
                        "await",
                        id,
                        "--json",
                        "--out",
                        folder.resolve("later").toString())
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
        return CliRun.in(
                Map.of(),
                time,
                ServedStub.with(
                        List.of(command, "--stub-url", served.stub().uri().toString()), arguments));
    }
}
