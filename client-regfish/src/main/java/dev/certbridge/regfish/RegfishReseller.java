package dev.certbridge.regfish;

import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.client.transport.Polling;
import dev.certbridge.client.transport.StackGuard;
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
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** regfish behind the one API: synchronous orders in an envelope, and no prices. */
final class RegfishReseller implements CertificateReseller {

    /** What the vendor's own client does. */
    private static final Polling USUAL = new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private final RegfishClient client;
    private final OrderBook book;
    private final ResellerAccount place;
    private final RegfishReads reads;
    private final RegfishViews views;
    private final RegfishAccount account;
    private final RegfishOrderPlacement buying;
    private final RegfishReissuing reissuing;
    private final RegfishCompleting completing;
    private final RegfishAttemptMatcher reconciling;
    private final RegfishDelivery delivery;
    private final OrderWaiter waiting;

    RegfishReseller(RegfishClient client, OrderBook book, ResellerAccount place, ConnectOptions options) {
        this.client = client;
        this.book = book;
        this.place = place;
        this.reads = new RegfishReads(client);
        this.views = new RegfishViews(book, place);
        this.account = new RegfishAccount(new RegfishListings(client), views, place);
        this.buying = new RegfishOrderPlacement(client, book, place, options);
        this.reissuing = new RegfishReissuing(client, book, place, options);
        this.completing = new RegfishCompleting(client, book, place, options);
        this.reconciling = new RegfishAttemptMatcher(client, book, place, options.clock());
        this.delivery = new RegfishDelivery(reads, views, book, options.clock());
        this.waiting = new OrderWaiter(this, book, options, USUAL);
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
        var envelope = client.products().listProducts();
        return RegfishEnvelope.response("listProducts", envelope.getSuccess(), envelope.getResponse()).stream()
                .filter(Objects::nonNull)
                .map(product -> new Product(
                        text(product.getSku()),
                        text(product.getName()),
                        Optional.ofNullable(product.getValidationLevel())
                                .orElse(text(product.getType()))
                                .toLowerCase(Locale.ROOT),
                        List.of()))
                .toList();
    }

    @Override
    public Quote quote(OrderRequest request) {
        requireStack("quote");
        throw RegfishRequests.noPrices(RegfishRequests.ORDER);
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        requireStack("check");
        RegfishRequests.check(place, request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        requireStack("order");
        return buying.order(intent, request, spending);
    }

    @Override
    public Order renew(Intent intent, OrderRequest request, Spending spending) {
        requireStack("renew");
        return buying.renew(intent, request, spending);
    }

    @Override
    public Order reissue(Intent intent, OrderRequest request, Spending spending) {
        requireStack("reissue");
        return reissuing.reissue(intent, request, spending);
    }

    @Override
    public Order complete(Intent intent, OrderId id, String organization, Spending spending) {
        requireStack("complete");
        return completing.complete(intent, id, organization, spending);
    }

    @Override
    public BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        requireStack("orderAll");
        return buying.orderAll(requests, spending);
    }

    @Override
    public Order find(OrderId id) {
        requireStack("find");
        place.require(id);
        return views.order(id, reads.anything(id.providerId()));
    }

    @Override
    public Certificate find(CertificateId id) {
        requireStack("find");
        place.require(id);
        return RegfishCertificates.certificate(place, id.providerId(), reads.certificate(id.providerId()));
    }

    @Override
    public Stream<Order> orders() {
        requireStack("orders");
        return account.orders();
    }

    @Override
    public Certificates certificates() {
        requireStack("certificates");
        return account.certificates();
    }

    @Override
    public Stream<Order> audit() {
        requireStack("audit");
        return account.audit();
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        requireStack("await");
        place.require(id);
        return waiting.await(id, limit, publisher, onLook);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        requireStack("awaitAll");
        ids.forEach(place::requireHere);
        return waiting.awaitAll(
                new RegfishOrderListing(new RegfishListings(client), place, book, this::find),
                ids,
                limit,
                publisher,
                listener);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        requireStack("download");
        place.require(id);
        return delivery.download(id);
    }

    @Override
    public void cancel(OrderId id) {
        requireStack("cancel");
        place.require(id);
        throw new UnsupportedException(
                OperationRef.of(name(), "cancel"),
                "nothing was sent: how regfish's API cancels an order is not known; use the regfish Console");
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        requireStack("revoke");
        place.require(id);
        throw new UnsupportedException(
                OperationRef.of(name(), "revoke"),
                "nothing was sent: how regfish's API revokes a certificate is not known; use the regfish Console");
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        requireStack("reconcile");
        return reconciling.reconcile(attempt);
    }

    @Override
    public void close() {
        client.close();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** First in every call, before any class is initialised for it. */
    private void requireStack(String call) {
        StackGuard.require(OperationRef.of(name(), call));
    }
}
