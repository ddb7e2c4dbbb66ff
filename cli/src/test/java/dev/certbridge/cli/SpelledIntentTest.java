package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that spellings of one name are one intent. */
class SpelledIntentTest extends StubbedCommandTest {

    private static final String COMPOSED = "b\u00fcro-\u00e9-1";
    private static final String DECOMPOSED = Normalizer.normalize(COMPOSED, Normalizer.Form.NFD);

    @EveryReseller
    void composed_and_decomposed_letters_name_one_order_and_one_key(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        CliRun first = served.buy(DECOMPOSED, "--timeout", "1").requireExit(5);
        CliRun second = served.buy(COMPOSED).requireDone();
        assertThat(second.values("order")).isEqualTo(first.values("order"));
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        served.written().requireKey();
    }

    @Test
    void an_order_gets_the_key_that_it_was_placed_with_though_that_is_kept_under_an_older_spelling() throws Exception {
        ServedStub served = serveSlow("realtime");
        served.pending(COMPOSED);
        Path vault = folder.resolve("orders.db.keys");
        try (Stream<Path> files = Files.list(vault)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".pem")).toList()) {
                String name = file.getFileName().toString();
                Files.move(file, vault.resolve("bu%CC%88ro" + name.substring(name.indexOf("."))));
            }
        }
        served.buy(COMPOSED).requireDone();
        served.written().requireKey();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {" shop/1", "shop/1 ", "\u00a0shop/1", "shop/1\u3000", "shop/1\u2003", "b\ufffdro"})
    void blanks_at_the_ends_and_replaced_characters_are_refused(String intent) {
        ServedStub served = serve("realtime");
        CliRun run = served.buy(intent).requireOneLine();
        assertThat(run.exit()).isIn(1, 2);
        assertThat(run.err()).containsPattern("blank|could not be decoded");
        assertThat(served.stub().journal().received()).isZero();
        assertThat(served.book()).doesNotExist();
    }

    @Test
    void a_replaced_character_in_any_argument_is_refused() {
        for (List<String> command : List.of(
                List.of("order", "www.example.com", "--budget", "fr\ufffdhling"),
                List.of("unresolved", "--book", "b\ufffdro.db"),
                List.of("products", "\ud800"))) {
            CliRun run = CliRun.of(command.toArray(String[]::new)).requireOneLine();
            assertThat(run.err()).contains("could not be decoded");
        }
    }
}
