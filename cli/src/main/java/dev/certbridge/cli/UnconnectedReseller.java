package dev.certbridge.cli;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import java.util.Map;

/** A reseller that is never called. Every method that would send a request throws {@link NotSentException}. */
record UnconnectedReseller(String name) implements CertificateReseller {

    private NotSentException notConnected() {
        return new NotSentException(
                OperationRef.of(name, "keep"), "the command is not connected; pass --live to ask the reseller", null);
    }

    @Override
    public boolean supports(Capability capability) {
        return false;
    }

    @Override
    public List<Product> products() {
        throw notConnected();
    }

    @Override
    public Quote quote(OrderRequest request) {
        throw notConnected();
    }

    @Override
    public void validate(OrderRequest request, Spending spending) {
        throw notConnected();
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        throw notConnected();
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions options) {
        throw notConnected();
    }

    @Override
    public Orders orders() {
        throw notConnected();
    }

    @Override
    public Certificates certificates() {
        throw notConnected();
    }

    @Override
    public void close() {
        // There is no connection.
    }
}
