package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The usual order book is in one place that a person chose, or nowhere: two places are two books, and two orders. */
class UsualBookTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"?", "relative", ".", "/nonexistent/home", "/dev/zero"})
    void a_home_that_is_no_place_is_refused_and_book_is_named(String home) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            for (List<String> command : List.of(
                    List.of(
                            "order",
                            "www.example.com",
                            "--live",
                            "--reseller",
                            "regfish",
                            "--intent",
                            "a",
                            "--unquoted",
                            "--product",
                            "RapidSSL"),
                    List.of("products", "--live", "--reseller", "regfish"),
                    List.of("unresolved", "--reseller", "regfish"),
                    List.of("budget", "spring", "--reseller", "regfish", "--orders", "1", "--money", "EUR:1.00"))) {
                Map<String, String> environment =
                        Map.of("HOME", home, "HTTPS_PROXY", proxy.address(), "REGFISH_API_KEY", "not-a-real-key");
                CliRun run =
                        CliRun.in(environment, command.toArray(String[]::new)).requireOneLine();
                assertThat(run.exit()).as(run.err()).isEqualTo(2);
                assertThat(run.err()).contains("\"" + home + "\"", "--book FILE");
            }
            assertThat(proxy.asked()).isEmpty();
        }
        assertThat(Path.of("?")).doesNotExist();
        assertThat(Path.of("relative")).doesNotExist();
        assertThat(Path.of(".certbridge")).doesNotExist();
    }

    @Test
    void a_home_where_nothing_can_be_made_is_refused_and_book_is_named() {
        CliRun run = CliRun.in(
                        Map.of("HOME", "/proc"),
                        "budget",
                        "a",
                        "--reseller",
                        "regfish",
                        "--orders",
                        "1",
                        "--money",
                        "EUR:1.00")
                .requireOneLine();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("/proc/.certbridge", "--book FILE");
    }

    @Test
    void an_existing_home_is_used() throws Exception {
        CliRun.in(
                        Map.of("HOME", folder.toString()),
                        "budget",
                        "a",
                        "--reseller",
                        "regfish",
                        "--orders",
                        "1",
                        "--money",
                        "EUR:1.00")
                .requireDone();
        assertThat(Files.isRegularFile(folder.resolve(".certbridge/regfish-live.db")))
                .isTrue();
    }
}
