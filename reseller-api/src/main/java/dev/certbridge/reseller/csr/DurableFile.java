package dev.certbridge.reseller.csr;

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
 * Writes files that survive a crash whole or not at all: a temporary file beside the target, fsync, atomic rename,
 * fsync of the directory.
 */
final class DurableFile {

    private static final String SECRET = "rw-------";
    private static final String PUBLIC = "rw-r--r--";
    private static final String OWN_DIRECTORY = "rwx------";

    private DurableFile() {}

    /** Writes a file that only its owner can read, at no moment anyone else. Replaces an existing one. */
    static void writeSecret(Path target, String content) throws IOException {
        write(target, content, SECRET);
    }

    /** Writes a file that others may read, whatever the process's umask. Replaces an existing one. */
    static void writePublic(Path target, String content) throws IOException {
        write(target, content, PUBLIC);
    }

    /** Opens a lock file, and creates it for its owner alone when it is missing. */
    static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions(file, SECRET));
    }

    /** Renames within one directory, durably. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(parent(to));
    }

    /** Creates the directory and its missing parents, each for the owner alone; leaves existing ones as they are. */
    static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = directory.toAbsolutePath(); p != null && !Files.isDirectory(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path next : missing) {
            try {
                Files.createDirectory(next, permissions(next, OWN_DIRECTORY));
                restrict(next, OWN_DIRECTORY);
            } catch (FileAlreadyExistsException e) {
                // Another process may have been faster; a plain file in the way is an error.
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

    private static void syncDirectory(Path directory) throws IOException {
        // Without POSIX permissions this is Windows, which neither opens directories nor needs it for a rename.
        if (posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Returns the permissions as an attribute of creation, so that wider ones never exist. */
    private static FileAttribute<?>[] permissions(Path file, String mode) {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        // Elsewhere the access control list of the directory decides, and there is nothing to set here.
        return posix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Sets what the umask took away at the creation; never by a link. */
    private static void restrict(Path file, String mode) throws IOException {
        if (posix(file)) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(PosixFilePermissions.fromString(mode));
        }
    }

    /** Returns the reason why a file could not be written, without the names of Java's classes. */
    static String reason(IOException failure) {
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
