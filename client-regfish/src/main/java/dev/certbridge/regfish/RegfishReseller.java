package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Product;
import dev.certbridge.reseller.Quote;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Polling;
import dev.certbridge.reseller.provider.Delivery;
import dev.certbridge.reseller.provider.Place;
import dev.certbridge.reseller.provider.Purchase;
import dev.certbridge.reseller.provider.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** regfish behind the one API: synchronous orders in an envelope, and no prices. */
final class RegfishReseller implements CertificateReseller {

    /** What the vendor's own client does. */
    private static final Polling USUAL = new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30));

    private static final Origin ORDER = Origin.of(Regfish.NAME, "createCertificate");

    private final RegfishClient client;
    private final OrderBook book;
    private final Place place;
    private final Waiting waiting;

    RegfishReseller(RegfishClient client, OrderBook book, Place place, ConnectOptions options) {
        this.client = client;
        this.book = book;
        this.place = place;
        this.waiting = new Waiting(this, options, USUAL);
    }

    @Override
    public String name() {
        return Regfish.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return false;
    }

    @Override
    public List<Product> products() {
        var envelope = client.products().listProducts();
        return said("listProducts", envelope.getSuccess(), envelope.getResponse()).stream()
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
        throw noPrices();
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        checked(request, spending);
    }

    private static CertificateRequest checked(OrderRequest request, Spending spending) {
        if (!(spending instanceof Spending.Unquoted)) {
            throw noPrices();
        }
        return RegfishRequests.checked(ORDER, request);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        CertificateRequest wire = checked(request, spending);
        RegfishAnswers reading = new RegfishAnswers(place, request);
        Purchase purchase = new Purchase(ORDER, book, intent, place.target(), request, reading);
        Optional<Order> recorded = purchase.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        refuseDuplicate(request);
        Purchase.Placed placed = purchase.order(spend -> client.certificates().createCertificate(wire, spend));
        CertificateResponse envelope = placed.as(CertificateResponse.class);
        if (reading.denies(placed.answer())) {
            throw placed.unusable("its answer says success:false, which is not documented");
        }
        return RegfishOrders.order(place, placed.id(), envelope.getResponse()).withRequest(request);
    }

    @Override
    public Order find(OrderId id) {
        place.require(id);
        Order order = RegfishOrders.order(
                place, id, client.certificates().getCertificate(id.providerId()).getResponse());
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        place.require(id);
        return waiting.await(id, limit, publisher, onLook);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        place.require(id);
        Answer bundle = client.certificates().downloadCertificate(id.providerId(), "pem");
        return Delivery.accept(bundle.origin(), id, book.requestOf(id), () -> IssuedCertificate.parse(bundle.body()));
    }

    @Override
    public void close() {
        client.close();
    }

    private void refuseDuplicate(OrderRequest request) {
        if (request.duplicateAllowed()) {
            return;
        }
        var envelope = client.certificates().listCertificates();
        List<String> equal = said("listCertificates", envelope.getSuccess(), envelope.getResponse()).stream()
                .filter(Objects::nonNull)
                .filter(certificate -> RegfishOrders.isOpenFor(certificate, request))
                .map(Certificate::getId)
                .filter(id -> id != null && !book.knows(place.target(), id))
                .toList();
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(ORDER, equal);
        }
    }

    private static UnsupportedException noPrices() {
        return new UnsupportedException(
                ORDER, "nothing was sent: regfish tells no price before it charges; order with Spending.unquoted()");
    }

    /** The payload of a read. Without one, or with a no inside a 200, nothing was read: not even that there is nothing. */
    private static <T> T said(String operationId, @Nullable Boolean success, @Nullable T response) {
        if (Boolean.FALSE.equals(success) || response == null) {
            throw new BrokenContractException(
                    Origin.of(Regfish.NAME, operationId), 200, "the envelope holds no response", null);
        }
        return response;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
