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
 * The lock file beside a SQLite book, locked during every transaction, and the clock of the book.
 *
 * <p>SQLite's own locks are on the book's file, and any code of the process that reads that file ({@code Files.copy} for
 * instance) drops them when it closes it. Nobody has a reason to read the lock file. Its modification time is the time of the
 * file system, which is the same for everybody who shares the book, whatever clock a process has.
 *
 * <p>Not thread-safe: one store uses it, within its own lock.
 */
final class BookLock implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private final Path book;
    private final Path file;
    private @Nullable RandomAccessFile opened;
    private @Nullable String key;
    private @Nullable FileLock held;

    /** Opens the lock file of a book, and creates it for its owner alone when it is missing. */
    BookLock(Path book) {
        this.book = book;
        this.file = book.resolveSibling(book.getFileName() + ".lock");
        open();
    }

    /**
     * Waits for the lock.
     *
     * @throws IllegalStateException the book is closed, or somebody else has held the lock for ten seconds
     */
    void lock() {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            for (long pause = 500_000; !tryLock(); pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
                if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
                    throw new IllegalStateException(
                            "the order book " + book + " is locked: another process has used it for "
                                    + LONGEST_WAIT.toSeconds() + " s. Nothing was written; try again when it is done");
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
            // What was committed is committed. The next transaction opens the file again, and closing it frees the
            // lock.
            key = null;
        } finally {
            held = null;
        }
    }

    /** Returns the time of the file system. */
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

    /** Closes the file once nothing else in the process holds the lock: closing drops the locks of the whole process. */
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
                // The file was removed, and later users lock a new one. The old one stays open until the new one is,
                // so that the book can be closed if none can be created.
                RandomAccessFile stale = requireOpen();
                open();
                stale.close();
            }
            return tryChannel() && held != null;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Tries to lock the file. Returns false while another store of this JVM holds the lock. */
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
                // It stays when a book is closed.
            }
            opened = new RandomAccessFile(file.toFile(), "rw");
            key = BookFile.key(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RandomAccessFile requireOpen() {
        if (opened == null) {
            throw new IllegalStateException("the order book " + book + " is closed; open it again");
        }
        return opened;
    }

    private IllegalStateException failed(IOException e) {
        return new IllegalStateException("cannot use the lock file " + file + ": " + e.getMessage(), e);
    }
}
