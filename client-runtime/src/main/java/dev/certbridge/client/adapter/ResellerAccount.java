package dev.certbridge.client.adapter;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.List;

/**
 * The account of a client at a reseller.
 *
 * @param provider the name of the reseller
 * @param environment {@code live}, {@code ote}, or the host of another address
 * @param account the label of the account, or {@code -} if none was given
 */
public record ResellerAccount(String provider, String environment, String account) {

    public ResellerAccount {
        if (provider.isBlank() || environment.isBlank() || account.isBlank()) {
            throw new IllegalArgumentException(
                    "the label of the account is blank. Give a label of at least one character, or none");
        }
    }

    /** Returns a text for people, such as {@code realtime ote, account acme}. */
    @Override
    public String toString() {
        return provider + " " + environment
                + (account.equals(ResellerProvider.NO_ACCOUNT) ? "" : ", account " + account);
    }

    /** Returns provider, environment and account in the form of {@link OrderId#target()}. */
    public String target() {
        return OrderId.target(provider, environment, account);
    }

    /** Returns the id of an order of this account. */
    public OrderId orderId(String providerId, OrderRequest request) {
        return reissueId(providerId, request, OrderId.NONE);
    }

    /** Returns the id of a certificate of this account. */
    public CertificateId certificateId(String providerId) {
        return new CertificateId(provider, environment, account, providerId);
    }

    /**
     * Returns the id of a reissue. The id also contains the serial number of the certificate that the reissue replaces.
     */
    public OrderId reissueId(String providerId, OrderRequest request, String oldSerial) {
        String names = DomainName.namesSha256(request.names());
        String key = request.csr().keySha256();
        return new OrderId(provider, environment, account, request.kind(), providerId, key, names, oldSerial);
    }

    /** Returns the id of an order from a listing. Listings do not show the key, so the id has no hash of the key. */
    public OrderId listedId(OrderId.Kind kind, String providerId, List<String> names) {
        String hash = names.isEmpty() ? OrderId.NONE : DomainName.namesSha256(names);
        return new OrderId(provider, environment, account, kind, providerId, OrderId.NONE, hash);
    }

    /** Throws IllegalArgumentException if a certificate belongs to another reseller, environment or account. */
    public void require(CertificateId id) {
        requireHere("certificate", id.target());
    }

    /** Throws IllegalArgumentException if an order belongs to another account, or has an id that cannot be sent. */
    public void require(OrderId id) {
        requireHere(id);
        if (id.isQuoted()) {
            throw new IllegalArgumentException("nothing was sent: " + unusable(id));
        }
    }

    /** Throws IllegalArgumentException if an attempt belongs to another reseller, environment or account. */
    public void require(Attempt attempt) {
        requireHere("attempt", attempt.target());
    }

    /** Throws IllegalArgumentException if an order belongs to another reseller, environment or account. */
    public void requireHere(OrderId id) {
        requireHere("order", id.target());
    }

    private void requireHere(String what, String target) {
        if (!target.equals(target())) {
            throw new IllegalArgumentException("nothing was sent: the " + what + " is at " + OrderId.describe(target)
                    + ", but this client is connected to " + OrderId.describe(target()));
        }
    }

    /** Returns the message for an order whose id cannot be sent in a request ({@link OrderId#isQuoted()}). */
    static String unusable(OrderId id) {
        return "the reseller gave the order an id that cannot be used, " + id.providerId()
                + "; find the order in the reseller's console";
    }
}
