package dev.certbridge.regfish;

import dev.certbridge.client.adapter.BulkOrderRun;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SharedListings;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.adapter.SpendGate;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.regfish.generated.model.CompletionRequest;
import dev.certbridge.regfish.generated.model.ReissueRequest;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Places orders, renewals, reissues and completions. Each request is sent at most once. Before an order or a reissue is
 * sent, the state at regfish is stored in the order book.
 */
final class RegfishOrderPlacement {

    /**
     * The maximum time by which the clock of a file system is behind other clocks. A listing that was read just after
     * the start of a run may therefore seem to be older than the run.
     */
    private static final Duration CLOCK_STEP = Duration.ofMillis(100);

    private final TlsCertificatesApi api;
    private final RegfishListings listings;
    private final SpendLog book;
    private final ResellerAccount account;
    private final ConnectOptions options;
    private final SharedListings beforeOrder;

    RegfishOrderPlacement(
            RegfishClient client,
            RegfishListings listings,
            SpendLog book,
            ResellerAccount account,
            ConnectOptions options) {
        this.api = client.certificates();
        this.listings = listings;
        this.book = book;
        this.account = account;
        this.options = options;
        this.beforeOrder = new SharedListings(book, account, options, this::read);
    }

    Order order(Intent intent, OrderRequest request, Spending spending) {
        if (request.completes().isPresent()) {
            return complete(intent, request, spending);
        }
        return request.kind() == OrderId.Kind.REISSUE
                ? reissue(intent, request, spending)
                : order(intent, request, spending, options::listingMaxAge, SpendGate.OPEN);
    }

