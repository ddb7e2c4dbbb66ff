package dev.certbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Unpacks the native library of the SQLite driver once for each order book. By default, the driver unpacks the library
 * into the temporary folder at every start. A killed process leaves the library in the temporary folder.
 */
final class SqliteLibrary {

    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";

    private SqliteLibrary() {}

    /**
     * Unpacks the library and makes the driver use it. Does nothing if a system property already sets the folder of the
     * library.
     */
    static void unpack(Path folder) {
        if (System.getProperty(FOLDER) != null || System.getProperty("org.sqlite.tmpdir") != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                // The driver has no library for this platform, and reports that itself.
                return;
            }
            BookLocations.makeFolder(folder);
            Path file = folder.resolve(SQLiteJDBCLoader.getVersion() + "-" + name);
            if (unpacked(in.readAllBytes(), file)) {
                System.setProperty(FOLDER, folder.toAbsolutePath().toString());
                System.setProperty(NAME, file.getFileName().toString());
            }
        } catch (IOException | UncheckedIOException e) {
            // In this case, the driver unpacks the library into the temporary folder.
        }
    }

    /**
     * Writes the library to the file, unless the file already contains the library. Returns false if another user could
     * replace the file.
     */
    private static boolean unpacked(byte[] library, Path file) throws IOException {
        Path folder = file.getParent();
        Path fresh = Files.createTempFile(folder, ".unpacking-", ".tmp");
        try {
            if (!own(folder, fresh)) {
                return false;
            }
            boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(Files.readAllBytes(file), library);
            if (!there) {
                Files.write(fresh, library);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return true;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean own(Path folder, Path mine) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return true;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))
                && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
