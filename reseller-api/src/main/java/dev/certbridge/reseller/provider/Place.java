package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.csr.DomainName;

/**
 * Where a client orders.
 *
 * @param provider the reseller's name
 * @param environment {@code live}, {@code ote}, or the host of another address
 * @param account whose account, {@code -} where none was named
 */
public record Place(String provider, String environment, String account) {

    public Place {
        if (provider.isBlank() || environment.isBlank() || account.isBlank()) {
            throw new IllegalArgumentException("the account needs a label of at least one character, or none at all");
        }
    }

    /** As {@link OrderId#target()}. */
    public String target() {
        return OrderId.target(provider, environment, account);
    }

    /** The id of an order placed here. */
    public OrderId orderId(String providerId, OrderRequest request) {
        return new OrderId(
                provider,
                environment,
                account,
                OrderId.Kind.ORDER,
                providerId,
                request.csr().keySha256(),
                DomainName.namesSha256(request.names()));
    }

    /** The id of a certificate here. */
    public CertificateId certificateId(String providerId) {
        return new CertificateId(provider, environment, account, providerId);
    }

    /** Refuses an order of another reseller, environment or account, before anything is sent. */
    public void require(OrderId id) {
        if (!id.target().equals(target())) {
            throw new IllegalArgumentException(
                    "nothing was sent: the order is at " + id.target() + ", this client at " + target());
        }
    }
}
