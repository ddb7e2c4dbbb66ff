package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
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
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Polling;
import dev.certbridge.reseller.provider.Delivery;
import dev.certbridge.reseller.provider.Place;
import dev.certbridge.reseller.provider.Waiting;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Realtime Register behind the one API: asynchronous orders, quotes and billables. */
final class RealtimeReseller implements CertificateReseller {

    private static final Polling USUAL = new Polling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final RealtimeClient client;
    private final OrderBook book;
    private final Place place;
    private final Waiting waiting;
    private final RealtimeListings listings;
    private final RealtimeBuying buying;

    RealtimeReseller(RealtimeClient client, OrderBook book, Place place, ConnectOptions options) {
        this.client = client;
        this.book = book;
        this.place = place;
        this.waiting = new Waiting(this, options, USUAL);
        this.listings = new RealtimeListings(client);
        this.buying = new RealtimeBuying(client, listings, book, place);
    }

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public boolean supports(Capability capability) {
        return switch (capability) {
            case QUOTE, SPENDING_LIMIT, FILE_VALIDATION -> true;
        };
    }

    @Override
    public List<Product> products() {
        return listings.products().stream().map(RealtimeReseller::product).toList();
    }

    @Override
    public Quote quote(OrderRequest request) {
        return buying.quote(request);
    }

    @Override
    public void check(OrderRequest request, Spending spending) {
        buying.checked(request, spending);
    }

    @Override
    public Order order(Intent intent, OrderRequest request, Spending spending) {
        return buying.order(intent, request, spending);
    }

    @Override
    public Order find(OrderId id) {
        long processId = processId(id);
        Process process = client.processes().getProcess(processId);
        String status = RealtimeOrders.status(process);
        // Validation data stands in the info only, and only while the process runs.
        CertificateRequestInfo info = RealtimeOrders.running(status)
                ? client.processes().getProcessInfo(processId)
                : new CertificateRequestInfo();
        Optional<Certificate> issued =
                RealtimeOrders.completed(status) ? listings.certificateOf(id.providerId()) : Optional.empty();
        Order order = RealtimeOrders.order(
                id, process, info, issued.map(certificate -> place.certificateId(String.valueOf(certificate.getId()))));
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        processId(id);
        return waiting.await(id, limit, publisher, onLook);
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        processId(id);
        Origin origin = Origin.of(Realtime.NAME, "downloadCertificate");
        Certificate certificate = listings.certificateOf(id.providerId())
                .filter(listed -> listed.getId() != null)
                .orElseThrow(() -> new ConflictException(
                        origin,
                        Refusal.local("process " + id.providerId() + " has no certificate listed yet"),
                        ConflictException.Reason.NOT_READY));
        Answer leaf = client.certificates().downloadCertificate(certificate.getId(), "CRT");
        Answer issuers = client.certificates().downloadCertificate(certificate.getId(), "CA_BUNDLE");
        return Delivery.accept(
                origin, id, book.requestOf(id), () -> IssuedCertificate.parse(joined(leaf.body(), issuers.body())));
    }

    @Override
    public void close() {
        client.close();
    }

    private long processId(OrderId id) {
        place.require(id);
        if (!id.providerId().matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("nothing was sent: a process of Realtime Register is a number, and \""
                    + id.providerId() + "\" is none");
        }
        return Long.parseLong(id.providerId());
    }

    private static byte[] joined(byte[] leaf, byte[] issuers) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        bundle.writeBytes(leaf);
        bundle.write('\n');
        bundle.writeBytes(issuers);
        return bundle.toByteArray();
    }

    private static Product product(dev.certbridge.realtime.generated.model.Product product) {
        List<Integer> periods = product.getPeriods() == null ? List.of() : product.getPeriods();
        return new Product(
                text(product.getProduct()),
                text(product.getName()),
                level(text(product.getValidationType())),
                periods.stream()
                        .filter(months -> months != null && months > 0)
                        .map(Validity::months)
                        .toList());
    }

    /** dv, ov, ev; any other word as it is. */
    private static String level(String validationType) {
        return switch (validationType) {
            case "DOMAIN_VALIDATION" -> "dv";
            case "ORGANIZATION_VALIDATION" -> "ov";
            case "EXTENDED_VALIDATION" -> "ev";
            default -> validationType.toLowerCase(Locale.ROOT);
        };
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
