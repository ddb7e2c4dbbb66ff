package dev.certbridge.client.adapter;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.List;

/**
 * The account that a client uses at a reseller.
 *
 * @param provider the name of the reseller
 * @param environment {@code live}, {@code ote}, or the host of a custom address
 * @param account the label of the account, or {@code -} if the account has no label
 */
public record ResellerAccount(String provider, String environment, String account) {

    public ResellerAccount {
        if (provider.isBlank() || environment.isBlank() || account.isBlank()) {
            throw new IllegalArgumentException(
                    "the label of the account is blank. Give a label of at least one character, or none");
        }
    }

    /** Returns a readable text, for instance {@code realtime ote, account acme}. */
    @Override
    public String toString() {
        return provider + " " + environment
                + (account.equals(ResellerProvider.NO_ACCOUNT) ? "" : ", account " + account);
    }

    /** Returns the provider, the environment and the account in the form of {@link OrderId#target()}. */
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

    /** Returns the id of a reissue. The id of a reissue also contains the serial number of the old certificate. */
    public OrderId reissueId(String providerId, OrderRequest request, String oldSerial) {
        String names = DomainName.namesSha256(request.names());
        String key = request.csr().keySha256();
        return new OrderId(provider, environment, account, request.kind(), providerId, key, names, oldSerial);
    }

    /**
     * Returns the id of an order from a listing. The id of a listed order has no hash of the key, because listings do
     * not show the key.
     */
    public OrderId listedId(OrderId.Kind kind, String providerId, List<String> names) {
        String hash = names.isEmpty() ? OrderId.NONE : DomainName.namesSha256(names);
        return new OrderId(provider, environment, account, kind, providerId, OrderId.NONE, hash);
    }

    /** Throws IllegalArgumentException if a certificate belongs to another reseller, environment or account. */
    public void require(CertificateId id) {
        requireHere("certificate", id.target());
    }

    /**
     * Throws IllegalArgumentException if an order belongs to another account, or if its id cannot be sent to the
     * reseller.
     */
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

    /** Returns the message about an order whose id cannot be sent to the reseller ({@link OrderId#isQuoted()}). */
    static String unusable(OrderId id) {
        return "the reseller gave the order an id that cannot be used, " + id.providerId()
                + "; find the order in the reseller's console";
    }
}
