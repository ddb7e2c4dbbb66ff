package dev.certbridge.regfish;

import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The products that regfish sells now. Those that the contract knows are taken as sold, all others are looked up. */
final class RegfishCatalog {

    /** The contract's known values of {@code sku}. */
    static final Set<String> KNOWN = Set.of(
            "RapidSSL",
            "RapidSSLWildcard",
            "QuickSSLPremium",
            "SSL123",
            "TrueBusinessID",
            "SecureSite",
            "SSLWebServer");

    private final RegfishClient client;

    RegfishCatalog(RegfishClient client) {
        this.client = client;
    }

    /**
     * Refuses a product that neither the contract knows nor the live catalog lists ({@code listProducts}). Without this a
     * misspelled product would be sent as an order.
     *
     * @throws InvalidRequestException regfish does not list the product; nothing was ordered
     */
    void requireSold(OrderRequest request) {
        if (KNOWN.contains(request.product())) {
            return;
        }
        var envelope = client.products().listProducts();
        List<String> listed =
                RegfishEnvelope.response("listProducts", envelope.getSuccess(), envelope.getResponse()).stream()
                        .filter(Objects::nonNull)
                        .map(product -> Objects.requireNonNullElse(product.getSku(), ""))
                        .toList();
        if (!listed.contains(request.product())) {
            String message = "\"" + request.product() + "\" is none of " + String.join(", ", listed);
            throw InvalidRequestException.local(RegfishRequests.ORDER, List.of(new Violation("product", message)));
        }
    }
}
