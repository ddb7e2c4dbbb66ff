package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Writes the certificate of an earlier order next to its private key. */
final class CertificateWriter {

    private final ResellerSession session;
    private final OutputOptions files;
    private final OrderId id;
    private final Optional<OrderRequest> recorded;

    CertificateWriter(ResellerSession session, OutputOptions files, OrderId id) {
        this.session = session;
        this.files = files;
        this.id = id;
        this.recorded = session.book().orders(id.target(), id.providerId()).stream()
                .filter(order -> order.id().equals(id))
                .findFirst()
                .map(KnownOrder::request);
    }

    /**
     * Throws if the certificate cannot be written to its folder. If the domain names of the certificate are unknown,
     * checks only the folder of {@code --out}.
     */
    void requireFree() {
        if (files.isStandardOutput()) {
            return;
        }
        recorded.map(OrderRequest::names)
                .ifPresentOrElse(
                        names -> target(names, names, id.keySha256()).requireFree(files.force()),
                        files::requireWritable);
    }

    /** Writes the certificate and prints the result. Warnings are printed to standard error. */
    ExitCode write(IssuedCertificate issued, Output output) {
        if (files.isStandardOutput()) {
            output.printChain(issued);
            output.report().certificate(issued);
            return ExitCode.warn(issued, output.err());
        }
        OutputFolder folder = write(issued);
        boolean keyFound = folder.hasKey();
        ObjectNode document = JsonOutput.object().put("id", id.toString());
        document.set("certificate", JsonOutput.issued(issued));
        document.put("folder", folder.path().toString());
        document.put("keyFound", keyFound);
        output.print(document, report -> {
            report.certificate(issued);
            report.line("files", folder.listed());
            if (!keyFound) {
                report.line(
                        "key",
                        "not found"
                                + session.vault().map(vault -> " in " + vault).orElse("")
                                + "; look for the key in the --out folder of the order, or where you created"
                                + " the CSR of --csr");
            }
        });
        return ExitCode.warn(issued, output.err());
    }

    private OutputFolder write(IssuedCertificate issued) {
        List<String> first = recorded.map(OrderRequest::names).orElseGet(issued::names);
        Target target = target(issued.names(), first, issued.keySha256());
        OutputFolder folder = target.folder();
        target.requireFree(files.force());
        if (target.started().isPresent()) {
            folder.setCertificateAside();
            folder.write(issued, Optional.empty(), target.started());
            return folder;
        }
        // The key pair is found by its public key, because a killed run may have left no intent for it.
        Optional<KeyAndCsr> pair = session.vault()
                .filter(Files::isDirectory)
                .flatMap(vault -> KeyVault.in(vault).find(issued.keySha256()));
        Optional<Csr> csr = recorded.filter(OrderRequest::hasCsr).map(OrderRequest::csr);
        // This check runs before any file is moved.
        csr.ifPresent(asked -> issued.requireFor(asked.keySha256()));
        folder.setAside();
        folder.write(issued, pair, csr);
        return folder;
    }

    /**
     * Returns the folder to which an earlier order wrote the CSR of this key. If no folder contains the CSR, returns
     * the folder of the first domain name.
     */
    private Target target(List<String> names, List<String> first, String keySha256) {
        return names.stream()
                .map(name -> files.folder(session.provider(), name))
                .map(folder -> new Target(folder, folder.requestFor(keySha256)))
                .filter(target -> target.started().isPresent())
                .findFirst()
                .orElseGet(() -> new Target(files.folder(session.provider(), first.get(0)), Optional.empty()));
    }

    /** The folder of a certificate, and the CSR that an order wrote to this folder. */
    private record Target(OutputFolder folder, Optional<Csr> started) {

        void requireFree(boolean force) {
            folder.requireFreeToWrite(force, started.isPresent());
        }
    }
}
