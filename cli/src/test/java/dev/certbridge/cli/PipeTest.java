package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of standard input and output in pipes, and of output on a terminal. */
class PipeTest extends StubbedCommandTest {

    private final KeyAndCsr key = KeyAndCsr.ecP256(ServedStub.NAME);

    @EveryReseller
    void a_csr_comes_in_and_a_certificate_with_its_chain_goes_out(String reseller) {
        CliRun run = CliRun.piped(
                        key.csr().pem(), "order", ServedStub.NAME, "--reseller", reseller, "--csr", "-", "--out", "-")
                .requireDone();

        requireChain(run, key.csr());
        assertThat(run.err())
                .contains("nothing real is sold", "publish", "serial")
                .doesNotContain("files");
        assertThat(Path.of("-")).doesNotExist();
        assertThat(Path.of("out")).doesNotExist();
    }

    @EveryReseller
    void a_new_key_stays_beside_the_book_when_only_the_certificate_is_written(String reseller) throws IOException {
        ServedStub served = serve(reseller);
        CliRun run = served.booked("order", ServedStub.NAME, "--out", "-", "--intent", "shop/1")
                .requireDone();
        Path keys = BookLocations.keys(served.book());
        requireChain(run, Csr.parse(Files.readString(keys.resolve("shop%2F1.request.pem"))));
        assertThat(keys.resolve("shop%2F1.privkey.pem")).exists();

        String id = run.err()
                .lines()
                .filter(line -> line.startsWith("  order "))
                .map(line -> line.substring("  order ".length()).strip())
                .findFirst()
                .orElseThrow();
        for (String command : List.of("await", "download")) {
            assertThat(served.run(command, id, "--out", "-").requireDone().out())
                    .as(command)
                    .isEqualTo(run.out());
        }
        served.run("await", id, "--out", "-", "--json").requireExit(1);
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void what_would_lose_a_key_or_mix_outputs_is_refused_and_nothing_is_sent() {
        ServedStub served = serve("realtime");
        served.at("order", ServedStub.NAME, "--out", "-").requireFailed(2, "would be lost", "--csr", "--book");
        served.booked("order", ServedStub.NAME, "--out", "-", "--json").requireExit(2);
        CliRun.of("order " + ServedStub.NAME + " --out -").requireFailed(2, "name the reseller with --reseller");
        assertThat(served.stub().journal().received()).isZero();
    }

    @Test
    void what_is_no_csr_on_standard_input_is_refused() {
        for (String text : List.of("", "hello", "x".repeat(300_000))) {
            CliRun.piped(text, "order", ServedStub.NAME, "--csr", "-", "--out", folder.toString())
                    .requireFailed(2);
        }
    }

    @Test
    void polls_are_printed_on_a_terminal_only() {
        String[] order = {"order", ServedStub.NAME, "--reseller", "regfish", "--force", "--out", folder.toString()};
        assertThat(CliRun.onTerminal(80, order).requireDone().out()).contains("\r  waiting     poll 1: ");
        assertThat(CliRun.of(order).requireDone().out()).doesNotContain("poll", "waiting");
    }

    @EveryReseller
    void lists_shorten_ids_to_the_width_of_a_terminal_and_keep_their_number(String reseller) {
        ServedStub served = serve(reseller);
        String id = served.order().requireDone().value("order");
        String[] list = {
            "orders", "--reseller", reseller, "--stub-url", served.stub().uri().toString()
        };

        CliRun wide = CliRun.onTerminal(400, list).requireDone();
        CliRun narrow = CliRun.onTerminal(60, list).requireDone();
        CliRun pipe = CliRun.of(list).requireDone();

        assertThat(pipe.out()).isEqualTo(wide.out()).contains(id.substring(0, id.indexOf(":order:")));
        assertThat(pipe.err() + wide.err()).isEmpty();
        assertThat(narrow.out().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(narrow.out()).contains(id.split(":")[5] + "…  issued (");
        assertThat(narrow.err()).contains("shortened", "--json");
    }

    /** Fails unless standard output is the certificate for a CSR and its chain, and nothing else. */
    private static void requireChain(CliRun run, Csr csr) {
        IssuedCertificate issued = IssuedCertificate.parse(run.out().getBytes(StandardCharsets.US_ASCII));
        issued.requireFor(csr, List.of(ServedStub.NAME));
        assertThat(run.out()).isEqualTo(issued.fullChainPem());
    }
}
