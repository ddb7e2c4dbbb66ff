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
    private final Optional<KnownOrder> recorded;

    CertificateWriter(ResellerSession session, OutputOptions files, OrderId id) {
        this.session = session;
        this.files = files;
        this.id = id;
        this.recorded = session.book().orders(id.target(), id.providerId()).stream()
                .filter(order -> order.id().equals(id))
                .findFirst();
    }

    /**
     * Throws if the certificate could not be written. This is checked before the command waits for the certificate. If
     * the order is in the book, its names are known, and the folder of the certificate is checked. Otherwise only the
     * folder of {@code --out} is checked.
     */
    void requireFree() {
        recorded.map(KnownOrder::request)
                .ifPresentOrElse(
                        request -> target(request.names(), request.names(), id.keySha256())
                                .requireFree(files.force()),
                        files::requireWritable);
    }

    /** Writes the certificate and prints the result; warnings go to standard error. */
    ExitCode write(IssuedCertificate issued, Output output) {
        OutputFolder folder = write(issued);
        boolean keyFound = folder.holdsKey();
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
                                + "; it is in the --out folder of the order, or where the CSR of --csr was made");
            }
        });
        ExitCode.warn(issued, output.err());
        return ExitCode.of(issued);
    }

    private OutputFolder write(IssuedCertificate issued) {
        Optional<OrderRequest> request = recorded.map(KnownOrder::request);
        List<String> first = request.map(OrderRequest::names).orElseGet(issued::names);
        Target target = target(issued.names(), first, issued.keySha256());
        OutputFolder folder = target.folder();
        target.requireFree(files.force());
        if (target.started().isPresent()) {
            folder.setCertificateAside();
            folder.write(issued, target.started().get());
            return folder;
        }
        Optional<KeyAndCsr> pair = inVault(issued.keySha256());
        Optional<Csr> csr = request.filter(OrderRequest::hasCsr).map(OrderRequest::csr);
        // This check runs before any file is moved.
        csr.ifPresent(asked -> issued.requireFor(asked.keySha256()));
        folder.setAside();
        if (pair.isPresent()) {
            folder.write(issued, pair.get());
        } else if (csr.isPresent()) {
            folder.write(issued, csr.get());
        } else {
            folder.write(issued);
        }
        return folder;
    }

    /** Returns the folder in which an order wrote a CSR with this key, else the folder of the first name. */
    private Target target(List<String> names, List<String> first, String keySha256) {
        return names.stream()
                .map(name -> files.folder(session.provider(), name))
                .flatMap(folder ->
                        folder.requestFor(keySha256).map(csr -> new Target(folder, Optional.of(csr))).stream())
                .findFirst()
                .orElseGet(() -> new Target(files.folder(session.provider(), first.get(0)), Optional.empty()));
    }

    /**
     * The folder of a certificate.
     *
     * @param started the CSR that an order wrote to the folder
     */
    private record Target(OutputFolder folder, Optional<Csr> started) {

        void requireFree(boolean force) {
            folder.requireFreeToWrite(force, started.isPresent());
        }
    }

    /** Finds the key pair in the vault by its public key, because a killed run may have left no intent for it. */
    private Optional<KeyAndCsr> inVault(String keySha256) {
        return session.vault()
                .filter(Files::isDirectory)
                .flatMap(vault -> KeyVault.in(vault).find(keySha256));
    }
}
