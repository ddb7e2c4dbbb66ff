package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is wanted of a certificate besides its names. */
final class ProductOptions {

    /** A CSR with a thousand names has some 40 KiB. */
    private static final int LARGEST_CSR = 256 * 1024;

    @Option(
            names = "--product",
            paramLabel = "ID",
            description = "Another product than the default. Needed with --live, but to renew.")
    private @Nullable String product;

    @Option(
            names = "--validity",
            paramLabel = "TERM",
            converter = ValidityConverter.class,
            description = "Another term than the default: 199d, 12m or 1y, in the reseller's own unit.")
    private @Nullable Validity validity;

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            converter = FileConverter.class,
            description = "Use this CSR (PEM); its key stays where it is.")
    private @Nullable Path csr;

    /** Refuses a product without a name here, and not once per reseller. */
    void require(ConnectionOptions reach) {
        if (product != null) {
            OrderRequest.builder(product).build();
        } else if (reach.real()) {
            // The defaults are what stubs sell.
            throw new IllegalArgumentException(
                    "nothing was sent: real money needs --product ID; certbridge products lists them");
        }
    }

    /** A new certificate, all but its CSR. */
    OrderRequest order(Subject subject, List<String> names) {
        String id = Optional.ofNullable(product).orElseGet(() -> subject.defaultProduct(names));
        return OrderRequest.builder(id).names(names).validity(term(subject)).build();
    }

    /** Another product than the certificate's own, when one was named. */
    Optional<String> product() {
        return Optional.ofNullable(product);
    }

    /** The term that was named, else the default. */
    Validity term(Subject subject) {
        return Optional.ofNullable(validity).orElseGet(subject::defaultValidity);
    }

    /** The CSR in the file that was named. */
    Optional<Csr> csr() {
        return Optional.ofNullable(csr).map(ProductOptions::read);
    }

    static Csr read(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no CSR file " + file);
        }
        if (!Files.isRegularFile(file)) {
            // A device or a pipe may have no end, and may keep whoever opens it waiting.
            throw new IllegalArgumentException(
                    "the CSR file " + file + " is a folder, a device or a pipe; give the CSR (PEM) in a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_CSR + 1);
            if (bytes.length > LARGEST_CSR) {
                throw new IllegalArgumentException(
                        "the CSR file " + file + " has more than " + LARGEST_CSR + " bytes; give the CSR (PEM) alone");
            }
            return Csr.parse(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("the CSR file " + file + " cannot be read", e);
        }
    }
}
