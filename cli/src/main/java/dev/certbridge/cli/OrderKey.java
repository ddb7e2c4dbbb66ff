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

/** The key of one order: where it is while the order runs, and next to the certificate afterwards. */
sealed interface OrderKey {

    /** What is ordered with. */
    Csr csr();

    /** Called just before the order: a certificate without its key is money lost. */
    void store(ProgressReport report);

    /** Called when certainly nothing was ordered: everything is as it was. */
    void takeBack();

    /** Writes the certificate. */
    void deliver(Order order, IssuedCertificate issued);

    /** A fresh pair for these names. */
    static KeyAndCsr fresh(List<String> names) {
        return KeyAndCsr.ecP256(names.get(0), names.stream().skip(1).toArray(String[]::new));
    }

    /** The key for an order: of a CSR given, of the intent where a book remembers it, else a fresh one. */
    static OrderKey of(
            ResellerSession at, Intent intent, List<String> names, Optional<Csr> given, OutputOptions destination) {
        OutputFolder folder = destination.folder(at.subject(), names.get(0));
        if (given.isPresent()) {
            return new Elsewhere(folder, given.get());
        }
        return at.vault()
                .<OrderKey>map(vault -> new InVault(folder, vault, kept(at, vault, intent, names)))
                .orElseGet(() -> new InFolder(folder, fresh(names)));
    }

    /**
     * Returns the pair of an intent. An order that the book knows has the key that it was ordered with, under whatever
     * name that is kept: the name of an intent may have been spelled otherwise then. Other names get another pair: with
     * a CSR for the names of an earlier run the book would not be asked whether the intent is taken, and names could not
     * be corrected after a refusal.
     */
    private static KeyAndCsr kept(ResellerSession at, Path folder, Intent intent, List<String> names) {
        KeyVault vault = KeyVault.in(folder);
        return at.book().attempts(intent).stream()
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

    /** A fresh pair, in the folder of the certificate from the start. */
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

    /** A pair that the intent keeps over reruns and crashes. It joins the certificate when that is issued. */
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

    /** A key that we never see. */
    final class Elsewhere implements OrderKey {
        private final OutputFolder folder;
        private final Csr csr;
        private Optional<Path> replaced = Optional.empty();

        Elsewhere(OutputFolder folder, Csr csr) {
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
            // The book may know the wish from earlier, with another CSR.
            folder.write(issued, order.csr().orElse(csr));
        }
    }
}
