package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of private keys and their CSRs. A pair is on disk and fsynced before {@link #getOrCreate} returns it, so
 * that nothing is ever ordered with a key that a crash can lose. Threads and processes that ask for one name get one
 * pair.
 *
 * <p>Files per name: {@code <name>.privkey.pem} (PKCS#8, unencrypted, mode 0600) and {@code <name>.request.pem}.
 */
public final class KeyVault {

    private static final String KEY = ".privkey.pem";
    private static final String REQUEST = ".request.pem";

    // A file lock belongs to the whole JVM, so threads need a lock of their own, shared by all vaults on one folder.
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path folder;

    private KeyVault(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the vault in this folder, which is created with mode 0700 when it is missing.
     *
     * @throws UncheckedIOException when the folder cannot be created
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
     * Returns the pair of that name, which the first call makes and stores and every later one reads.
     *
     * @param name 1 to 200 characters without control characters, such as an intent's name
     * @param maker makes the pair when there is none; runs under the vault's lock and must not use the vault
     * @throws IllegalArgumentException when the name is not such a name
     * @throws IllegalStateException when the stored pair is damaged; nothing is overwritten then
     * @throws UncheckedIOException when the folder cannot be read or written
     */
    public KeyAndCsr getOrCreate(String name, Supplier<KeyAndCsr> maker) {
        Path path = SafeFileName.of(folder, name);
        ReentrantLock lock = LOCKS.computeIfAbsent(folder, unused -> new ReentrantLock());
        lock.lock();
        try (FileChannel channel = DurableFile.openLock(folder.resolve(".lock"))) {
            channel.lock(); // released when the channel closes
            return new Entry(name, path).getOrCreate(maker);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read or write \"" + name + "\" in key vault " + folder + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Finds the stored pair of this key, under any name. Makes nothing.
     *
     * @param keySha256 as {@link Csr#keySha256()} gives it
     * @throws IllegalStateException when the stored pair is damaged
     * @throws UncheckedIOException when the folder cannot be read
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
            // A damaged file of another pair; whoever asks for that by its name is told.
            return false;
        }
    }

    @Override
    public String toString() {
        return "key vault " + folder;
    }

    /** The files of one name. Used under the lock only. */
    private record Entry(String name, Path path) {

        /** Empty when there is no CSR: a key without one was never used. */
        Optional<KeyAndCsr> stored() throws IOException {
            Optional<String> request = read(file(REQUEST));
            if (request.isEmpty()) {
                return Optional.empty();
            }
            String key = read(file(KEY))
                    .orElseThrow(() -> new IllegalStateException("key vault: the private key of \"" + name
                            + "\" is gone but its CSR is there; restore " + file(KEY)
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
            // The CSR after the key, so that whoever sees a CSR can count on its key.
            DurableFile.writePublic(file(REQUEST), made.csr().pem());
            return made;
        }

        /**
         * A key without a CSR is left by a crash between the two writes. The call that wrote it never returned, so no
         * caller ever saw its CSR and nothing can have been ordered with it: a new pair is safe. The key is kept all
         * the same, because a person may have deleted the CSR.
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
                    throw new IllegalArgumentException("the key file does not hold one PRIVATE KEY block");
                }
                return KeyAndCsr.of(KeyPolicy.privateKey(blocks.get(0).der()), Csr.parse(request));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "key vault: the pair of \"" + name + "\" at " + file(KEY) + " is damaged (" + e.getMessage()
                                + "); restore it from a backup or use another name",
                        e);
            }
        }

        /** Empty only when the file is missing: a file that cannot be read must never look like no file. */
        private static Optional<String> read(Path file) throws IOException {
            try {
                // Latin-1 decodes any byte, so that garbage is reported as a damaged pair and not as bad UTF-8.
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
