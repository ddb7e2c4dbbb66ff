package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folder to which one certificate is written. Before files are written, the folder is checked, so that no other
 * user can redirect or replace the files.
 *
 * @param out the folder that the user named, which may be a symbolic link
 * @param path the folder of the certificate: the folder that the user named, or a folder below it
 */
record OutputFolder(Path out, Path path) {

    private static final Pattern FOLDER_NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");
    private static final List<String> CERTIFICATE = FILES.subList(2, 5);

    /**
     * The size of the test file that is written to check the free space, in bytes. A key, a CSR and a long chain
     * together need less than half of the size of the test file.
     */
    private static final int PROBE_BYTES = 64 * 1024;

    /** Returns the folder for a domain name. A star, which is special in shells, becomes {@code _wildcard}. */
    static OutputFolder in(Path out, String reseller, String name) {
        String folder = name.replace("*", "_wildcard");
        if (!FOLDER_NAME.matcher(folder).matches()) {
            // The name may be from the reseller, and a name that is not a domain name could lead to another folder.
            throw new IllegalStateException("nothing was written: \"" + name
                    + "\" is not a domain name, so its certificate cannot get a folder");
        }
        return new OutputFolder(out, out.resolve(reseller).resolve(folder));
    }

    /**
     * Moves existing files into a new folder, so that no key is lost with {@code --force}. Returns the new folder, or
     * empty if there are no existing files.
     */
    Optional<Path> setAside() {
        return setAside(FILES);
    }

    /** Moves the files of an existing certificate, but not its key and CSR, into a new folder. */
    void setCertificateAside() {
        setAside(CERTIFICATE);
    }

