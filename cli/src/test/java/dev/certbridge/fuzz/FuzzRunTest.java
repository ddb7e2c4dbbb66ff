package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run keeps what a target must not do, and its inputs come again with their seed. */
class FuzzRunTest {

    @TempDir
    Path folder;

    @Test
    void documented_exceptions_are_no_findings() throws Exception {
        assertThat(findings("documented")).isEmpty();
    }

    @Test
    void other_exceptions_and_their_subclasses_are() throws Exception {
        assertThat(findings("other"))
                .singleElement()
                .asString()
                .contains("java.lang.IndexOutOfBoundsException at FuzzRunTest");
        assertThat(findings("subclass")).singleElement().asString().contains("java.lang.NumberFormatException");
        assertThat(findings("error")).singleElement().asString().contains("java.lang.StackOverflowError");
    }

    @Test
    void messages_of_several_lines_are() throws Exception {
        assertThat(findings("lines")).singleElement().asString().endsWith("several lines");
    }

    @Test
    void what_takes_too_long_is_and_the_next_input_is_read() throws Exception {
        assertThat(findings("endless", "other")).hasSize(2).first().asString().endsWith("takes longer than PT0.1S");
    }

    @Test
    void the_same_seed_gives_the_same_inputs() {
        List<byte[]> corpus = List.of("{\"a\":[1,2]}".getBytes(US_ASCII), "EUR:25.00".getBytes(US_ASCII));
        InputMutator one = new InputMutator(new Random(4711), corpus);
        InputMutator same = new InputMutator(new Random(4711), corpus);
        for (int i = 0; i < 1_000; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }

    private List<String> findings(String... inputs) throws Exception {
        FuzzTarget target = new FuzzTarget(List.of(IllegalArgumentException.class)) {
            @Override
            void read(byte[] input) throws Exception {
                answer(text(input));
            }
        };
        try (FuzzRun run = new FuzzRun(target, Duration.ofMillis(100))) {
            for (String input : inputs) {
                run.read(input.getBytes(US_ASCII));
            }
            return run.findings(folder);
        }
    }

    private static void answer(String input) throws InterruptedException {
        switch (input) {
            case "documented" -> throw new IllegalArgumentException("not an amount");
            case "lines" -> throw new IllegalArgumentException("not\nan amount");
            case "subclass" -> throw new NumberFormatException("not an amount");
            case "other" -> throw new IndexOutOfBoundsException("5");
            case "error" -> throw new StackOverflowError();
            default -> new CountDownLatch(1).await();
        }
    }
}
