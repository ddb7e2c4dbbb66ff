package dev.certbridge.orderbook;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The file of a SQLite book while it is open: registered in this JVM, used by one process at a time, and still the file
 * that was opened. No method opens the file itself, because closing it would drop the locks of SQLite.
 */
final class BookFile implements FileGuard {

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
     * Registers the file, and creates it for its owner alone when it is missing.
     *
     * @param driver the JDBC driver that is about to open it
     * @throws IllegalArgumentException the file cannot be created
     * @throws IllegalStateException it is open in this JVM by another copy of the driver, or has a second name
     */
    static BookFile open(Path file, Class<?> driver) {
        if (file.toString().endsWith(RecoveryFolder.LEFT)) {
            throw new IllegalArgumentException("the order book " + file
                    + " is named like a recovery file; choose another" + " name, without " + RecoveryFolder.LEFT);
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a folder; name a file");
        }
        // Creating opens and closes it, so nobody in this JVM may open it meanwhile.
        OpenBookRegistry.exclusively(() -> {
            create(file);
            OpenBookRegistry.enter(requireKey(file), driver, file);
        });
        String key = requireKey(file);
        try {
            refuseSecondName(file);
            return new BookFile(file, key, driver, new BookLock(file));
        } catch (RuntimeException e) {
            OpenBookRegistry.leave(key, driver);
            throw e;
        }
    }

    /**
     * Names the file behind a path, whatever links lead to it; null when there is none.
     *
     * @throws IllegalStateException its attributes cannot be read: a folder of its path is none any more, for instance
     */
    static @Nullable String key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            // Windows has none; its locks belong to the handle, so its name will do.
            return key == null ? file.toRealPath().toString() : key.toString();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalStateException unreadable(Path file, IOException e) {
        return new IllegalStateException("cannot read the attributes of " + file + ": " + e, e);
    }

    /** Attributes that only let the owner read a new file, where the file system knows owners. */
    static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void enter() {
        lock.lock();
        try {
            if (!key.equals(key(file))) {
                throw new IllegalStateException("the order book " + file
                        + " was moved, removed or replaced while it was open. It is no longer used; close it, put"
                        + " the right file in its place and open it again");
            }
        } catch (RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    @Override
    public void leave() {
        lock.unlock();
    }

    @Override
    public Instant now() {
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
            OpenBookRegistry.leave(key, driver);
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file, ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            // The usual case; what it is, SQLite finds out.
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the order book " + file + "; its folder must exist and be writable", e);
        }
    }

    private static String requireKey(Path file) {
        String key = key(file);
        if (key == null) {
            throw new IllegalArgumentException("the order book " + file + " is a link to a file that does not exist");
        }
        return key;
    }

    /** SQLite finds the journal of a killed process by the name of the file. */
    private static void refuseSecondName(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            int names = (Integer) Files.getAttribute(file, "unix:nlink");
            if (Files.isRegularFile(file) && names > 1) {
                throw new IllegalStateException("the order book " + file + " has " + names
                        + " names (hard links), and SQLite recovers it under one only. Remove the others");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
