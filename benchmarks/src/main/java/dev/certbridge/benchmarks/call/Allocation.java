package dev.certbridge.benchmarks.call;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Bytes allocated by every thread of this process: some clients work in threads of their own. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Results end here: what nobody reads, the compiler may leave out. */
    private static volatile Object result = THREADS;

    private Allocation() {}

    /** Bytes per call, over this many calls. A thread that ends meanwhile takes its share along. */
    public static double perCall(Callable<?> call, int calls) throws Exception {
        long before = total();
        for (int i = 0; i < calls; i++) {
            result = call.call();
        }
        return (double) (total() - before) / calls;
    }

    private static long total() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
