package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.FullStack;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions near the end of a stack, in a class loader where no class of a transaction is initialised yet. */
class StackGuardTest {

    private static final String OVERFLOW = "StackOverflowError";
    private static final String DONE = "done";

    /** Uses only types that class loaders share. */
    public static final class DeepCalls implements Callable<Map<String, Integer>>, BooleanSupplier {

        private static final int MOST = 3_000;

        private final Path folder;
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private SpendLog book;
        private int calls;

        public DeepCalls(String folder) {
            this.folder = Path.of(folder);
        }

        /**
         * Returns the outcomes of the calls, and how often each occurred. At last the book is used from a stack with
         * room.
         */
        @Override
        public Map<String, Integer> call() throws InterruptedException {
            try (SpendLog opened = sqlite(folder.resolve("orders.db"), folder)) {
                book = opened;
                FullStack.unwind(1, this);
                begin(book);
                outcomes.put("unresolved at last", book.unresolved().size());
                return outcomes;
            }
        }

        /** Uses the book, and returns true after the last call. */
        @Override
        public boolean getAsBoolean() {
            calls++;
            // No lambda, because it would be linked here.
            String outcome = outcome();
            outcomes.put(outcome, 1 + outcomes.getOrDefault(outcome, 0));
            return calls >= MOST;
        }

        private String outcome() {
            try {
                if (calls % 2 == 0) {
                    book.unresolved();
                } else {
                    book.resume("checked");
                }
                return DONE;
            } catch (VirtualMachineError e) {
                // Thrown before the book checks the stack, or wrapped by the JDK.
                return OVERFLOW;
            } catch (RuntimeException | LinkageError e) {
                return e.getMessage().startsWith(FullStack.REFUSAL) ? FullStack.REFUSAL : e.toString();
            }
        }
    }

    @TempDir
    Path folder;

    /** Without the check, an overflow can leave a lock, and the next call would wait forever. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @SuppressWarnings("unchecked")
    void a_transaction_near_the_end_of_a_stack_is_refused_and_does_not_break_later_ones() throws Exception {
        try (URLClassLoader fresh = JavaProcess.classLoader(entry -> true)) {
            Map<String, Integer> outcomes = ((Callable<Map<String, Integer>>) fresh.loadClass(DeepCalls.class.getName())
                            .getConstructor(String.class)
                            .newInstance(folder.toString()))
                    .call();
            assertThat(outcomes).containsEntry("unresolved at last", 1).containsKeys(FullStack.REFUSAL, DONE);
            assertThat(Set.of("unresolved at last", FullStack.REFUSAL, DONE, OVERFLOW))
                    .containsAll(outcomes.keySet());
        }
    }
}
