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
 * The folder of one certificate.
 *
 * @param out the folder that the user named
 * @param path the folder of the certificate below it
 */
record OutputFolder(Path out, Path path) {

    private static final Pattern FOLDER_NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");
    private static final List<String> CERTIFICATE = List.of("cert.pem", "chain.pem", "fullchain.pem");

    /** Returns the folder of a name. A wildcard's star is spelled out, because shells and some file systems refuse it. */
    static OutputFolder in(Path out, String reseller, String name) {
        String folder = name.replace("*", "_wildcard");
        if (!FOLDER_NAME.matcher(folder).matches()) {
            // The name may come from the reseller, and could lead out of the folder.
            throw new IllegalStateException("nothing was written: a certificate for \"" + name
                    + "\" cannot get a folder: it is not a domain name");
        }
        return new OutputFolder(out, out.resolve(reseller).resolve(folder));
    }

    /** Moves existing files into a new folder, so that {@code --force} loses no key; empty when there are none. */
    Optional<Path> setAside() {
        return setAside(FILES);
    }

    /** Moves the files of an existing certificate; its key and CSR stay. */
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
     * @param keyWritten true when a key of this order has to be removed
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

    /** Gives access to the owner alone, whatever the umask: the folder contains keys. */
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

    /** Refuses to order for a folder with files in it, without {@code --force}. */
    void requireFree(boolean force) {
        requireFree(force, FILES, "nothing was ordered now");
    }

    /** Refuses to replace files without {@code --force}: those of a certificate, or also its key and CSR. */
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

    /** Finds the CSR with this key that an order wrote here. */
    Optional<Csr> requestFor(String keySha256) {
        Path request = path.resolve("request.pem");
        return Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(ProductOptions.read(request))
                        .filter(csr -> csr.keySha256().equals(keySha256))
                : Optional.empty();
    }

    /** Writes the pair of an order that is about to be placed. */
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

    /** Checks again just before writing: folders may have been replaced since the order. */
    private void requireUnlinked() {
        new OutputSafety(out, path).requireUnlinked("nothing was written");
    }

    /** Returns true when the folder contains a private key. */
    boolean holdsKey() {
        return Files.isRegularFile(path.resolve("privkey.pem"));
    }

    /** Returns the files in the folder, for people. */
    String listed() {
        return path + "/{" + String.join(",", there(FILES)) + "}";
    }
}
