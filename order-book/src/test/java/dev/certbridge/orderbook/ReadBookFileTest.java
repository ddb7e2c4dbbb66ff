package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of a process that reads the file of its open book, which drops SQLite's locks on it. */
class ReadBookFileTest {

    private static final String FREE = "free";
    private static final String LOCKED = "locked";

    @TempDir
    Path folder;

    /** Another process that asks whether a file is locked. */
    static final class LockCheck {

        private LockCheck() {}

        public static void main(String[] args) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(args[0], "rw");
                    FileLock lock = file.getChannel().tryLock()) {
                System.out.println(lock == null ? LOCKED : FREE);
            }
        }
    }

    /** Another process that sends the intents of a book, and reads its file as long as it does. */
    static final class ReadingUser {

        private ReadingUser() {}

        public static void main(String[] args) throws IOException {
            Thread reader = new Thread(() -> readAgainAndAgain(Path.of(args[0])));
            reader.setDaemon(true);
            reader.start();
            System.out.println(new BookClient(args[0], args[1], args[2], args[3]).call());
        }

        private static void readAgainAndAgain(Path book) {
            while (true) {
                try {
                    Files.readAllBytes(book);
                    // Often enough to meet many steps, and not so often that nobody else gets the processor.
                    LockSupport.parkNanos(500_000);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static Process process(Class<?> program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Test
    void a_step_keeps_other_processes_out_although_its_process_reads_the_file() throws Exception {
        Path file = folder.resolve("orders.db");
        Path lock = folder.resolve("orders.db.lock");
        try (SqliteStore store = SqliteStore.open(file, Schema.CURRENT)) {
            String within = store.write(pages -> {
                pages.halted(Optional.of("half a change"));
                try {
                    Files.readAllBytes(file);
                    return said(process(LockCheck.class, lock));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(within).isEqualTo(LOCKED);
            assertThat(said(process(LockCheck.class, lock))).isEqualTo(FREE);
        }
    }

    @Test
    void four_processes_that_also_read_the_file_send_every_intent_once() throws Exception {
        for (int run = 0; run < BookClient.RUNS; run++) {
            Path book = folder.resolve("read" + run + ".db");
            Path sent = folder.resolve("read" + run);
            OrderBooks.sqlite(book, folder).close();
            List<Process> users = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    users.add(process(ReadingUser.class, book, folder, sent, BookClient.INTENTS));
                }
                for (Process user : users) {
                    // Newer JDKs warn about the native library of SQLite first.
                    assertThat(said(user)).endsWith(BookClient.DONE);
                }
            } finally {
                users.forEach(Process::destroyForcibly);
            }
            BookClient.assertEachSentOnce(book, sent);
        }
    }
}
