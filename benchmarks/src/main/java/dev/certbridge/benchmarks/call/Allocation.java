package dev.certbridge.benchmarks.call;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Measures the bytes that all threads of this process allocate, because some clients use their own threads. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The last result. It is stored, because the compiler may remove a call whose result is not used. */
    private static volatile Object result = THREADS;

    private Allocation() {}

    /**
     * Returns the allocated bytes per call, over this number of calls. The bytes of a thread that ends meanwhile are
     * not counted.
     */
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
