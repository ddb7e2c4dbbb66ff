package dev.certbridge.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that damaged input is read or refused as documented, within two seconds. A normal build reads the inputs in
 * {@code src/test/fuzz} and a few changed inputs, always the same. {@code -Pfuzz} reads other inputs for ten minutes.
 */
class FuzzTest {

    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final long SEED = Long.getLong("fuzz.seed", SECONDS > 0 ? System.nanoTime() : 1);
    private static final int CHANGED_INPUTS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** The readers of input. */
    enum Reader {
        CSR(TextTargets::csr),
        CERTIFICATE(TextTargets::certificate),
        IDS(TextTargets::ids),
        MONEY(TextTargets::money),
        CONTRACT(TextTargets::contract),
        REGFISH(AnswerTarget::regfish),
        REALTIME(AnswerTarget::realtime),
        BOOK_ROWS(BookTarget::rows),
        RECOVERY_FILES(BookTarget::recoveryFiles),
        COMMAND_LINE(CommandLineTarget::new);

        private final Supplier<FuzzTarget> target;

        Reader(Supplier<FuzzTarget> target) {
            this.target = target;
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_input_is_read_or_refused_as_documented(Reader reader) throws Exception {
        try (FuzzRun run = new FuzzRun(reader.target.get(), LIMIT)) {
            String name = reader.name().toLowerCase(Locale.ROOT).replace('_', '-');
            List<byte[]> corpus = corpus(Path.of("src", "test", "fuzz", name));
            for (byte[] input : corpus) {
                run.read(input);
            }
            InputMutator mutator = new InputMutator(new Random(SEED), corpus);
            long end = System.nanoTime()
                    + Duration.ofSeconds(SECONDS)
                            .dividedBy(Reader.values().length)
                            .toNanos();
            for (int i = 0; SECONDS > 0 ? System.nanoTime() < end : i < CHANGED_INPUTS; i++) {
                run.read(mutator.next());
            }
            if (SECONDS > 0) {
                System.out.println("fuzz " + name + ": " + run.inputs() + " inputs, -Dfuzz.seed=" + SEED);
            }
            assertThat(run.findings(Path.of("target", "fuzz", name)))
                    .as("-Dfuzz.seed=%s; fix each, and move its input to src/test/fuzz/%s", SEED, name)
                    .isEmpty();
        }
    }

    private static List<byte[]> corpus(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> corpus = files.sorted().map(FuzzTest::bytes).toList();
            assertThat(corpus).isNotEmpty();
            return corpus;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
