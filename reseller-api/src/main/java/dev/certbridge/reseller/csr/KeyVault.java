package dev.certbridge.reseller.csr;

import dev.certbridge.reseller.system.DurableFile;
import dev.certbridge.reseller.system.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of private keys and their CSRs. Several threads and processes may use one folder at the same time. A pair is
 * on the disk before {@link #getOrCreate} returns it, so that a crash cannot lose a key with which a certificate was
 * ordered. All threads and processes get the same pair for the same name.
 *
 * <p>Each name has two files: {@code <name>.privkey.pem} (PKCS#8, unencrypted, mode 0600) and {@code
 * <name>.request.pem} (mode 0644).
 */
public final class KeyVault {

    private static final String KEY = ".privkey.pem";
    private static final String REQUEST = ".request.pem";

    private final Path folder;

    private KeyVault(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the vault in this folder. A missing folder is created with mode 0700.
     *
     * @throws UncheckedIOException the folder cannot be created
     */
    public static KeyVault in(Path folder) {
        try {
            DurableFile.createDirectories(folder);
            return new KeyVault(folder.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder + " as a key vault: " + e, e);
        }
    }

    /**
     * Returns the pair with this name. The first call with a name creates and stores the pair, and every later call
     * returns the stored pair.
     *
     * @param name the name, 1 to 200 characters without control characters, for instance the name of an intent
     * @param maker a function that creates the pair if none is stored; the function runs while the vault is locked and
     *     must not use the vault
     * @throws IllegalArgumentException the name is not valid
     * @throws IllegalStateException the stored pair is damaged; no file is overwritten then
     * @throws UncheckedIOException the folder cannot be read or written
     */
    public KeyAndCsr getOrCreate(String name, Supplier<KeyAndCsr> maker) {
        Path path = SafeFileName.of(folder, name);
        try {
            return FolderLock.run(folder, () -> new Entry(name, path).getOrCreate(maker));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read or write \"" + name + "\" in key vault " + folder + ": " + e, e);
        }
    }

    /**
     * Finds the stored pair with this public key, under any name. Creates nothing. The result is empty if the vault
     * does not contain this public key.
     *
     * @param keySha256 the hash of the public key, see {@link Csr#keySha256()}
     * @throws IllegalStateException the stored pair is damaged
     * @throws UncheckedIOException the folder cannot be read
     */
    public Optional<KeyAndCsr> find(String keySha256) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path request : files.filter(file -> file.toString().endsWith(REQUEST))
                    .sorted()
                    .toList()) {
                if (isFor(keySha256, request)) {
                    String name = request.getFileName().toString();
                    Path path = request.resolveSibling(name.substring(0, name.length() - REQUEST.length()));
                    return new Entry(folder.relativize(path).toString(), path).stored();
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read key vault " + folder + ": " + DurableFile.reason(e), e);
        }
    }

    private static boolean isFor(String keySha256, Path request) throws IOException {
        try {
            return Csr.parse(Files.readString(request, StandardCharsets.ISO_8859_1))
                    .keySha256()
                    .equals(keySha256);
        } catch (IllegalArgumentException e) {
            // The file of another pair is damaged. getOrCreate reports the damage when that pair is requested.
            return false;
        }
    }

    @Override
    public String toString() {
        return "key vault " + folder;
    }

    /** The files that belong to one name. Access to the files requires the lock of the vault. */
    private record Entry(String name, Path path) {

        /** Returns the stored pair; empty if no CSR is stored. A key without a stored CSR was never used. */
        Optional<KeyAndCsr> stored() throws IOException {
            Optional<String> request = read(file(REQUEST));
            if (request.isEmpty()) {
                return Optional.empty();
            }
            String key = read(file(KEY))
                    .orElseThrow(() -> new IllegalStateException("key vault: the private key of \"" + name
                            + "\" is missing, but its CSR exists. Restore " + file(KEY)
                            + " from a backup or use another name"));
            return Optional.of(parsed(key, request.get()));
        }

        KeyAndCsr getOrCreate(Supplier<KeyAndCsr> maker) throws IOException {
            Optional<KeyAndCsr> stored = stored();
            if (stored.isPresent()) {
                return stored.get();
            }
            KeyAndCsr made = maker.get();
            DurableFile.createDirectories(file("").getParent());
            if (Files.exists(file(KEY), LinkOption.NOFOLLOW_LINKS)) {
                setOrphanAside();
            }
            DurableFile.writeSecret(file(KEY), made.privateKeyPem());
            // The CSR is written after the key, so that every stored CSR has a stored key.
            DurableFile.writePublic(file(REQUEST), made.csr().pem());
            return made;
        }

        /**
         * Renames the file of a key that has no CSR. A crash between the write of the key and the write of the CSR
         * leaves a key without a CSR. The call that wrote the key did not return, so nothing was ordered with the key,
         * and a new pair can be created safely. The file of the key is not deleted, because a person may have deleted
         * the CSR.
         */
        private void setOrphanAside() throws IOException {
            int n = 1;
            while (Files.exists(file(".privkey.orphan-" + n + ".pem"), LinkOption.NOFOLLOW_LINKS)) {
                n++;
            }
            DurableFile.rename(file(KEY), file(".privkey.orphan-" + n + ".pem"));
        }

        private KeyAndCsr parsed(String key, String request) {
            try {
                List<Pem.Block> blocks = Pem.blocks(key);
                if (blocks.size() != 1 || !blocks.get(0).kind().equals("PRIVATE KEY")) {
                    throw new IllegalArgumentException("the key file does not contain exactly one PRIVATE KEY block");
                }
                return KeyAndCsr.of(KeyPolicy.privateKey(blocks.get(0).der()), Csr.parse(request));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "key vault: the pair of \"" + name + "\" at " + file(KEY) + " is damaged (" + e.getMessage()
                                + "). Restore it from a backup or use another name",
                        e);
            }
        }

        /** Returns the content of a file; empty only if the file does not exist. */
        private static Optional<String> read(Path file) throws IOException {
            try {
                // Latin-1 decodes every byte, so that a damaged file is reported as a damaged pair and not as invalid
                // UTF-8.
                return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }

        private Path file(String suffix) {
            return path.resolveSibling(path.getFileName() + suffix);
        }
    }
}
