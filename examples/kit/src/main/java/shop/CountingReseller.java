package shop;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** A client that counts the orders it returns, and leaves everything else to another client. */
final class CountingReseller implements CertificateReseller {

    private final CertificateReseller reseller;
    private final LongAdder orders;

    CountingReseller(CertificateReseller reseller, LongAdder orders) {
        this.reseller = reseller;
        this.orders = orders;
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        Order order = reseller.order(intent, request, spending);
        orders.increment();
        return order;
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions options) {
        BulkReport report = reseller.orderAll(requests, spending, options);
        orders.add(report.done().size());
        return report;
    }

    @Override
    public String name() {
        return reseller.name();
    }

    @Override
    public boolean supports(Capability capability) {
        return reseller.supports(capability);
    }

    @Override
    public List<Product> products() {
        return reseller.products();
    }

    @Override
    public Quote quote(OrderRequest request) {
        return reseller.quote(request);
    }

    @Override
    public void validate(OrderRequest request, Spending spending) {
        reseller.validate(request, spending);
    }

    @Override
    public Orders orders() {
        return reseller.orders();
    }

    @Override
    public Certificates certificates() {
        return reseller.certificates();
    }

    @Override
    public void close() {
        reseller.close();
    }
}
