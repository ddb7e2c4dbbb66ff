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

/** The options that select the product, the validity and the CSR of an order. */
final class ProductOptions {

    /** The size of the largest CSR file, in bytes. A CSR with a thousand names has about 40 KiB. */
    private static final int LARGEST_CSR = 256 * 1024;

    @Option(
            names = "--product",
            order = 20,
            paramLabel = "ID",
            description = "Order this product instead of the default. Needed with --live, except by renew.")
    private @Nullable String product;

    @Option(
            names = "--validity",
            order = 20,
            paramLabel = "TERM",
            description = "Order this validity instead of the default: 199d, 12m or 1y, in the reseller's own unit.")
    private @Nullable Validity validity;

    @Option(
            names = "--csr",
            order = 20,
            paramLabel = "FILE",
            description = "Use this CSR (PEM); its private key stays where it is.")
    private @Nullable Path csr;

    /**
     * Throws if the product is invalid, or is missing although a real service is called. This is checked once, before
     * any reseller is called.
     */
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
        String id = product().orElseGet(() -> provider.defaultProduct(names));
        return OrderRequest.builder(id)
                .names(names)
                .validity(validity(provider))
                .build();
    }

    /** Returns the product of the option {@code --product}. */
    Optional<String> product() {
        return Optional.ofNullable(product);
    }

    /** Returns the validity of the option {@code --validity}, else the reseller's default. */
    Validity validity(ResellerProvider provider) {
        return Optional.ofNullable(validity).orElseGet(provider::defaultValidity);
    }

    /** Reads the CSR of the option {@code --csr}. Returns empty without that option. */
    Optional<Csr> csr() {
        return Optional.ofNullable(csr).map(ProductOptions::read);
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
