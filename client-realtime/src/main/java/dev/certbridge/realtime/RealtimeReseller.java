package dev.certbridge.realtime;

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
 * The {@link CertificateReseller} of Realtime Register. Realtime Register processes orders asynchronously. An order
 * acknowledges the charges of a quote.
 */
final class RealtimeReseller implements CertificateReseller {

    private final RealtimeClient client;
    private final ResellerAccount account;
    private final RealtimeOperations operations;
    private final RealtimeListings listings;
    private final RealtimeOrderPlacement placement;
    private final RealtimeOrders orders;
    private final RealtimeCertificates certificates;

    RealtimeReseller(
            RealtimeClient client,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options,
            RealtimeOperations operations) {
        this.client = client;
        this.account = account;
        this.operations = operations;
        this.listings = new RealtimeListings(client);
        RealtimeChargeVerifier charges = new RealtimeChargeVerifier(listings, book);
        this.certificates = new RealtimeCertificates(client.certificates(), listings, account);
        this.placement =
                new RealtimeOrderPlacement(client, listings, certificates, operations, charges, book, account, options);
        this.orders = new RealtimeOrders(client, listings, certificates, charges, book, account, options);
    }

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return operations.supports(capability);
    }

    @Override
    public List<Product> products() {
        requireStack("products");
        return operations.supported(RealtimeMapper.products(listings.products()));
    }

    @Override
    public Quote quote(OrderRequest request) {
        requireStack("quote");
        return placement.quote(request);
    }

    @Override
    public void validate(OrderRequest request, Spending spending) {
        requireStack("validate");
        placement.checked(request, spending);
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

    /** Returns the name of the reseller, the environment and the account. */
    @Override
    public String toString() {
        return account.toString();
    }

    /**
     * Checks that the thread has enough stack space for the call. Every call starts with this check, because a
     * class becomes unusable if the stack overflows while the class is initialized.
     */
    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Realtime.NAME, call));
    }
}