    /** Places orders and renewals, several at a time. Reads the list of certificates at most once for all orders. */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions bulk) {
        RegfishOperations.requireUnquoted(RegfishOperations.ORDER, spending);
        // Certificates of another account are refused before the first order, not in the middle of the run.
        requests.values().forEach(request -> request.source().ifPresent(account::require));
        long started = System.nanoTime();
        // The age is computed anew after each wait, because every order may share a listing that the run has read.
        Supplier<Duration> maxAge =
                () -> options.listingMaxAge().plus(CLOCK_STEP).plusNanos(System.nanoTime() - started);
        return BulkOrderRun.of(
                requests, bulk, options, (intent, request, gate) -> order(intent, request, spending, maxAge, gate));
    }

    private Order order(
            Intent intent, OrderRequest request, Spending spending, Supplier<Duration> listingMaxAge, SpendGate gate) {
        OperationRef operation = RegfishOperations.ORDER;
        CertificateRequest body = RegfishOperations.order(account, request, spending);
        RegfishOrderIdReader reader = RegfishOrderIdReader.toOrder(account, request);
        SpendExecutor executor = executor(operation, SpendRequest.of(intent, account.target(), request), reader)
                .behind(gate);
        Optional<Order> recorded = executor.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        requireListed(request);
        executor.takeSnapshot(() -> {
            ListingTurn.Shared listed = beforeOrder.before(operation, request, listingMaxAge);
            refuseDuplicate(operation, request, listed.open());
            return listed.snapshot();
        });
        SpendExecutor.Placed placed =
                executor.order(spending, Optional.empty(), permit -> api.createCertificate(body, permit));
        Certificate shown = certificate(placed);
        if (reader.isRefusal(placed.answer())) {
            throw placed.unusable("the response contains success:false, whose meaning is not documented");
        }
        return RegfishMapper.order(account, placed.id(), shown).withRequest(request);
    }

    /** Reads the old certificate, stores its state in the order book as the baseline, and then sends one reissue. */
    private Order reissue(Intent intent, OrderRequest request, Spending spending) {
        OperationRef operation = RegfishOperations.REISSUE;
        String source = RegfishOperations.reissueSource(account, request, spending);
        SpendRequest spend = SpendRequest.of(intent, account.target(), request);
        Optional<Order> recorded =
                executor(operation, spend, RegfishOrderIdReader.none()).recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Instant at = options.clock().instant();
        Certificate old = SpendExecutor.beforeOrder(operation, () -> listings.certificate(source));
        requireReissuable(request, old);
        Optional<IssuedCertificate> leaf = SpendExecutor.beforeOrder(operation, () -> listings.issued(old));
        RegfishOperations.requireOtherKey(request, leaf);
        ReissueBaseline before = ReissueBaseline.of(old, leaf);
        ReissueRequest body = RegfishOperations.reissue(request, old);
        SpendExecutor executor =
                executor(operation, spend, RegfishOrderIdReader.toReissue(account, request, before.oldSerial()));
        executor.takeSnapshot(() -> book.keep(new Snapshot(account.target(), at, before.seen())));
        SpendExecutor.Placed placed =
                executor.order(spending, Optional.empty(), permit -> api.reissueCertificate(source, body, permit));
        Certificate now = certificate(placed);
        return now == null
                ? Order.accepted(placed.id(), Optional.of(request), "pending")
                : RegfishMapper.reissue(account, placed.id(), now, before).withRequest(request);
    }

    private static void requireReissuable(OrderRequest request, Certificate old) {
        String id = String.valueOf(old.getId());
        // The order of a revoked certificate may still allow a reissue. The status does not show this, but the flag
        // does.
        boolean isReissuable = RegfishMapper.status(old).contains("revoked")
                ? Boolean.TRUE.equals(old.getReissueSupported())
                : RegfishMapper.state(old) == Order.State.ISSUED && !Boolean.FALSE.equals(old.getReissueSupported());
        if (!isReissuable) {
            throw wrongState(
                    RegfishOperations.REISSUE,
                    "certificate " + id + " is " + RegfishMapper.status(old) + " and cannot be reissued");
        }
        if (RegfishMapper.isRunning(old.getReissue()) && !request.duplicateAllowed()) {
            throw new PossibleDuplicateException(
                    RegfishOperations.REISSUE,
                    List.of(id + " (reissue " + old.getReissue().getId() + ")"));
        }
    }

    private Order complete(Intent intent, OrderRequest completion, Spending spending) {
        OperationRef operation = RegfishOperations.COMPLETE;
        OrderId id = completion.completes().orElseThrow();
        account.require(id);
        String organization = RegfishOperations.requireCompletable(completion, spending);
        RegfishOrderIdReader reader = RegfishOrderIdReader.toCompletion(id);
        Optional<OrderRequest> ordered = book.requestOf(id);
        // A completion is identified by its order and organization. The request of the order is not part of its
        // identity.
        SpendRequest question = SpendRequest.completing(
                intent, ordered.orElse(OrderRequest.builder("unknown").build()), id, organization);
        Optional<Order> recorded = executor(operation, question, reader).recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Certificate held = SpendExecutor.beforeOrder(operation, () -> listings.certificate(id.providerId()));
        if (!Boolean.TRUE.equals(held.getActionRequired())) {
            throw wrongState(
                    operation,
                    "order " + id.providerId() + " is " + RegfishMapper.status(held) + " and needs no organization");
        }
        OrderRequest request = ordered.orElseGet(() -> request(held));
        SpendRequest spend = SpendRequest.completing(intent, request, id, organization);
        CompletionRequest body = new CompletionRequest().orgId(organization);
        SpendExecutor.Placed placed = executor(operation, spend, reader)
                .order(spending, Optional.empty(), permit -> api.completeCertificate(id.providerId(), body, permit));
        return RegfishMapper.order(account, id, certificate(placed)).withRequest(request);
    }

    /** Creates the request of an order that is not in the order book, from the data that regfish shows. */
    private static OrderRequest request(Certificate held) {
        String product = held.getProduct() == null || held.getProduct().isBlank() ? "unknown" : held.getProduct();
        OrderRequest request = OrderRequest.builder(product).build();
        try {
            return request.toBuilder()
                    .names(List.copyOf(RegfishMapper.names(held)))
                    .build();
        } catch (IllegalArgumentException e) {
            // The names are not valid for a request. A completion needs no names, so they are left out.
            return request;
        }
    }

    private SpendExecutor executor(OperationRef operation, SpendRequest request, RegfishOrderIdReader reader) {
        return new SpendExecutor(operation, book, request, reader, options.spendDeadline());
    }

    private static ConflictException wrongState(OperationRef operation, String why) {
        return new ConflictException(
                operation, Refusal.local("nothing was sent: " + why), ConflictException.Reason.WRONG_STATE);
    }

    /**
     * Decodes the certificate in the response to an order. Throws OutcomeUnknownException with the id of the order if
     * the response contains a different certificate.
     */
    private static @Nullable Certificate certificate(SpendExecutor.Placed placed) {
        Certificate shown = placed.as(CertificateResponse.class).getResponse();
        if (shown == null) {
            return null;
        }
        String id = RegfishListings.withStoredId(shown).getId();
        if (id != null && !id.isBlank() && !id.equals(placed.id().providerId())) {
            throw placed.unusable("the response contains a different certificate, " + id);
        }
        return shown;
    }

    /**
     * Throws InvalidRequestException if neither the contract nor the catalog lists the product, so that a misspelled
     * product is never ordered.
     */
    private void requireListed(OrderRequest request) {
        if (RegfishOperations.KNOWN_PRODUCTS.contains(request.product())) {
            return;
        }
        List<String> listed = SpendExecutor.beforeOrder(RegfishOperations.ORDER, listings::products).stream()
                .map(product -> Objects.requireNonNullElse(product.getSku(), ""))
                .toList();
        if (!listed.contains(request.product())) {
            String message =
                    "\"" + request.product() + "\" is unknown; the known products are " + String.join(", ", listed);
            throw InvalidRequestException.local(RegfishOperations.ORDER, List.of(new Violation("product", message)));
        }
    }

    /**
     * Throws PossibleDuplicateException if regfish lists an open order for the same product and the same names, and the
     * order book does not contain this open order.
     */
    private void refuseDuplicate(OperationRef operation, OrderRequest request, List<OpenOrder> open) {
        if (request.duplicateAllowed()) {
            return;
        }
        Optional<String> source = request.source().map(CertificateId::providerId);
        List<String> equal = open.stream()
                .filter(order ->
                        new RegfishMapper.Item(order.product(), order.names(), order.allNames()).isFor(request))
                .map(OpenOrder::id)
                .filter(id -> !source.equals(Optional.of(id)) && !isOrdered(id))
                .toList();
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(operation, equal);
        }
    }

    private boolean isOrdered(String id) {
        return book.orders(account.target(), id).stream()
                .anyMatch(known -> known.intent().isPresent());
    }

    private SharedListings.Reading read() {
        Instant at = options.clock().instant();
        Set<String> ids = new HashSet<>();
        List<OpenOrder> open = new ArrayList<>();
        listings.each(certificate -> {
            String id = certificate.getId();
            if (id != null) {
                ids.add(id);
                if (RegfishMapper.isOpen(certificate)) {
                    RegfishMapper.Item item = RegfishMapper.Item.of(certificate);
                    open.add(new OpenOrder(id, item.product(), item.names(), item.allNames()));
                }
            }
        });
        return new SharedListings.Reading(new Snapshot(account.target(), at, ids), open);
    }
}
