package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.spi.SpendLog;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of a book at the end of a stack, in a class loader where no class of a step is initialised yet. */
class StackCheckTest {

    private static final String REFUSED = "the stack of this thread is nearly full";
    private static final String OVERFLOW = "StackOverflowError";
    private static final String DONE = "done";

    /** Made of types that class loaders share. */
    public static final class DeepCalls implements Callable<Map<String, Integer>>, Runnable {

        private static final int FRAMES = 3_000;

        private final Path folder;
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private SpendLog book;
        private int unwound;

        public DeepCalls(String folder) {
            this.folder = Path.of(folder);
        }

        /** Returns how often the steps ended how. After them the book is used once from a stack with room. */
        @Override
        public Map<String, Integer> call() throws InterruptedException {
            try (SpendLog opened = SpendLog.of(OrderBooks.sqlite(folder.resolve("orders.db"), folder))) {
                book = opened;
                Thread small = new Thread(null, this, "small", 700 * 1024L);
                small.start();
                small.join();
                BookSamples.begin(book);
                outcomes.put("unresolved at last", book.unresolved().size());
                return outcomes;
            }
        }

        @Override
        public void run() {
            deeper();
        }

        private int deeper() {
            int frames = 0;
            try {
                frames = 1 + deeper();
            } catch (StackOverflowError e) {
                unwound = 0;
            }
            unwound++;
            if (unwound < FRAMES) {
                // Without a lambda, which would be linked here.
                String outcome = outcome();
                outcomes.put(outcome, 1 + outcomes.getOrDefault(outcome, 0));
            }
            return frames;
        }

        private String outcome() {
            try {
                if (unwound % 2 == 0) {
                    book.unresolved();
                } else {
                    book.resume("checked");
                }
                return DONE;
            } catch (VirtualMachineError e) {
                // Before the book looks at the stack, or the JDK's own wrapping of it.
                return OVERFLOW;
            } catch (RuntimeException | LinkageError e) {
                return e.getMessage().startsWith(REFUSED) ? REFUSED : e.toString();
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("unchecked")
    void a_step_near_the_end_of_a_stack_is_refused_and_spoils_no_later_one() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Map<String, Integer> outcomes = ((Callable<Map<String, Integer>>) fresh.loadClass(DeepCalls.class.getName())
                            .getConstructor(String.class)
                            .newInstance(folder.toString()))
                    .call();
            assertThat(outcomes)
                    .containsEntry("unresolved at last", 1)
                    .containsKeys(REFUSED, DONE)
                    .containsOnlyKeys(Stream.concat(
                                    Stream.of("unresolved at last", REFUSED, DONE),
                                    outcomes.keySet().stream().filter(OVERFLOW::equals))
                            .toArray(String[]::new));
        }
    }

    private static URL[] classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalArgumentException(entry, e);
                    }
                })
                .toArray(URL[]::new);
    }
}
