package dev.certbridge.orderbook;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock file beside a SQLite book. The lock file is locked during every transaction, and its modification time is
 * the clock of the book.
 *
 * <p>SQLite itself locks the file of the book. If other code of the process opens and closes the file of the book, as
 * {@code Files.copy} does, SQLite loses its locks. The lock on the lock file cannot be lost, because no other code
 * opens the lock file. The file system sets the modification time of the lock file. All processes that share the book
 * therefore see the same time, even if their clocks are wrong.
 *
 * <p>This class is not thread-safe. Each instance belongs to one store. A store holds its own Java lock while it calls
 * a method of this class.
 */
final class BookLock implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private final Path book;
    private final Path file;
    private @Nullable RandomAccessFile opened;
    private @Nullable String key;
    private @Nullable FileLock held;

    /**
     * Opens the lock file of a book. If the lock file does not exist, creates a lock file that only the owner can
     * access.
     */
    BookLock(Path book) {
        this.book = book;
        this.file = book.resolveSibling(book.getFileName() + ".lock");
        open();
    }

    /**
     * Waits for the lock of the book. Throws if other processes keep the lock for more than ten seconds, or if the book
     * is closed.
     */
    void lock() {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            for (long pause = 500_000; !tryLock(); pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
                if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
                    throw new IllegalStateException(
                            "the order book " + book + " is locked: another process has used it for "
                                    + LONGEST_WAIT.toSeconds()
                                    + " s. Nothing was written. Try again when the other process has ended");
                }
                LockSupport.parkNanos(pause);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void unlock() {
        try {
            if (held != null) {
                held.release();
            }
        } catch (IOException e) {
            // The transaction has ended, so this failure must not be reported as a failed transaction. The next
            // transaction opens the lock file again and closes the old file, which frees the lock.
            key = null;
        } finally {
            held = null;
        }
    }

    /**
     * Returns the time of the file system: writes to the lock file, and reads the modification time of the lock file.
     */
    Instant now() {
        try {
            RandomAccessFile touched = requireOpen();
            touched.seek(0);
            touched.write(0);
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Waits until no other store of this JVM uses the lock, and then closes the lock file. An earlier close would
     * release the locks of all stores in this process.
     */
    @Override
    public void close() {
        if (opened == null) {
            return;
        }
        while (!tryChannel()) {
            LockSupport.parkNanos(LONGEST_PAUSE.toNanos());
        }
        try {
            opened.close();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            opened = null;
            held = null;
        }
    }

    private boolean tryLock() {
        try {
            requireOpen();
            if (key == null || !key.equals(BookFile.key(file))) {
                // The lock file was removed, so other processes lock a new file. The old file stays open until the new
                // file is open. If no new file can be created, the book can still be closed.
                RandomAccessFile stale = requireOpen();
                open();
                stale.close();
            }
            return tryChannel() && held != null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Tries to lock the lock file. Returns false if another store of this JVM uses the lock. Returns true and sets
     * {@link #held} to null if another process uses the lock.
     */
    private boolean tryChannel() {
        try {
            held = requireOpen().getChannel().tryLock();
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void open() {
        try {
            try {
                Files.createFile(file, BookFile.ownerOnly(file));
            } catch (FileAlreadyExistsException e) {
                // The lock file usually exists, because closing a book does not delete the lock file.
            }
            opened = new RandomAccessFile(file.toFile(), "rw");
            key = BookFile.key(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RandomAccessFile requireOpen() {
        if (opened == null) {
            throw new IllegalStateException("the order book " + book + " is closed. Open it again");
        }
        return opened;
    }

    private IllegalStateException failed(IOException e) {
        return new IllegalStateException("cannot use the lock file " + file + ": " + e.getMessage(), e);
    }
}
