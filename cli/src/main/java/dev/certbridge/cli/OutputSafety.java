package dev.certbridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a certificate can be written to a folder, and that no other user can redirect or replace it.
 *
 * @param out the folder that the user named; it may be a symbolic link
 * @param path the folder of the certificate: {@code out} itself or a folder below it
 */
record OutputSafety(Path out, Path path) {

    /** The size of the probe file, more than twice the size of a key, a CSR and a long chain together. */
    private static final int PROBE_BYTES = 64 * 1024;

    /**
     * Checks the folder by writing a file to it and removing that file. Creates no folder.
     *
     * @param force true to accept folders that everybody may write to
     * @param nothing the first words of the message, such as "nothing was written"
     * @throws IllegalArgumentException if it is not safe or not possible to write to the folder
     */
    void require(boolean force, String nothing) {
        requireUnlinked(nothing);
        UserPrincipal me = written(nothing);
        if (!force) {
            existing().forEach(folder -> requireOwn(folder, me, nothing));
        }
    }

    /**
     * Checks that no folder below {@code out} is a symbolic link.
     *
     * @throws IllegalArgumentException if a folder is a symbolic link
     */
    void requireUnlinked(String nothing) {
        for (Path folder = path; folder != null && !folder.equals(out); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                throw new IllegalArgumentException(folder + " is a symbolic link, and is not followed; " + nothing
                        + ". Remove it, or write elsewhere with --out");
            }
        }
    }

    /**
     * Writes a probe file to the folder of the certificate, or to the nearest existing folder above it. Removes the
     * file and returns its owner.
     */
    private UserPrincipal written(String nothing) {
        Path folder = path.toAbsolutePath();
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        try {
            Path probe = Files.createTempFile(folder, ".certbridge-", ".tmp");
            try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
                return Files.getOwner(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    folder + " cannot be written to (" + reason(e) + "); " + nothing
                            + ". Make room there, or write elsewhere with --out",
                    e);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException
                ? "access denied"
                : Optional.ofNullable(
                                failure instanceof FileSystemException file ? file.getReason() : failure.getMessage())
                        .orElse("no file can be made there");
    }

    /** Returns the existing folders from {@code path} up to {@code out}. */
    private List<Path> existing() {
        List<Path> found = new ArrayList<>();
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder)) {
                found.add(folder);
            }
            if (folder.equals(out)) {
                break;
            }
        }
        return found;
    }

    /**
     * Throws if a folder belongs to another user and everybody may write to it, because anybody could replace the key
     * in it.
     */
    private static void requireOwn(Path folder, UserPrincipal me, String nothing) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            boolean open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            UserPrincipal owner = Files.getOwner(folder);
            if (open && !owner.equals(me)) {
                throw new IllegalArgumentException(folder + " belongs to " + owner.getName()
                        + ", and everybody may write to it; " + nothing
                        + ". Write elsewhere with --out, or accept it with --force");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the owner of the folder " + folder, e);
        }
    }
}
