package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The private keys with which a fleet orders certificates. Each key is stored under the name of its intent. If a
 * specification changes before its key is used for an order, a new key is created. The name of a key for a changed
 * specification also depends on the DNS names and the key type. Methods throw IllegalStateException or
 * UncheckedIOException if the vault cannot be used.
 */
final class FleetKeys {

    private final KeyVault vault;

    FleetKeys(KeyVault vault) {
        this.vault = vault;
    }

    /** Returns the key pair for an order. The key pair is stored on disk before this method returns. */
    KeyAndCsr getOrCreate(Intent intent, CertificateSpec spec) {
        KeyAndCsr pair = vault.getOrCreate(intent.name(), () -> spec.keyType().generate(spec.names()));
        boolean fits = new HashSet<>(pair.csr().names()).equals(new HashSet<>(spec.names()))
                && KeyType.find(pair.csr().publicKey()).equals(Optional.of(spec.keyType()));
        return fits
                ? pair
                : vault.getOrCreate(
                        changedName(intent, spec.names(), spec.keyType()),
                        () -> spec.keyType().generate(spec.names()));
    }

    /**
     * Returns the key pair that was used for the order of an intent. Returns empty if this vault does not contain the
     * key pair.
     */
    Optional<KeyAndCsr> find(Intent intent, Csr ordered) {
        Optional<KeyAndCsr> found = stored(intent.name()).filter(pair -> isFor(ordered, pair));
        return found.isPresent()
                ? found
                : KeyType.find(ordered.publicKey())
                        .flatMap(type -> stored(changedName(intent, ordered.names(), type)))
                        .filter(pair -> isFor(ordered, pair));
    }

    private Optional<KeyAndCsr> stored(String name) {
        try {
            return Optional.of(vault.getOrCreate(name, () -> {
                throw new NotStoredException();
            }));
        } catch (NotStoredException e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(Csr ordered, KeyAndCsr pair) {
        return pair.csr().keySha256().equals(ordered.keySha256());
    }

    private static String changedName(Intent intent, List<String> names, KeyType type) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((type + " " + new TreeSet<>(names)).getBytes(StandardCharsets.UTF_8));
            return intent.name() + "/" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class NotStoredException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
