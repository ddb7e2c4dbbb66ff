package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.reseller.spi.StackGuard;
import java.util.List;
import java.util.Map;

/**
 * The {@link CertificateReseller} of regfish. The response to an order contains the order in an envelope. regfish
 * quotes no prices.
 */
final class RegfishReseller implements CertificateReseller {

    private final RegfishClient client;
    private final RegfishListings listings;
    private final ResellerAccount account;
    private final RegfishOrderPlacement placement;
    private final RegfishOrders orders;
    private final RegfishCertificates certificates;

    RegfishReseller(RegfishClient client, SpendLog book, ResellerAccount account, ConnectOptions options) {
        this.client = client;
        this.account = account;
        this.listings = new RegfishListings(client);
        this.placement = new RegfishOrderPlacement(client, listings, book, account, options);
        this.orders = new RegfishOrders(listings, book, account, options);
        this.certificates = new RegfishCertificates(listings, account);
    }

    @Override
    public String name() {
        return Regfish.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return switch (capability) {
            case RENEW, REISSUE, COMPLETE, EMAIL_VALIDATION, ORGANIZATION_ON_FILE -> true;
            case QUOTE,
                    SPENDING_LIMIT,
                    REVOKE,
                    CANCEL,
                    FILE_VALIDATION,
                    VALIDATION_PER_NAME,
                    ORGANIZATION_DETAILS,
                    APPROVER,
                    CONTACT,
                    LANGUAGE -> false;
        };
    }

    @Override
    public List<Product> products() {
        requireStack("products");
        return RegfishMapper.products(listings.products());
    }

    @Override
    public Quote quote(OrderRequest request) {
        requireStack("quote");
        throw RegfishOperations.noPrices(RegfishOperations.ORDER);
    }

    @Override
    public void validate(OrderRequest request, Spending spending) {
        requireStack("validate");
        RegfishOperations.check(account, request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        requireStack("order");
        return placement.order(intent, request, spending);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions options) {
        requireStack("orderAll");
        return placement.orderAll(requests, spending, options);
    }

    @Override
    public Orders orders() {
        return orders;
    }

    @Override
    public Certificates certificates() {
        return certificates;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Returns the name of the reseller, the environment and, if it is set, the label of the account. */
    @Override
    public String toString() {
        return account.toString();
    }

    /**
     * Checks that the thread has enough stack space for the call. Every call starts with this check, because a
     * class becomes unusable if the stack overflows while the class is initialized.
     */
    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Regfish.NAME, call));
    }
}
