package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Where one certificate goes.
 *
 * @param path the folder
 */
record OutputFolder(Path path) {

    private static final List<String> FILES =
            List.of("privkey.pem", "request.pem", "cert.pem", "chain.pem", "fullchain.pem");
    private static final List<String> CERTIFICATE = List.of("cert.pem", "chain.pem", "fullchain.pem");

    /** The folder of a name; a wildcard's star is spelled out, because shells and some file systems mind it. */
    static OutputFolder in(Path parent, String name) {
        return new OutputFolder(parent.resolve(name.replace("*", "_wildcard")));
    }

    /** As {@link #setAside()}, and tells where. */
    Optional<Path> setAside(Report report) {
        Optional<Path> aside = setAside();
        aside.ifPresent(folder -> report.line("kept", folder + " holds what was there before"));
        return aside;
    }

    /** Moves what is there into a folder of its own, so that {@code --force} loses no key; empty when nothing is. */
    Optional<Path> setAside() {
        return setAside(FILES);
    }

    /** The same for what a certificate consists of: its key and CSR stay. */
    Optional<Path> setCertificateAside() {
        return setAside(CERTIFICATE);
    }

    private Optional<Path> setAside(List<String> files) {
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
            move(there, path, aside);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the old files of " + path + " to " + aside, e);
        }
        return Optional.of(aside);
    }

    /**
     * Undoes what was done for an order that was certainly not placed: the old files return.
     *
     * @param keyWritten whether there is a key of this order to remove
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

    /** Refuses to order for a place that is taken, unless it was said to be replaced. */
    void requireFree(boolean force) {
        requireFree(force, FILES, "nothing was ordered now");
    }

    /** Refuses to write where something is, unless it was said to be replaced. */
    void requireFreeToWrite(boolean force) {
        requireFree(force, FILES, "nothing was written");
    }

    /** The same for a certificate whose key and CSR are there already. */
    void requireNoCertificate(boolean force) {
        requireFree(force, CERTIFICATE, "nothing was written");
    }

    private void requireFree(boolean force, List<String> files, String nothing) {
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IllegalArgumentException(folder + " is not a folder; " + nothing);
            }
        }
        List<String> there = force ? List.of() : there(files);
        if (!there.isEmpty()) {
            throw new IllegalArgumentException(path + " already holds " + String.join(", ", there) + "; " + nothing
                    + ". Replace with --force, or write elsewhere with --out");
        }
    }

    /** The CSR of an order that was placed from here for this key. */
    Optional<Csr> requestFor(String keySha256) {
        Path request = path.resolve("request.pem");
        return Files.isRegularFile(request)
                ? Optional.of(Wanted.read(request))
                        .filter(csr -> csr.keySha256().equals(keySha256))
                : Optional.empty();
    }

    /** Writes a certificate of which no CSR is known. */
    void write(IssuedCertificate issued) {
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve("cert.pem"), issued.leafPem());
            Files.writeString(path.resolve("chain.pem"), issued.chainPem());
            Files.writeString(path.resolve("fullchain.pem"), issued.fullChainPem());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificate to " + path, e);
        }
    }

    /** True when the private key lies here. */
    boolean holdsKey() {
        return Files.isRegularFile(path.resolve("privkey.pem"));
    }

    /** What was written here, for people. */
    String listed() {
        return path + "/{" + String.join(",", there(FILES)) + "}";
    }
}
