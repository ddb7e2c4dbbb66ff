package dev.certbridge.client.adapter;

import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.List;

/**
 * Where a client orders.
 *
 * @param provider the reseller's name
 * @param environment {@code live}, {@code ote}, or the host of another address
 * @param account whose account, {@code -} where none was named
 */
public record ResellerAccount(String provider, String environment, String account) {

    public ResellerAccount {
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
                request.kind(),
                providerId,
                request.csr().keySha256(),
                DomainName.namesSha256(request.names()));
    }

    /** The id of a certificate here. */
    public CertificateId certificateId(String providerId) {
        return new CertificateId(provider, environment, account, providerId);
    }

    /** The id of a reissue here, which also carries the serial of what it replaces. */
    public OrderId reissueId(String providerId, OrderRequest request, String oldSerial) {
        return new OrderId(
                provider,
                environment,
                account,
                OrderId.Kind.REISSUE,
                providerId,
                request.csr().keySha256(),
                DomainName.namesSha256(request.names()),
                oldSerial);
    }

    /** The id of an order that was found in a listing; its key is not known. */
    public OrderId listedId(OrderId.Kind kind, String providerId, List<String> names) {
        return new OrderId(
                provider,
                environment,
                account,
                kind,
                providerId,
                OrderId.NONE,
                names.isEmpty() ? OrderId.NONE : DomainName.namesSha256(names));
    }

    /** Refuses a certificate of another reseller, environment or account, before anything is sent. */
    public void require(CertificateId id) {
        if (!id.target().equals(target())) {
            throw new IllegalArgumentException(
                    "nothing was sent: the certificate is at " + id.target() + ", this client at " + target());
        }
    }

    /**
     * Refuses an order of another reseller, environment or account, and one whose id cannot be asked for, before anything
     * is sent.
     */
    public void require(OrderId id) {
        requireHere(id);
        if (id.isQuoted()) {
            throw new IllegalArgumentException("nothing was sent: " + unusable(id));
        }
    }

    /** Why an order with a quoted id cannot be asked for. */
    static String unusable(OrderId id) {
        return "the reseller gave the order an id that cannot be used, " + id.providerId()
                + "; look the order up in the reseller's console";
    }

    /** Refuses an order of another reseller, environment or account, before anything is sent. */
    public void requireHere(OrderId id) {
        if (!id.target().equals(target())) {
            throw new IllegalArgumentException(
                    "nothing was sent: the order is at " + id.target() + ", this client at " + target());
        }
    }
}
