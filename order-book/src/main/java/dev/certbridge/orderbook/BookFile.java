package dev.certbridge.orderbook;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The file of an open SQLite book. This class registers the file in the JVM, and lets only one process at a time use
 * the file. Before each use of the file, this class checks that the path still refers to the opened file. No method
 * opens the file of an open book a second time, because closing the second handle would release the locks of SQLite.
 *
 * <p>A POSIX file lock belongs to a process. When the process closes any handle of a file, the process loses all locks
 * on this file. A single copy of the SQLite library knows all its handles of a file, and closes a handle only when no
 * lock on the file is needed. A second class loader can load a second copy of the SQLite library. Two copies of the
 * SQLite library do not know the handles of each other, so both copies could write to a file at the same time.
 * Therefore only one copy of the SQLite driver may open a file, but this copy may open the file any number of times.
 * This class registers the open files as system properties, because each class loader has static fields of its own.
 */
final class BookFile implements AutoCloseable {

    private static final String REGISTRY = "dev.certbridge.orderbook.open.";

    /**
     * The lock that protects the registry of open files. All class loaders must use the same lock, so the lock is an
     * interned string.
     */
    private static final String REGISTRY_LOCK = BookFile.class.getName().intern();

    private final Path file;
    private final String key;
    private final Class<?> driver;
    private final BookLock lock;
    private boolean closed;

    private BookFile(Path file, String key, Class<?> driver, BookLock lock) {
        this.file = file;
        this.key = key;
        this.driver = driver;
        this.lock = lock;
    }

    /**
     * Registers the file of a book. If the file does not exist, creates a file that only the owner can access.
     *
     * @param driver the JDBC driver that will open the file
     * @throws IllegalArgumentException the file cannot be created, the path is a folder or a link to a missing file, or
     *     the name ends like the name of a recovery file
     * @throws IllegalStateException another copy of the driver in this JVM has opened the file, or the file has a
     *     second name (hard link)
     */
    static BookFile open(Path file, Class<?> driver) {
        if (file.toString().endsWith(RecoveryFolder.PENDING)) {
            throw new IllegalArgumentException("the name of the order book " + file + " ends in "
                    + RecoveryFolder.PENDING + ", which is reserved for recovery files. Use another name");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a folder. Give the path of a file");
        }
        String key;
        // The creation opens and closes the file, so no other code of this JVM may open the file at the same time.
        synchronized (REGISTRY_LOCK) {
            create(file);
            key = requireKey(file);
            register(key, driver, file);
        }
        try {
            refuseSecondName(file);
            return new BookFile(file, key, driver, new BookLock(file));
        } catch (RuntimeException e) {
            unregister(key, driver);
            throw e;
        }
    }

    /**
     * Waits for the lock of the book, and then checks that the path still refers to the opened file.
     *
     * @throws IllegalStateException other programs use the file for more than ten seconds, or the file was moved,
     *     removed or replaced
     */
    void enter() {
        lock.lock();
        try {
            if (!key.equals(key(file))) {
                throw new IllegalStateException("the order book " + file
                        + " was moved, removed or replaced while it was open, so it is no longer used. Close it, put"
                        + " the right file in its place and open it again");
            }
        } catch (RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    void leave() {
        lock.unlock();
    }

    /**
     * Returns the time of the book's clock. Callers must call this method between {@link #enter} and {@link #leave}.
     */
    Instant now() {
        return lock.now();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lock.close();
        } finally {
            unregister(key, driver);
        }
    }

    /**
     * Returns a key that identifies the file of a path. The path may contain symbolic links. Returns null if the file
     * does not exist.
     *
     * @throws IllegalStateException the attributes of the file cannot be read, for instance because a folder in the
     *     path was replaced
     */
    static @Nullable String key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            // Windows has no file keys. The real path is enough there, because a lock on Windows belongs to a file
            // handle.
            return key == null ? file.toRealPath().toString() : key.toString();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Returns attributes for a new file that only the owner may read and write. If the file system has no POSIX
     * permissions, the result is empty.
     */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Writes the pending changes of a file or folder to the disk (fsync). The file must not be an open book, because
     * this method opens and closes the file.
     */
    static void sync(Path file) throws IOException {
        boolean folder = Files.isDirectory(file);
        // Windows cannot open a folder, and needs no sync after a rename.
        if (!folder || isPosix(file)) {
            OpenOption mode = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
            try (FileChannel channel = FileChannel.open(file, mode)) {
                channel.force(true);
            }
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void create(Path file) {
        try {
            Files.createFile(file, ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            // A book usually exists already. SQLite checks later that the file is a database.
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the order book " + file + ". The folder must exist and be writable", e);
        }
    }

    private static String requireKey(Path file) {
        String key = key(file);
        if (key == null) {
            throw new IllegalArgumentException("the order book " + file + " is a link to a file that does not exist");
        }
        return key;
    }

    /**
     * Throws if the file has a second name (hard link). After a crash, SQLite searches for the journal by the name of
     * the file. If a program opened the file by the second name, SQLite would not find the journal and could not
     * recover the book.
     */
    private static void refuseSecondName(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            int names = (Integer) Files.getAttribute(file, "unix:nlink");
            if (Files.isRegularFile(file) && names > 1) {
                throw new IllegalStateException("the order book " + file + " has " + names
                        + " names (hard links). After a crash, SQLite can recover it under one name only."
                        + " Remove the other names");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalStateException unreadable(Path file, IOException e) {
        return new IllegalStateException("cannot read the attributes of " + file + ": " + e, e);
    }

    /**
     * Adds one to the number of times that this JVM has opened a file. Throws if another copy of the driver has opened
     * the file.
     */
    private static void register(String key, Class<?> driver, Path file) {
        String identity = identity(driver);
        String entry = System.getProperty(REGISTRY + key);
        if (entry != null && !entry.startsWith(identity + " ")) {
            throw new IllegalStateException("another class loader of this JVM has opened the order book " + file
                    + " with its own copy of the SQLite driver. Share that OrderBook, close it first, or load"
                    + " org.xerial:sqlite-jdbc once in a common parent class loader");
        }
        System.setProperty(REGISTRY + key, identity + " " + (openings(entry, identity) + 1));
    }

    /** Subtracts one from the number of times that this JVM has opened a file. */
    private static void unregister(String key, Class<?> driver) {
        synchronized (REGISTRY_LOCK) {
            String identity = identity(driver);
            int left = openings(System.getProperty(REGISTRY + key), identity) - 1;
            if (left > 0) {
                System.setProperty(REGISTRY + key, identity + " " + left);
            } else {
                System.clearProperty(REGISTRY + key);
            }
        }
    }

    private static int openings(@Nullable String entry, String identity) {
        return entry == null ? 0 : Integer.parseInt(entry.substring(identity.length() + 1));
    }

    /**
     * Returns a text that identifies a copy of the driver. The text contains two hash codes, because one hash code of
     * two copies can be equal by chance.
     */
    private static String identity(Class<?> driver) {
        return Integer.toHexString(System.identityHashCode(driver)) + "-"
                + Integer.toHexString(System.identityHashCode(driver.getClassLoader()));
    }

    @Override
    public String toString() {
        return file.toAbsolutePath().toString();
    }
}
