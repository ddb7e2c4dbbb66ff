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

/** Writes the certificate of an order from earlier: next to its private key, where that was left. */
final class CertificateWriter {

    private final ResellerSession at;
    private final OutputOptions destination;
    private final OrderId id;
    private final Optional<KnownOrder> recorded;

    CertificateWriter(ResellerSession at, OutputOptions destination, OrderId id) {
        this.at = at;
        this.destination = destination;
        this.id = id;
        this.recorded = at.book().orders(id.target(), id.providerId()).stream()
                .filter(order -> order.id().equals(id))
                .findFirst();
    }

    /** Refuses a place that is taken before anything is waited for, where the book knows the names. */
    void requireFree() {
        recorded.map(KnownOrder::request)
                .ifPresentOrElse(
                        request -> place(request.names(), request.names(), id.keySha256())
                                .requireFree(destination.force()),
                        destination::requireWritable);
    }

    /** Writes, and reports both ways; warnings go to standard error. */
    ExitCode write(IssuedCertificate issued, Output output) {
        OutputFolder folder = write(issued);
        boolean keyFound = folder.holdsKey();
        ObjectNode document = JsonOutput.object().put("id", id.toString());
        document.set("certificate", JsonOutput.issued(issued));
        document.put("folder", folder.path().toString());
        document.put("keyFound", keyFound);
        output.tell(document, report -> {
            report.certificate(issued);
            report.line("files", folder.listed());
            if (!keyFound) {
                report.line(
                        "key",
                        "not found" + at.vault().map(vault -> " in " + vault).orElse("")
                                + "; it is in the --out folder of the order, or where the CSR of --csr was made");
            }
        });
        ExitCode.warn(issued, output.err());
        return ExitCode.of(issued);
    }

    private OutputFolder write(IssuedCertificate issued) {
        Optional<OrderRequest> request = recorded.map(KnownOrder::request);
        List<String> first = request.map(OrderRequest::names).orElseGet(issued::names);
        Place place = place(issued.names(), first, issued.keySha256());
        OutputFolder folder = place.folder();
        place.requireFree(destination.force());
        if (place.started().isPresent()) {
            folder.setCertificateAside();
            folder.write(issued, place.started().get());
            return folder;
        }
        Optional<KeyAndCsr> pair = inVault(issued.keySha256());
        Optional<Csr> csr = request.filter(OrderRequest::hasCsr).map(OrderRequest::csr);
        // Before anything moves.
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

    /** Where one of these names was ordered with this key; else where the first name belongs. */
    private Place place(List<String> names, List<String> first, String keySha256) {
        return names.stream()
                .map(name -> destination.folder(at.subject(), name))
                .flatMap(
                        folder -> folder.requestFor(keySha256).map(csr -> new Place(folder, Optional.of(csr))).stream())
                .findFirst()
                .orElseGet(() -> new Place(destination.folder(at.subject(), first.get(0)), Optional.empty()));
    }

    /**
     * Where the certificate goes.
     *
     * @param started the CSR that an order left there with its key
     */
    private record Place(OutputFolder folder, Optional<Csr> started) {

        void requireFree(boolean force) {
            if (started.isPresent()) {
                folder.requireNoCertificate(force);
            } else {
                folder.requireFreeToWrite(force);
            }
        }
    }

    /** Returns the pair of this key. By the key, because a run that was killed may have left no intent for it. */
    private Optional<KeyAndCsr> inVault(String keySha256) {
        return at.vault()
                .filter(Files::isDirectory)
                .flatMap(vault -> KeyVault.in(vault).find(keySha256));
    }
}
