package dev.certbridge.conformance.wrong;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A client that does what another one does; a wrong one does one thing otherwise. */
abstract class Forwarding implements CertificateReseller, Orders {

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
    public void validate(OrderRequest request, Spending spending) {
        right.validate(request, spending);
    }

    @Override
    public final Order order(Intent intent, OrderRequest request, Spending spending) {
        if (request.completes().isPresent()) {
            return complete(intent, request, spending);
        }
        return switch (request.kind()) {
            case ORDER -> placeOrder(intent, request, spending);
            case RENEWAL -> renew(intent, request, spending);
            case REISSUE -> reissue(intent, request, spending);
        };
    }

    Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
        return right.order(intent, request, spending);
    }

    Order renew(Intent intent, OrderRequest request, Spending spending) {
        return right.order(intent, request, spending);
    }

    Order reissue(Intent intent, OrderRequest request, Spending spending) {
        return right.order(intent, request, spending);
    }

    Order complete(Intent intent, OrderRequest request, Spending spending) {
        return right.order(intent, request, spending);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions options) {
        return right.orderAll(requests, spending, options);
    }

    @Override
    public Order get(OrderId id) {
        return right.orders().get(id);
    }

    Certificate find(CertificateId id) {
        return right.certificates().get(id);
    }

    @Override
    public final Orders orders() {
        return this;
    }

    @Override
    public final Certificates certificates() {
        return new ForwardingCertificates();
    }

    @Override
    public Stream<Order> list() {
        return right.orders().list();
    }

    Stream<Certificate> listCertificates() {
        return right.certificates().list();
    }

    @Override
    public Stream<Order> unclaimed() {
        return right.orders().unclaimed();
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        return right.orders().await(id, limit, publisher, onLook);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        return right.orders().awaitAll(ids, limit, publisher, listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        return right.orders().download(id);
    }

    @Override
    public void cancel(OrderId id) {
        right.orders().cancel(id);
    }

    void revoke(CertificateId id, String serial, RevocationReason reason) {
        right.certificates().revoke(id, serial, reason);
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        return right.orders().reconcile(attempt);
    }

    @Override
    public void close() {
        right.close();
    }

    private final class ForwardingCertificates implements Certificates {

        @Override
        public Certificate get(CertificateId id) {
            return find(id);
        }

        @Override
        public Stream<Certificate> list() {
            return listCertificates();
        }

        @Override
        public void revoke(CertificateId id, String serial, RevocationReason reason) {
            Forwarding.this.revoke(id, serial, reason);
        }
    }
}
