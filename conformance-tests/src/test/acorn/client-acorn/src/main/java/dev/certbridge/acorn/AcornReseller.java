package dev.certbridge.acorn;

import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendGate;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Map;

/**
 * The {@link CertificateReseller} of acorn. This client throws
 * {@link dev.certbridge.reseller.failure.UnsupportedException} for a request that acorn does not support, before
 * anything is sent.
 */
final class AcornReseller implements CertificateReseller {

    private final AcornClient client;
    private final AcornReads reads;
    private final AcornOrderPlacement placement;
    private final AcornOrders orders;

    AcornReseller(AcornClient client, SpendLog book, ResellerAccount account, ConnectOptions options) {
        this.client = client;
        this.reads = new AcornReads(client.shop(), book, account);
        this.placement = new AcornOrderPlacement(reads, options);
        this.orders = new AcornOrders(reads, options);
    }

    @Override
    public String name() {
        return Acorn.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return false;
    }

    @Override
    public List<Product> products() {
        return reads.products().stream()
                .map(product -> Product.of(
                        AcornMapper.text(product.getId()),
                        AcornMapper.text(product.getName()),
                        AcornMapper.text(product.getLevel()),
                        List.of()))
                .toList();
    }

    @Override
    public Quote quote(OrderRequest request) {
        throw AcornRequests.unsupported("quote", "quotes no prices");
    }

    @Override
    public void validate(OrderRequest request, Spending spending) {
        AcornRequests.order(request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        return placement.order(intent, request, spending, SpendGate.OPEN);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions bulk) {
        return BulkOrderRun.of(
                requests,
                bulk,
                placement.options(),
                (intent, request, gate) -> placement.order(intent, request, spending, gate));
    }

    @Override
    public Orders orders() {
        return orders;
    }

    @Override
    public Certificates certificates() {
        return new AcornCertificates(reads);
    }

    @Override
    public void close() {
        client.close();
    }
}
