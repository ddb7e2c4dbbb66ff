package dev.certbridge.reseller.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock on a folder. At most one thread of one process on the machine has the lock at a time. The folder contains the
 * file {@code .lock}.
 */
public final class FolderLock {

    // A file lock applies to the whole JVM. Threads therefore need another lock.
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    /**
     * A function that runs while a folder is locked.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface Action<T> {

        /** Runs. */
        T run() throws IOException;
    }

    private FolderLock() {}

    /**
     * Waits for the lock, runs the action and releases the lock. The end of the process releases the lock too.
     *
     * @param folder the real path of an existing folder
     * @param action the function, which must not lock the same folder
     * @throws IOException the lock file cannot be opened, or the action failed
     */
    public static <T> T run(Path folder, Action<T> action) throws IOException {
        ReentrantLock lock = LOCKS.computeIfAbsent(folder, unused -> new ReentrantLock());
        lock.lock();
        try (FileChannel channel = DurableFile.openLock(folder.resolve(".lock"))) {
            channel.lock(); // released when the channel closes
            return action.run();
        } finally {
            lock.unlock();
        }
    }
}
