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
 * The key is one of three kinds: the key of the intent in the key folder of a book, a new key in the folder of the
 * certificate, or the key of a given CSR. This program does not have the private key of a given CSR.
 */
final class OrderKey {

    private final OutputFolder folder;
    private final Csr csr;
    private final Optional<KeyAndCsr> pair;
    private final Optional<Path> vault;
    private Optional<Path> replaced = Optional.empty();

    /**
     * Uses the key of the given CSR or the key of the intent in the key folder. Creates a new key if no CSR is given
     * and the folder has no key of the intent.
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
     * Returns the key pair of an intent. The key of an earlier order is found by its public key, because the intent may
     * have been spelled differently at that time. If the domain names differ from the names of the earlier run, another
     * key pair is returned. A CSR with the names of the earlier run would hide that the intent was already used, and
     * would repeat names that the reseller refused. If nothing was ordered with the intent, there is a separate key
     * pair for each type of key.
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
     * Stores the key. A command calls this method just before it orders, because a certificate without its key is
     * useless.
     */
    void store(ProgressReport report) {
        if (vault.isPresent()) {
            report.line("key", "in " + vault.get() + ", until the certificate is written");
            return;
        }
        replaced = folder.setAside();
        replaced.ifPresent(old -> report.line("kept", old + " has the files that were there before"));
        pair.ifPresent(folder::write);
    }

    /** Restores the files as they were before {@link #store}. Callers must be certain that nothing was ordered. */
    void takeBack() {
        if (vault.isEmpty()) {
            folder.takeBack(replaced, pair.isPresent());
        }
    }

    /** Writes the certificate with its CSR, and with its key if this program has it. */
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
