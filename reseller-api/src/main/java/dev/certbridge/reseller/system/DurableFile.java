package dev.certbridge.reseller.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes files so that a crash leaves either the complete new file or the old state. Each method writes a temporary
 * file in the same directory, calls fsync, renames the file atomically, and calls fsync on the directory.
 */
public final class DurableFile {

    private static final String SECRET = "rw-------";
    private static final String PUBLIC = "rw-r--r--";
    private static final String OWN_DIRECTORY = "rwx------";

    private DurableFile() {}

    /** Writes a file that only its owner can read, even while the file is written. Replaces an existing file. */
    public static void writeSecret(Path target, String content) throws IOException {
        write(target, content, SECRET);
    }

    /** Writes a file that all users can read, independent of the umask of the process. Replaces an existing file. */
    public static void writePublic(Path target, String content) throws IOException {
        write(target, content, PUBLIC);
    }

    /** Opens a lock file. A missing file is created with access only for its owner. */
    public static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions(file, SECRET));
    }

    /** Renames a file within one directory, so that the new name survives a crash. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(parent(to));
    }

    /** Creates the directory and its missing parents with access only for the owner. */
    public static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = directory.toAbsolutePath(); p != null && !Files.isDirectory(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path next : missing) {
            try {
                Files.createDirectory(next, permissions(next, OWN_DIRECTORY));
                restrict(next, OWN_DIRECTORY);
            } catch (FileAlreadyExistsException e) {
                // Another process may have created the directory meanwhile. A plain file of this name is an error.
                if (!Files.isDirectory(next)) {
                    throw e;
                }
            }
            syncDirectory(parent(next));
        }
    }

    private static void write(Path target, String content, String mode) throws IOException {
        Path temporary = Files.createTempFile(parent(target), ".writing-", ".tmp", permissions(target, mode));
        try {
            restrict(temporary, mode);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            rename(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes the entries of a directory to the disk, for instance after a file was renamed. */
    public static void syncDirectory(Path directory) throws IOException {
        // A file system without POSIX permissions belongs to Windows. Windows cannot open directories, and a rename is
        // durable there without this call.
        if (posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Returns the attributes that create a file with these permissions, so that the file never has wider permissions.
     */
    private static FileAttribute<?>[] permissions(Path file, String mode) {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        // On other file systems, the access control list of the directory applies, and no permissions are set here.
        return posix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Sets the permissions that the umask removed when the file was created. Does not follow symbolic links. */
    private static void restrict(Path file, String mode) throws IOException {
        if (posix(file)) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString(mode));
        }
    }

    /** Returns the reason why a file could not be written, without Java class names. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason == null ? "no such folder" : reason;
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
