package dev.certbridge.conformance.wrong;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.Certificate;
import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Product;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.RevocationReason;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A client that does what another one does; a wrong one does one thing otherwise. */
abstract class Forwarding implements CertificateReseller {

    private final CertificateReseller right;

    Forwarding(CertificateReseller right) {
        this.right = right;
    }

    @Override
    public String name() {
        return right.name();
    }

    @Override
    public boolean supports(Capability capability) {
        return right.supports(capability);
    }

    @Override
    public List<Product> products() {
        return right.products();
    }

    @Override
    public Quote quote(OrderRequest request) {
        return right.quote(request);
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        right.check(request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        return right.order(intent, request, spending);
    }

    @Override
    public Order renew(Intent intent, OrderRequest request, Spending spending) {
        return right.renew(intent, request, spending);
    }

    @Override
    public Order reissue(Intent intent, OrderRequest request, Spending spending) {
        return right.reissue(intent, request, spending);
    }

    @Override
    public Order complete(Intent intent, OrderId id, String organization, Spending spending) {
        return right.complete(intent, id, organization, spending);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        return right.orderAll(requests, spending);
    }

    @Override
    public Order find(OrderId id) {
        return right.find(id);
    }

    @Override
    public Certificate find(CertificateId id) {
        return right.find(id);
    }

    @Override
    public Stream<Order> orders() {
        return right.orders();
    }

    @Override
    public Certificates certificates() {
        return right.certificates();
    }

    @Override
    public Stream<Order> audit() {
        return right.audit();
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        return right.await(id, limit, publisher, onLook);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        return right.awaitAll(ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        return right.download(id);
    }

    @Override
    public void cancel(OrderId id) {
        right.cancel(id);
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        right.revoke(id, serial, reason);
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        return right.reconcile(attempt);
    }

    @Override
    public void close() {
        right.close();
    }
}
