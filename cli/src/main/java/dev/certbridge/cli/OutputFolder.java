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
 * The folder to which one certificate is written. Before a write, the folder is checked, so that no other user can
 * redirect or replace the files.
 *
 * @param out the folder that the user named; it may be a symbolic link
 * @param path the folder of the certificate: the folder that the user named, or a folder below it
 */
record OutputFolder(Path out, Path path) {

    private static final Pattern FOLDER_NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");
    private static final List<String> CERTIFICATE = FILES.subList(2, 5);

    /** The size of the probe file, more than twice the size of a key, a CSR and a long chain together. */
    private static final int PROBE_BYTES = 64 * 1024;

    /** Returns the folder for a domain name. A star, which is special in shells, becomes {@code _wildcard}. */
    static OutputFolder in(Path out, String reseller, String name) {
        String folder = name.replace("*", "_wildcard");
        if (!FOLDER_NAME.matcher(folder).matches()) {
            // The name may be from the reseller, and a name that is not a domain name could lead to another folder.
            throw new IllegalStateException("nothing was written: a certificate for \"" + name
                    + "\" cannot get a folder, because this is not a domain name");
        }
        return new OutputFolder(out, out.resolve(reseller).resolve(folder));
    }

    /**
     * Moves existing files into a new folder, so that {@code --force} loses no key. Returns empty if there are no
     * files.
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

    /** Restores the old files if an order was certainly not placed, and removes the key of the order. */
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

    /** Finds the CSR that an order wrote to this folder, if the CSR has this key. */
    Optional<Csr> requestFor(String keySha256) {
        Path request = path.resolve("request.pem");
        return Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(KeyOptions.csrIn(request))
                        .filter(csr -> csr.keySha256().equals(keySha256))
                : Optional.empty();
    }

    /** Writes the key pair and CSR of an order before it is placed. */
    void write(KeyAndCsr pair) {
        requireUnlinked("nothing was written");
        pair.writeTo(path);
    }

    /** Writes a certificate. Also writes the CSR and the key of the certificate if they are known. */
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

    /** Returns the names of the files in the folder as text for people. */
    String listed() {
        return path + "/{" + String.join(",", there(FILES)) + "}";
    }

    /**
     * Reads the certificate of an earlier order for these names. Returns empty if a file is missing or unreadable, the
     * certificate is for another key than the CSR, or the certificate has expired.
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

    /** Throws if an order could not write to this folder. */
    void requireFree(boolean force) {
        requireFree(force, FILES, "nothing was ordered now");
    }

    /** Throws if a certificate could not be written to this folder, alone or with its key and CSR. */
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
                    + ". Replace with --force, or write elsewhere with --out");
        }
    }

    /**
     * Checks that files can be written to the folder, by writing a file and removing it. Also checks that no other user
     * can redirect or replace files in the folder. Creates no folder.
     *
     * @param force true to accept folders that everybody may write to
     * @param nothing the part of the message that says what was not done, such as "nothing was written"
     * @throws IllegalArgumentException if it is not safe or not possible to write to the folder
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
     * Throws if a folder below {@code out} is a symbolic link. This check is repeated before each write, because
     * another program may replace a folder.
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
     * Writes a file to the folder, or to the nearest existing folder above it. Removes the file and returns its owner.
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

    /** Throws if another user owns a folder that everybody may write to, and could replace the key in it. */
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
