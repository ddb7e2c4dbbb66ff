package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who ask at once agree on one pair. */
@Timeout(120)
class KeyVaultRaceTest {

    @TempDir
    Path folder;

    @Test
    void two_threads_get_one_pair() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 30; round++) {
                String name = "round-" + round;
                AtomicInteger made = new AtomicInteger();
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    answers.add(threads.submit(() -> {
                        KeyVault vault = KeyVault.in(folder);
                        start.await();
                        return vault.getOrCreate(name, () -> {
                                    made.incrementAndGet();
                                    return KeyAndCsr.ecP256("www.example.com");
                                })
                                .csr()
                                .keySha256();
                    }));
                }
                assertThat(answers.get(0).get()).isEqualTo(answers.get(1).get());
                assertThat(made).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void two_processes_get_the_same_pairs() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Other.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        List<String> printed = new ArrayList<>();
        for (Process process : processes) {
            printed.add(new String(process.getInputStream().readAllBytes()));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(printed.get(0)).isEqualTo(printed.get(1));
        assertThat(printed.get(0).lines()).hasSize(50).doesNotHaveDuplicates();
    }

    /** The other process. */
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) {
            KeyVault vault = KeyVault.in(Path.of(arguments[0]));
            for (int i = 0; i < 50; i++) {
                Csr csr = vault.getOrCreate("name-" + i, () -> KeyAndCsr.ecP256("www.example.com"))
                        .csr();
                System.out.println(csr.keySha256());
            }
        }
    }
}
