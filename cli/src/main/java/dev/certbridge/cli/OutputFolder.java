package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder to which one certificate is written.
 *
 * @param out the folder that the user named
 * @param path the folder of the certificate, below {@code out}
 */
record OutputFolder(Path out, Path path) {

    private static final Pattern FOLDER_NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");
    private static final List<String> CERTIFICATE = List.of("cert.pem", "chain.pem", "fullchain.pem");

    /**
     * Returns the folder for a domain name. The star of a wildcard name becomes {@code _wildcard}, because a star is
     * special in shells and invalid in some file systems.
     */
    static OutputFolder in(Path out, String reseller, String name) {
        String folder = name.replace("*", "_wildcard");
        if (!FOLDER_NAME.matcher(folder).matches()) {
            // The name may be from the reseller, and a name that is not a domain name could lead to another folder.
            throw new IllegalStateException("nothing was written: a certificate for \"" + name
                    + "\" cannot get a folder: it is not a domain name");
        }
        return new OutputFolder(out, out.resolve(reseller).resolve(folder));
    }

    /**
     * Moves existing files into a new folder and returns it, so that {@code --force} loses no key. Returns empty if
     * there are no files.
     */
    Optional<Path> setAside() {
        return setAside(FILES);
    }

    /** Moves the files of an existing certificate, but not its key and CSR, into a new folder and returns it. */
    Optional<Path> setCertificateAside() {
        return setAside(CERTIFICATE);
    }

    private Optional<Path> setAside(List<String> files) {
        requireUnlinked();
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
            restrict(aside);
            move(there, path, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the old files of " + path + " to " + aside, e);
        }
        return Optional.of(aside);
    }

    /**
     * Restores the old files after an order that was certainly not placed.
     *
     * @param keyWritten true if the key of this order must be removed
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
            throw new UncheckedIOException("cannot put the files of " + path + " back", e);
        }
    }

    /** Restricts access to the owner, whatever the umask, because the folder contains keys. */
    private static void restrict(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
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

    /**
     * Throws if an order could not write to this folder, for instance because it already has files and {@code --force}
     * is not given.
     */
    void requireFree(boolean force) {
        requireFree(force, FILES, "nothing was ordered now");
    }

    /**
     * Throws if files would be replaced without {@code --force}, or if the folder cannot be written to.
     *
     * @param certificateOnly true if only the files of the certificate are written, and not its key and CSR
     */
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
        new OutputSafety(out, path).require(force, nothing);
        List<String> there = force ? List.of() : there(files);
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(path + " already holds " + String.join(", ", there) + "; " + nothing
                    + ". Replace with --force, or write elsewhere with --out");
        }
    }

    /** Finds the CSR that an order wrote to this folder, if the CSR has this key. */
    Optional<Csr> requestFor(String keySha256) {
        Path request = path.resolve("request.pem");
        return Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(ProductOptions.read(request))
                        .filter(csr -> csr.keySha256().equals(keySha256))
                : Optional.empty();
    }

    /** Writes the key pair and CSR of an order before it is placed. */
    void write(KeyAndCsr pair) {
        requireUnlinked();
        pair.writeTo(path);
    }

    /** Writes a certificate with its key and CSR. */
    void write(IssuedCertificate issued, KeyAndCsr pair) {
        requireUnlinked();
        issued.writeTo(path, pair);
    }

    /** Writes a certificate with its CSR, without its key. */
    void write(IssuedCertificate issued, Csr csr) {
        requireUnlinked();
        issued.writeTo(path, csr);
    }

    /** Writes a certificate without its CSR. */
    void write(IssuedCertificate issued) {
        requireUnlinked();
        issued.writeTo(path);
    }

    /**
     * Throws if a folder is a symbolic link. This is checked again before each write, because folders may have been
     * replaced since the order.
     */
    private void requireUnlinked() {
        new OutputSafety(out, path).requireUnlinked("nothing was written");
    }

    /** Returns true if the folder contains a private key. */
    boolean holdsKey() {
        return Files.isRegularFile(path.resolve("privkey.pem"));
    }

    /** Returns the names of the files in the folder as text for people. */
    String listed() {
        return path + "/{" + String.join(",", there(FILES)) + "}";
    }
}
