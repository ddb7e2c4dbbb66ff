package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The key of one order. The key is stored before the order is placed, and written next to the certificate afterwards.
 * If the order book has a file, the key is stored under its intent in the key folder of the order book. If the order
 * book has no file, a new key is stored in the folder of the certificate. If the user gives a CSR, this program does
 * not have the private key.
 */
final class OrderKey {

    private final OutputFolder folder;
    private final Csr csr;
    private final Optional<KeyAndCsr> pair;
    private final Optional<Path> vault;
    private Optional<Path> replaced = Optional.empty();

    /**
     * Uses the CSR of the user, if one is given. If no CSR is given, uses the key of the intent in the key folder, or
     * creates a new key.
     */
    OrderKey(
            ResellerSession session, Intent intent, List<String> names, KeyOptions.Choice choice, OutputFolder folder) {
        this.folder = folder;
        Optional<Csr> given = choice.csr();
        vault = given.isPresent() ? Optional.empty() : session.vault();
        pair = given.isPresent()
                ? Optional.empty()
                : vault.map(path -> stored(session, path, intent, names, choice))
                        .or(() -> Optional.of(choice.generate(names)));
        csr = given.or(() -> pair.map(KeyAndCsr::csr)).orElseThrow();
    }

    /**
     * Returns the key pair of an intent. The key of an earlier order is found by its public key, because the earlier
     * run may have spelled the intent differently. A key pair is reused only for the same domain names, because its CSR
     * contains the domain names. A CSR with the domain names of an earlier run could repeat a refused name, and would
     * hide from the order book that the intent now has other domain names. Until the intent has an order, each key type
     * has its own key pair.
     */
    private static KeyAndCsr stored(
            ResellerSession session, Path folder, Intent intent, List<String> names, KeyOptions.Choice choice) {
        KeyVault vault = KeyVault.in(folder);
        return session.book().attempts(intent).stream()
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED || attempt.unresolved())
                .filter(attempt -> attempt.request().hasCsr())
                .flatMap(attempt -> vault.find(attempt.request().csr().keySha256()).stream())
                .filter(pair -> isFor(names, pair))
                .findFirst()
                .or(() -> Optional.of(vault.getOrCreate(intent.name(), () -> choice.generate(names)))
                        .filter(pair ->
                                isFor(names, pair) && choice.matches(pair.csr().publicKey())))
                .orElseGet(() -> KeyVault.in(folder.resolve(DomainName.namesSha256(names) + choice.suffix()))
                        .getOrCreate(intent.name(), () -> choice.generate(names)));
    }

    private static boolean isFor(List<String> names, KeyAndCsr pair) {
        return Set.copyOf(pair.csr().names()).equals(Set.copyOf(names));
    }

    Csr csr() {
        return csr;
    }

    /**
     * Stores the key. A command calls this method just before it orders, because a certificate is useless without its
     * private key.
     */
    void store(ProgressReport report) {
        if (vault.isPresent()) {
            report.line("key", "stored in " + vault.get() + " until the certificate is written");
            return;
        }
        replaced = folder.setAside();
        replaced.ifPresent(old -> report.line("kept", old + " contains the old files"));
        pair.ifPresent(folder::write);
    }

    /** Undoes the changes to files that {@link #store} made. Callers must be certain that nothing was ordered. */
    void takeBack() {
        if (vault.isEmpty()) {
            folder.takeBack(replaced, pair.isPresent());
        }
    }

    /** Writes the certificate and its CSR. Also writes the private key if this program has it. */
    void deliver(Order order, IssuedCertificate issued) {
        if (vault.isPresent()) {
            // Check the key before files are moved, because the key folder may have been lost since the order.
            issued.requireFor(csr.keySha256());
            folder.setAside();
        }
        // The order may be an earlier order of the intent, with another CSR.
        folder.write(issued, pair, order.csr().or(() -> Optional.of(csr)));
    }
}
