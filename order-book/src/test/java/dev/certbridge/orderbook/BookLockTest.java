package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores of this JVM, and another process, that use the lock of one book. */
class BookLockTest {

    @TempDir
    Path folder;

    private BookLock one;
    private BookLock other;

    @BeforeEach
    void open() {
        one = new BookLock(folder.resolve("orders.db"));
        other = new BookLock(folder.resolve("orders.db"));
    }

    @AfterEach
    void close() {
        for (BookLock lock : List.of(one, other)) {
            lock.unlock();
        }
        one.close();
        other.close();
    }

    /** Starts a call that has to wait. */
    private static <T> FutureTask<T> waiting(Callable<T> call) {
        FutureTask<T> result = new FutureTask<>(call);
        Thread thread = new Thread(result);
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(result.isDone()).as("the call has not waited").isFalse();
        return result;
    }

    private static <T> T result(FutureTask<T> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }

    @Test
    void a_store_waits_for_another_store_of_this_jvm_and_an_interrupt_is_not_lost() throws Exception {
        one.lock();
        FutureTask<Boolean> interrupted = waiting(() -> {
            Thread.currentThread().interrupt();
            other.lock();
            return Thread.interrupted();
        });

        one.unlock();
        assertThat(result(interrupted)).isTrue();
        FutureTask<Boolean> next = waiting(() -> {
            one.lock();
            return true;
        });
        other.unlock();
        assertThat(result(next)).isTrue();
    }

    /** Locks a file until its input ends. */
    static final class LockHolder {

        private LockHolder() {}

        public static void main(String[] args) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
                file.getChannel().lock();
                System.out.println("locked");
                while (System.in.read() >= 0) {
                    // The test writes nothing.
                }
            }
        }
    }

    @Test
    void a_store_waits_for_another_process() throws Exception {
        Process holder = JavaProcess.start(JavaProcess.QUICK, LockHolder.class, folder.resolve("orders.db.lock"));
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('l');
            FutureTask<Boolean> locked = waiting(() -> {
                one.lock();
                return true;
            });

            holder.getOutputStream().close();
            assertThat(result(locked)).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void closing_waits_for_another_store_of_this_jvm() throws Exception {
        one.lock();
        FutureTask<Boolean> closed = waiting(() -> {
            other.close();
            return true;
        });

        one.unlock();
        assertThat(result(closed)).isTrue();
        assertRefused(other::lock, "is closed");
    }
}
