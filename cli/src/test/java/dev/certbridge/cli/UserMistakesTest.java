package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that mistakes in arguments, and files that cannot be read, are reported in one line and order nothing. */
class UserMistakesTest {

    @TempDir
    private Path out;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| is empty",
                "WWW.example.com| lower case",
                "müller.example.com| A-label",
                "localhost| single label",
                "192.0.2.1| IP address",
                "www.*.com| wildcard",
                "www.example.com,--reseller,nowhere| no reseller is named",
                "www.example.com,--reseller| --reseller",
                "www.example.com,--validity,199| 199d",
                "www.example.com,--validity,0d| at least 1",
                "www.example.com,--validity=-6m| at least 1",
                "www.example.com,--validity,9999999999d| a validity must look like",
                "www.example.com,--reseller,regfish,--validity,6m| days",
                "www.example.com,--reseller,realtime,--validity,30d| months",
                "www.example.com,--reseller,regfish,--product,RapidSLL| RapidSLL",
                "www.example.com,--product,| the product is blank",
                "www.example.com,--spend-up-to,25| EUR:25.00",
                "www.example.com,--spend-up-to,EUR:25| 25.00",
                "www.example.com,--spend-up-to,eur:25.00| currency",
                "www.example.com,--spend-up-to,EUR:-1.00| decimals",
                "www.example.com,--timeout,0| --timeout",
                "www.example.com,--timeout,soon| --timeout",
                "www.example.com,--timeout,99999999999| --timeout",
                "www.example.com,--nonsense| --nonsense",
                "--unquoted| NAME",
                "www.example.com,--csr,| --csr",
                "www.example.com,--out,| --out",
                "www.example.com,--intent,| --intent",
                "www.example.com,--book,orders.db| --book",
                "www.example.com,--reseller,regfish,--live,--stub-url,http://127.0.0.1:1| exclude each other",
                "www.example.com,--reseller,regfish,--live,--ote| exclude each other",
                "www.example.com,--reseller,regfish,--live,--stub-key,k| --stub-key",
                "www.example.com,--csr,no-such-file.csr| no-such-file.csr"
            })
    void a_mistake_is_reported_in_one_line_and_nothing_is_ordered(String arguments, String message) {
        CliRun run = order(arguments.split(",", -1));
        run.requireOneLine();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.values("order")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--product,ssl_exmaple_dv,product", "--validity,120m,period", "--product,ssl_example_ov,period"})
    void a_mistake_that_only_the_reseller_can_find_is_rejected(String option, String value, String message) {
        CliRun run = order("--reseller", "realtime", "www.example.com", option, value)
                .requireFailed(3, message);
        assertThat(run.values("order")).isEmpty();
    }

    @Test
    void former_names_of_options_are_accepted() {
        order("www.example.com", "--at", "regfish", "--deadline", "60").requireDone();
        CliRun.of("unresolved --at nobody --live")
                .requireFailed(2, "no reseller is named \"nobody\"", "dev.certbridge:certbridge-client-nobody");
        CliRun.of("conformance --at nobody").requireFailed(2, "no reseller is named \"nobody\"");
        assertThat(CliRun.of("order --help").out()).doesNotContain("--at", "--deadline");
    }

    @Test
    void the_name_of_a_reseller_is_accepted_in_any_case() {
        order("www.example.com", "--reseller", "Regfish").requireDone();
        assertThat(out.resolve("out/regfish/www.example.com")).isDirectory();
    }

    @Test
    void a_file_without_a_csr_or_with_a_csr_for_other_names_is_refused() throws Exception {
        KeyAndCsr other = KeyAndCsr.ecP256("shop.example.com");
        Path text = Files.writeString(out.resolve("text"), "hello");
        Path key = Files.writeString(out.resolve("key"), other.privateKeyPem());
        Path names = Files.writeString(out.resolve("names"), other.csr().pem());
        Path bytes = Files.write(out.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        for (Path file : List.of(text, key, names, bytes, out)) {
            CliRun run = order("www.example.com", "--csr", file.toString())
                    .requireOneLineEach()
                    .requireExit(2);
            assertThat(run.out() + run.err()).doesNotContain("BEGIN PRIVATE KEY");
            assertThat(run.values("order")).isEmpty();
        }
    }

    @Test
    void a_csr_file_may_be_in_utf_16() throws Exception {
        Path file = Files.writeString(
                out.resolve("request"),
                KeyAndCsr.ecP256("www.example.com").csr().pem(),
                StandardCharsets.UTF_16LE);
        order("www.example.com", "--reseller", "regfish", "--csr", file.toString())
                .requireDone();
    }

    @Test
    void an_encrypted_private_key_in_place_of_the_csr_is_named_as_such() throws Exception {
        Path file = Files.writeString(out.resolve("key"), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        CliRun run = order("www.example.com", "--csr", file.toString()).requireFailed(2);
        assertThat(run.err())
                .contains("found a PEM block RSA PRIVATE KEY. Keep this private key secret")
                .doesNotContain("AAAA");
    }

    @Test
    void an_order_that_was_refused_can_be_corrected_and_typed_again() {
        order("www.example.com", "--reseller", "realtime", "--validity", "120m").requireExit(3);
        order("www.example.com", "--reseller", "realtime").requireDone();
    }

    @Test
    void without_a_command_the_usage_is_shown() {
        CliRun run = CliRun.of().requireExit(2);
        assertThat(run.out()).contains("Usage: certbridge");
        CliRun misspelt = CliRun.of("oder").requireExit(2);
        assertThat(misspelt.err()).startsWith("certbridge: ").contains("oder", "See: certbridge --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oder| 2| order",
                "pruducts --reseller regfish| 2| products",
                "book bakcup x| 2| backup",
                "order www.example.com --resseler=regfish| 2| --reseller",
                "order www.example.com --live --untquoted| 2| --unquoted",
                "order www.example.com --reseller regfisch| 2| regfish",
                "orders --live --reseller real-time| 2| realtime",
                "conformance --reseller regfsh| 2| regfish",
                "stub --port regfsh=1| 2| regfish",
                "order www.example.com --reseller regfish --product RapidSLL| 2| RapidSSL",
                "order www.example.com --reseller realtime --product ssl_exmaple_dv| 3| ssl_example_dv"
            })
    void a_word_that_is_nearly_right_gets_the_right_one_as_a_suggestion(String line, int exit, String suggestion) {
        String[] arguments = line.startsWith("order w") ? (line + " --out " + out).split(" ") : line.split(" ");
        CliRun.of(arguments).requireFailed(exit, "; did you mean " + suggestion + "?");
        if (line.startsWith("order w")) {
            assertThat(CliRun.of((line + " --json --out " + out).split(" ")).out())
                    .contains("; did you mean " + suggestion + "?\"");
        }
    }

    @Test
    void a_word_that_is_like_none_gets_no_suggestion() {
        CliRun.of("purchase", "www.example.com").requireExit(2);
        for (String line : List.of(
                "purchase",
                "order a.example.com --nonsense",
                "order a.example.com --reseller nowhere",
                "products --at=x")) {
            assertThat(CliRun.of(line.split(" ")).requireExit(2).err()).doesNotContain("did you mean");
        }
    }

    @Test
    void what_is_no_file_of_a_bounded_size_is_not_read() throws Exception {
        Path pipe = out.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Path large = Files.writeString(out.resolve("large"), "x".repeat(300_000));
        Path link = Files.createSymbolicLink(out.resolve("link"), Path.of("/dev/zero"));
        for (Path file : List.of(Path.of("/dev/zero"), Path.of("/dev/random"), pipe, out, large, link)) {
            CliRun run = order("www.example.com", "--csr", file.toString()).requireFailed(2);
            assertThat(run.err()).contains(file.toString()).containsPattern("device|300|bytes");
        }
        for (Path file : List.of(Path.of("/dev/zero"), pipe)) {
            CliRun.of("budget", "x", "--orders", "1", "--money", "EUR:1.00", "--book", file.toString())
                    .requireFailed(2);
        }
    }

    @Test
    void a_link_to_a_csr_is_read() throws Exception {
        Path file = Files.writeString(
                out.resolve("my.csr"), KeyAndCsr.ecP256("www.example.com").csr().pem());
        Path link = Files.createSymbolicLink(out.resolve("link"), file);
        order("--reseller", "realtime", "www.example.com", "--csr", link.toString())
                .requireDone();
    }

    private CliRun order(String... arguments) {
        return CliRun.order(List.of("--out", out.resolve("out").toString()), arguments);
    }
}
