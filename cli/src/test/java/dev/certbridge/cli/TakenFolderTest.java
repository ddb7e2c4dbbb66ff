package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests of orders to a folder with files: nothing is ordered, and an earlier order of the intent is reported. */
class TakenFolderTest extends StubbedCommandTest {

    @EveryReseller
    void a_new_intent_exits_with_2_and_orders_nothing(String reseller) {
        ServedStub served = serve(reseller);
        take(served);
        CliRun run = served.buy("shop/1").requireFailed(2);
        assertThat(run.err()).contains("cert.pem", "nothing was ordered").doesNotContain("earlier");
        assertThat(served.stub().journal().received()).isZero();
    }

    @EveryReseller
    void an_order_that_was_accepted_earlier_is_named_and_exits_with_1(String reseller) {
        ServedStub served = serveSlow(reseller);
        String id = served.pending("shop/1");
        take(served);
        served.buy("shop/1").requireFailed(1, "cert.pem", "\"shop/1\" was ordered earlier, as " + id);
        assertThat(served.buy("shop/1", "--json").json().get("exit").intValue()).isEqualTo(1);
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void an_attempt_with_an_unknown_outcome_stays_unknown(String reseller) {
        ServedStub served = serve(reseller);
        served.lose();
        take(served);
        served.buy("shop/1").requireFailed(4, "cert.pem", "may have ordered", "certbridge unresolved");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_folder_of_a_key_is_printed_while_its_certificate_is_pending() {
        ServedStub served = serveSlow("regfish");
        CliRun run = served.buy("shop/1", "--timeout", "1");
        assertThat(run.values("key")).singleElement().asString().contains(served.book() + ".keys");
        assertThat(Path.of(served.book() + ".keys")).isDirectory();
    }

    @Test
    void a_download_without_the_key_reports_where_the_key_is() {
        ServedStub served = serve("regfish");
        String id = served.order().requireDone().value("order");
        Path other = folder.resolve("other");
        CliRun run = served.run("download", id, "--out", other.toString()).requireDone();
        assertThat(run.values("key")).singleElement().asString().contains("in the --out folder of the order", "--csr");
        assertThat(served.written().folder().resolve("privkey.pem")).isRegularFile();
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
