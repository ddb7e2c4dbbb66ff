package dev.certbridge.orderbook;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite files that are open in this JVM, whatever class loader opened them.
 *
 * <p>A POSIX file lock belongs to the process: whoever closes a file drops every lock of the process on it. One SQLite
 * library knows that and keeps such files open. A second copy of the library, which a second class loader brings, does
 * not, and the two then write at the same time. So a file belongs to one copy of the driver at a time. Whoever shares
 * the driver may open it again.
 *
 * <p>Class loaders share no types of ours, so the entries are system properties of plain text.
 */
final class OpenBookRegistry {

    private static final String PREFIX = "dev.certbridge.orderbook.open.";

    /** Class loaders share interned strings, and so this lock. */
    private static final String LOCK = OpenBookRegistry.class.getName().intern();

    private OpenBookRegistry() {}

    /** Runs work while no other class loader opens a book. */
    static void exclusively(Runnable work) {
        synchronized (LOCK) {
            work.run();
        }
    }

    /**
     * Registers one more opening of a file.
     *
     * @param key the file, whatever it is called: {@link BookFile#key}
     * @param driver the JDBC driver that opens it
     * @throws IllegalStateException another copy of the driver has it open
     */
    static void enter(String key, Class<?> driver, Path file) {
        synchronized (LOCK) {
            String identity = identity(driver);
            String entry = System.getProperty(PREFIX + key);
            if (entry != null && !entry.startsWith(identity + " ")) {
                throw new IllegalStateException("the order book " + file + " is already open in this JVM, by another"
                        + " class loader with its own copy of the SQLite driver. Share that OrderBook, close it first, or"
                        + " load org.xerial:sqlite-jdbc once, in a class loader above both");
            }
            System.setProperty(PREFIX + key, identity + " " + (openings(entry, identity) + 1));
        }
    }

    /** Removes one opening of a file. */
    static void leave(String key, Class<?> driver) {
        synchronized (LOCK) {
            String identity = identity(driver);
            int left = openings(System.getProperty(PREFIX + key), identity) - 1;
            if (left > 0) {
                System.setProperty(PREFIX + key, identity + " " + left);
            } else {
                System.clearProperty(PREFIX + key);
            }
        }
    }

    private static int openings(@Nullable String entry, String identity) {
        return entry == null ? 0 : Integer.parseInt(entry.substring(identity.length() + 1));
    }

    /** Identifies a copy of the driver, by two hash codes because one alone may be equal by chance. */
    private static String identity(Class<?> driver) {
        return Integer.toHexString(System.identityHashCode(driver)) + "-"
                + Integer.toHexString(System.identityHashCode(driver.getClassLoader()));
    }
}