    private Optional<Path> setAside(List<String> files) {
        requireUnlinked("nothing was written");
        List<String> there = there(files);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        int number = 1;
        while (Files.exists(path.resolve("replaced-" + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        Path aside = path.resolve("replaced-" + number);
        try {
            Files.createDirectory(aside);
            if (hasModes(aside)) {
                // The umask may allow more, and the folder contains keys.
                Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwx------"));
            }
            move(there, path, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the old files of " + path + " to " + aside, e);
        }
        return Optional.of(aside);
    }

    /**
     * Removes the key of an order and restores the old files. Callers must be certain that the order was not placed.
     */
    void takeBack(Optional<Path> aside, boolean keyWritten) {
        try {
            if (keyWritten) {
                Files.deleteIfExists(path.resolve("privkey.pem"));
                Files.deleteIfExists(path.resolve("request.pem"));
            }
            if (aside.isPresent()) {
                move(FILES, aside.get(), path);
                Files.delete(aside.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot restore the files of " + path, e);
        }
    }

    private static void move(List<String> names, Path from, Path to) throws IOException {
        for (String name : names) {
            if (Files.exists(from.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(from.resolve(name), to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private List<String> there(List<String> files) {
        return files.stream()
                .filter(file -> Files.exists(path.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Returns the CSR that an order wrote to this folder, or empty if the folder has no CSR for this key. */
    Optional<Csr> requestFor(String keySha256) {
        Path request = path.resolve("request.pem");
        return Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(KeyOptions.csrIn(request))
                        .filter(csr -> csr.keySha256().equals(keySha256))
                : Optional.empty();
    }

    /** Writes the key pair and the CSR of an order, before the order is placed. */
    void write(KeyAndCsr pair) {
        requireUnlinked("nothing was written");
        pair.writeTo(path);
    }

    /** Writes a certificate, and its CSR and private key if they are given. */
    void write(IssuedCertificate issued, Optional<KeyAndCsr> pair, Optional<Csr> csr) {
        requireUnlinked("nothing was written");
        if (pair.isPresent()) {
            issued.writeTo(path, pair.get());
        } else if (csr.isPresent()) {
            issued.writeTo(path, csr.get());
        } else {
            issued.writeTo(path);
        }
    }

    boolean hasKey() {
        return Files.isRegularFile(path.resolve("privkey.pem"));
    }

    /** Returns the path of the folder and the names of its files, as text for people. */
    String listed() {
        return path + "/{" + String.join(",", there(FILES)) + "}";
    }

    /**
     * Reads the certificate of an earlier order for these domain names. Returns empty if a file is missing or cannot be
     * read. Also returns empty if the certificate has expired or does not match its CSR.
     */
    Optional<IssuedCertificate> complete(List<String> names) {
        if (there(FILES).size() < FILES.size()) {
            return Optional.empty();
        }
        try {
            IssuedCertificate issued = IssuedCertificate.parse(Files.readAllBytes(path.resolve("fullchain.pem")));
            Csr csr = KeyOptions.csrIn(path.resolve("request.pem"));
            issued.requireFor(csr, names);
            boolean valid = issued.notAfter().isAfter(Instant.now());
            return Optional.of(issued)
                    .filter(found -> valid && Set.copyOf(csr.names()).equals(Set.copyOf(names)));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // The order reports the files that are there.
            return Optional.empty();
        }
    }

    /** Throws if an order cannot write its files to this folder. */
    void requireFree(boolean force) {
        requireFree(force, FILES, "nothing was ordered now");
    }

    /** Throws if the files of a certificate cannot be written to this folder. */
    void requireFreeToWrite(boolean force, boolean certificateOnly) {
        requireFree(force, certificateOnly ? CERTIFICATE : FILES, "nothing was written");
    }

    private void requireFree(boolean force, List<String> files, String nothing) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                        folder + " is not a folder; " + nothing + ". Write elsewhere with --out");
            }
        }
        requireSafe(force, nothing);
        List<String> there = force ? List.of() : there(files);
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(path + " already contains " + String.join(", ", there) + "; " + nothing
                    + ". Replace the files with --force, or write elsewhere with --out");
        }
    }

    /**
     * Throws if files cannot be written to the folder, or if another user can redirect or replace the files. Writes a
     * test file and removes it, but creates no folder.
     *
     * @param force true to accept folders that everybody may write to
     * @param nothing the part of the error message that names the omitted action, such as "nothing was written"
     * @throws IllegalArgumentException if the folder is not safe, or cannot be written to
     */
    void requireSafe(boolean force, String nothing) {
        requireUnlinked(nothing);
        UserPrincipal me = writeProbe(nothing);
        if (force) {
            return;
        }
        for (Path folder = path; folder != null; folder = folder.equals(out) ? null : folder.getParent()) {
            if (Files.isDirectory(folder)) {
                requireOwn(folder, me, nothing);
            }
        }
    }

    /**
     * Throws if a folder below {@code out} is a symbolic link. Every write repeats the check for links, because another
     * program may replace a folder by a link.
     */
    private void requireUnlinked(String nothing) {
        for (Path folder = path; folder != null && !folder.equals(out); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                throw new IllegalArgumentException(folder + " is a symbolic link, and is not followed; " + nothing
                        + ". Remove it, or write elsewhere with --out");
            }
        }
    }

    /**
     * Writes a test file to the folder, or to its nearest existing parent. Removes the test file and returns the owner
     * of the test file.
     */
    private UserPrincipal writeProbe(String nothing) {
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
                        .orElse("no file can be created there");
    }

    /**
     * Throws if everybody may write to a folder that belongs to another user, because the other user could replace the
     * key.
     */
    private static void requireOwn(Path folder, UserPrincipal me, String nothing) {
        if (!hasModes(folder)) {
            return;
        }
        try {
            boolean open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            UserPrincipal owner = Files.getOwner(folder);
            if (open && !owner.equals(me)) {
                throw new IllegalArgumentException(folder + " belongs to " + owner.getName()
                        + ", and everybody may write to it; " + nothing
                        + ". Write elsewhere with --out, or accept this folder with --force");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the owner of the folder " + folder, e);
        }
    }

    private static boolean hasModes(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
