package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of orders to a folder with files: nothing is ordered, and an earlier order of the intent is reported. */
class TakenFolderTest {

    @TempDir
    private Path folder;

    @EveryReseller
    void a_new_intent_exits_with_2_and_orders_nothing(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            take(served);
            CliRun run = served.order("shop/1", List.of()).requireOneLine();
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).contains("cert.pem", "nothing was ordered").doesNotContain("earlier");
            assertThat(served.stub().journal().received()).isZero();
        }
    }

    @EveryReseller
    void an_order_that_was_accepted_earlier_is_named_and_exits_with_1(String reseller) {
        try (ServedStub served =
                ServedStub.of(reseller, folder, StubOptions.defaults().looksUntilIssued(12))) {
            String id = served.order("shop/1", List.of("--timeout", "1"))
                    .values("order")
                    .get(0);
            take(served);
            served.order("shop/1", List.of()).requireFailed(1, "cert.pem", "\"shop/1\" was ordered earlier, as " + id);
            assertThat(served.order("shop/1", List.of("--json"))
                            .json()
                            .get("exit")
                            .intValue())
                    .isEqualTo(1);
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @EveryReseller
    void an_attempt_with_an_unknown_outcome_stays_unknown(String reseller) {
        try (ServedStub served = ServedStub.of(reseller, folder)) {
            String ordering = reseller.equals("regfish") ? "createCertificate" : "requestCertificate";
            served.stub().answer(ordering, CannedFailure.drop().afterBooking());
            assertThat(served.order("shop/1", List.of("--unquoted")).exit()).isEqualTo(4);
            take(served);
            served.order("shop/1", List.of()).requireFailed(4, "cert.pem", "may have ordered", "certbridge unresolved");
            assertThat(served.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void the_folder_of_a_key_is_printed_while_its_certificate_is_pending() {
        try (ServedStub served =
                ServedStub.of("regfish", folder, StubOptions.defaults().looksUntilIssued(12))) {
            CliRun run = served.order("shop/1", List.of("--timeout", "1"));
            assertThat(run.values("key")).singleElement().asString().contains(served.book() + ".keys");
            assertThat(Path.of(served.book() + ".keys")).isDirectory();
        }
    }

    @Test
    void a_download_without_the_key_reports_where_the_key_is() {
        try (ServedStub served = ServedStub.of("regfish", folder)) {
            String id = served.order().requireDone().values("order").get(0);
            Path other = folder.resolve("other");
            CliRun run = served.run("download", id, "--out", other.toString()).requireDone();
            assertThat(run.values("key"))
                    .singleElement()
                    .asString()
                    .contains("in the --out folder of the order", "--csr");
            assertThat(served.written().folder().resolve("privkey.pem")).isRegularFile();
        }
    }

    private static void take(ServedStub served) {
        try {
            Files.createDirectories(served.written().folder());
            Files.writeString(served.written().folder().resolve("cert.pem"), "precious");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
