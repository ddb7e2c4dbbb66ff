package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the product and the validity of an order. */
final class ProductOptions {

    @Option(
            names = "--product",
            order = 20,
            paramLabel = "ID",
            description = "The product, as certbridge products lists it. Needed with --live, except for renew.")
    private @Nullable String product;

    @Option(
            names = "--validity",
            order = 20,
            paramLabel = "TERM",
            description = "The validity, such as 199d, 12m or 1y, in a unit that the reseller accepts.")
    private @Nullable Validity validity;

    /** Throws if the product is invalid, or is missing although a real service is called. */
    void require(ConnectionOptions connection) {
        if (product != null) {
            OrderRequest.builder(product).build();
        } else if (connection.isReal()) {
            // The default products are meant for the stubs, so an order for real money must name its product.
            throw new IllegalArgumentException(
                    "nothing was sent: an order for real money needs --product ID; certbridge"
                            + " products lists the products");
        }
    }

    /** Returns the request for a new certificate, without its CSR. */
    OrderRequest order(ResellerProvider provider, List<String> names) {
        return OrderRequest.builder(product().orElseGet(() -> provider.defaultProduct(names)))
                .names(names)
                .validity(validity(provider))
                .build();
    }

    Optional<String> product() {
        return Optional.ofNullable(product);
    }

    /** Returns the given validity, else the reseller's default. */
    Validity validity(ResellerProvider provider) {
        return Optional.ofNullable(validity).orElseGet(provider::defaultValidity);
    }

    static Csr read(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no CSR file " + file);
        }
        if (!Files.isRegularFile(file)) {
            // Opening a pipe may block, and a device may have no end.
            throw new IllegalArgumentException(
                    "the CSR file " + file + " is a folder, a device or a pipe; give the CSR (PEM) in a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(CsrOption.LARGEST_CSR + 1);
            if (bytes.length > CsrOption.LARGEST_CSR) {
                throw new IllegalArgumentException("the CSR file " + file + " has more than " + CsrOption.LARGEST_CSR
                        + " bytes; give the CSR (PEM) alone");
            }
            return Csr.parse(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("the CSR file " + file + " cannot be read", e);
        }
    }

    /** {@code --csr}: selects a CSR that was made elsewhere. */
    static final class CsrOption {

        /** The size of the largest CSR file, in bytes. A CSR with a thousand names has about 40 KiB. */
        private static final int LARGEST_CSR = 256 * 1024;

        @Option(
                names = "--csr",
                order = 20,
                paramLabel = "FILE",
                description = "Use the CSR (PEM) in this file. certbridge never reads its private key.")
        private @Nullable Path file;

        /** Reads the CSR. Returns empty if the option is not given. */
        Optional<Csr> read() {
            return Optional.ofNullable(file).map(ProductOptions::read);
        }
    }
}
