package dev.certbridge.cli;

import dev.certbridge.fleet.ValidityLimits;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Clock;
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
            description =
                    "The id of the product, from \"certbridge products\". Needed with --live, except for" + " renew.")
    private @Nullable String product;

    @Option(
            names = "--validity",
            order = 20,
            paramLabel = "TERM",
            description = "The validity, such as 199d, 12m or 1y, in a unit that the reseller accepts.")
    private @Nullable Validity validity;

    /** Throws if the product is invalid. Also throws if a real service is called and no product is given. */
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
    OrderRequest.Builder order(ResellerProvider provider, List<String> names, Output output) {
        return OrderRequest.builder(product().orElseGet(() -> provider.defaultProduct(names)))
                .names(names)
                .validity(validity(provider, output));
    }

    Optional<String> product() {
        return Optional.ofNullable(product);
    }

    /**
     * Returns the validity that the user gave, or the default validity. Prints a warning if the user gave a longer
     * validity than the Baseline Requirements allow today.
     */
    Validity validity(ResellerProvider provider, Output output) {
        if (validity == null) {
            return longest(provider, output.context().options().clock());
        }
        warn(validity, output);
        return validity;
    }

    /** Prints a warning if this validity is longer than the Baseline Requirements allow today. */
    static void warn(Validity validity, Output output) {
        ValidityLimits.baselineRequirements()
                .warning(validity, output.context().options().clock())
                .ifPresent(warning -> output.err().println("certbridge: warning: " + warning));
    }

    /**
     * Returns the longest validity that the Baseline Requirements allow today. If the default validity of the reseller
     * is not in days, returns the default validity.
     */
    static Validity longest(ResellerProvider provider, Clock clock) {
        Validity usual = provider.defaultValidity();
        return usual.unit() == Validity.Unit.DAYS
                ? ValidityLimits.baselineRequirements().longest(clock)
                : usual;
    }
}
