package dev.certbridge.client.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Starts the threads of a run of many orders. The threads are virtual on Java 24 and later. Earlier versions of Java
 * use platform threads, because a virtual thread that waits for a lock of a database driver blocks one of the few
 * threads that run all virtual threads.
 */
final class BulkThreads {

    private static final int FIRST_WITHOUT_PINNING = 24;
    private static final String NAME = "certbridge-order-";

    private BulkThreads() {}

    /**
     * Starts several threads that run the same task. If the system cannot start all threads, this method starts fewer
     * threads, but at least one thread.
     *
     * @throws OutOfMemoryError the system cannot start any thread
     */
    static List<Thread> start(int number, Runnable work) {
        ThreadFactory factory = factory();
        List<Thread> started = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            Thread thread = factory.newThread(work);
            thread.setName(NAME + i);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                if (started.isEmpty()) {
                    throw e;
                }
                return started;
            }
            started.add(thread);
        }
        return started;
    }

    private static ThreadFactory factory() {
        if (Runtime.version().feature() >= FIRST_WITHOUT_PINNING) {
            try {
                // The method does not exist in Java 17, which is the oldest supported version.
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                        .getMethod("factory")
                        .invoke(builder);
            } catch (ReflectiveOperationException e) {
                return BulkThreads::platform;
            }
        }
        return BulkThreads::platform;
    }

    private static Thread platform(Runnable work) {
        Thread thread = new Thread(work);
        // The program can end if the calling thread was stopped.
        thread.setDaemon(true);
        return thread;
    }
}
