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

/** The key of one order, kept safe while the order runs and written next to the certificate afterwards. */
sealed interface OrderKey {

    /** Returns the CSR to order with. */
    Csr csr();

    /** Stores the key. Called just before the order: a certificate without its key is money lost. */
    void store(ProgressReport report);

    /** Restores the files. Called when certainly nothing was ordered. */
    void takeBack();

    /** Writes the certificate. */
    void deliver(Order order, IssuedCertificate issued);

    /** Returns a new pair for these names. */
    static KeyAndCsr fresh(List<String> names) {
        return KeyAndCsr.ecP256(names.get(0), names.stream().skip(1).toArray(String[]::new));
    }

    /** Returns the key for an order: of the given CSR, else of the intent in the book, else a new one. */
    static OrderKey of(
            ResellerSession session, Intent intent, List<String> names, Optional<Csr> given, OutputOptions files) {
        OutputFolder folder = files.folder(session.provider(), names.get(0));
        if (given.isPresent()) {
            return new External(folder, given.get());
        }
        return session.vault()
                .<OrderKey>map(vault -> new InVault(folder, vault, kept(session, vault, intent, names)))
                .orElseGet(() -> new InFolder(folder, fresh(names)));
    }

    /**
     * Returns the pair of an intent. The key of an order in the book is found by its public key, because the intent may
     * have been spelled differently then. Other domain names get another pair: a CSR for the names of an earlier run would
     * hide that the intent is taken, and would keep wrong names after a refusal.
     */
    private static KeyAndCsr kept(ResellerSession session, Path folder, Intent intent, List<String> names) {
        KeyVault vault = KeyVault.in(folder);
        return session.book().attempts(intent).stream()
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED || attempt.unresolved())
                .filter(attempt -> attempt.request().hasCsr())
                .flatMap(attempt -> vault.find(attempt.request().csr().keySha256()).stream())
                .filter(pair -> isFor(names, pair))
                .findFirst()
                .or(() -> Optional.of(vault.getOrCreate(intent.name(), () -> fresh(names)))
                        .filter(pair -> isFor(names, pair)))
                .orElseGet(() -> KeyVault.in(folder.resolve(DomainName.namesSha256(names)))
                        .getOrCreate(intent.name(), () -> fresh(names)));
    }

    private static boolean isFor(List<String> names, KeyAndCsr pair) {
        return Set.copyOf(pair.csr().names()).equals(Set.copyOf(names));
    }

    /** A new pair, in the folder of the certificate from the start. */
    final class InFolder implements OrderKey {
        private final OutputFolder folder;
        private final KeyAndCsr pair;
        private Optional<Path> replaced = Optional.empty();

        InFolder(OutputFolder folder, KeyAndCsr pair) {
            this.folder = folder;
            this.pair = pair;
        }

        @Override
        public Csr csr() {
            return pair.csr();
        }

        @Override
        public void store(ProgressReport report) {
            replaced = folder.setAside(report);
            folder.write(pair);
        }

        @Override
        public void takeBack() {
            folder.takeBack(replaced, true);
        }

        @Override
        public void deliver(Order order, IssuedCertificate issued) {
            folder.write(issued, pair);
        }
    }

    /** The pair of an intent, kept over reruns and crashes. It is written next to the certificate when that is issued. */
    record InVault(OutputFolder folder, Path vault, KeyAndCsr pair) implements OrderKey {

        @Override
        public Csr csr() {
            return pair.csr();
        }

        @Override
        public void store(ProgressReport report) {
            report.line("key", "in " + vault + ", until the certificate is written");
        }

        @Override
        public void takeBack() {}

        @Override
        public void deliver(Order order, IssuedCertificate issued) {
            // Before anything moves: the vault may have been lost since the order.
            issued.requireFor(pair.csr().keySha256());
            folder.setAside();
            folder.write(issued, pair);
        }
    }

    /** A key that stays outside this program. */
    final class External implements OrderKey {
        private final OutputFolder folder;
        private final Csr csr;
        private Optional<Path> replaced = Optional.empty();

        External(OutputFolder folder, Csr csr) {
            this.folder = folder;
            this.csr = csr;
        }

        @Override
        public Csr csr() {
            return csr;
        }

        @Override
        public void store(ProgressReport report) {
            replaced = folder.setAside(report);
        }

        @Override
        public void takeBack() {
            folder.takeBack(replaced, false);
        }

        @Override
        public void deliver(Order order, IssuedCertificate issued) {
            // The book may hold an earlier order of the intent, with another CSR.
            folder.write(issued, order.csr().orElse(csr));
        }
    }
}
