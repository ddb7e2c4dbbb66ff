package dev.certbridge.regfish;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.reseller.spi.StackGuard;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The orders of a regfish account. At regfish, an order and its certificate are the same object with the same id. */
final class RegfishOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final OperationRef READ = OperationRef.of(Regfish.NAME, "getCertificate");

    private final RegfishListings listings;
    private final SpendLog book;
    private final ResellerAccount account;
    private final Clock clock;
    private final OrderWaiter waiter;
    private final RegfishAttemptMatcher matcher;

    RegfishOrders(RegfishListings listings, SpendLog book, ResellerAccount account, ConnectOptions options) {
        this.listings = listings;
        this.book = book;
        this.account = account;
        this.clock = options.clock();
        this.waiter = new OrderWaiter(Regfish.NAME, this::read, this::downloadIssued, book, options, DEFAULT_POLLING);
        this.matcher = new RegfishAttemptMatcher(listings, book, account, clock);
    }

    @Override
    public Order get(OrderId id) {
        requireStack("get");
        account.require(id);
        return read(id);
    }

    private Order read(OrderId id) {
        return order(id, listings.order(id.providerId()));
    }

    /** Maps a certificate to an order, and adds the request that the order book stores. */
    private Order order(OrderId id, @Nullable Certificate certificate) {
        Order order = id.kind() == OrderId.Kind.REISSUE && certificate != null
                ? RegfishMapper.reissue(account, id, certificate, baseline(id))
                : RegfishMapper.order(account, id, certificate);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /**
     * Returns the baseline of a reissue from the order book, or from the order id if the order book has no baseline.
     */
    private ReissueBaseline baseline(OrderId id) {
        return book.orders(id.target(), id.providerId()).stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .flatMap(this::snapshot)
                .map(snapshot -> new ReissueBaseline(snapshot.seen()))
                .orElseGet(() -> ReissueBaseline.of(id));
    }

    private Optional<Snapshot> snapshot(KnownOrder reissue) {
        try {
            return reissue.intent()
                    .flatMap(
                            intent -> book.recorded(READ, SpendRequest.of(intent, account.target(), reissue.request())))
                    .flatMap(attempt -> attempt.terms().snapshot())
                    .flatMap(book::snapshot);
        } catch (OutcomeUnknownException | IntentMismatchException e) {
            // The outcome of the attempt is not known yet, but reading the order is allowed.
            return Optional.empty();
        }
    }

    /**
     * An order from the list of the account. The value {@code claimed} is true if an intent of the order book placed
     * the order.
     */
    private record Entry(Order order, boolean claimed) {}

    @Override
    public Stream<Order> list() {
        requireStack("list");
        return listings.stream().flatMap(this::entries).map(Entry::order);
    }

    @Override
    public Stream<Order> unclaimed() {
        requireStack("unclaimed");
        return listings.stream()
                .flatMap(this::entries)
                .filter(entry -> !entry.claimed())
                .map(Entry::order);
    }

    private Stream<Entry> entries(Certificate certificate) {
        String id = certificate.getId();
        if (id == null || id.isBlank()) {
            return Stream.empty();
        }
        List<KnownOrder> recorded = book.orders(account.target(), id);
        Set<OrderId.Kind> missing = new LinkedHashSet<>(
                certificate.getReissue() == null
                        ? List.of(OrderId.Kind.ORDER)
                        : List.of(OrderId.Kind.ORDER, OrderId.Kind.REISSUE));
        recorded.forEach(known ->
                missing.remove(known.id().kind() == OrderId.Kind.REISSUE ? OrderId.Kind.REISSUE : OrderId.Kind.ORDER));
        return Stream.concat(
                missing.stream().map(kind -> new Entry(order(listedId(kind, id, certificate), certificate), false)),
                recorded.stream()
                        .map(known -> new Entry(
                                order(known.id(), certificate), known.intent().isPresent())));
    }

    private OrderId listedId(OrderId.Kind kind, String id, Certificate certificate) {
        OrderId listed = account.listedId(kind, id, List.copyOf(RegfishMapper.names(certificate)));
        // While a reissue is running, the list shows the old certificate. After the reissue, the old serial number is
        // not known.
        if (kind != OrderId.Kind.REISSUE || !RegfishMapper.isRunning(certificate.getReissue())) {
            return listed;
        }
        return RegfishMapper.serial(certificate)
                .map(oldSerial -> new OrderId(
                        listed.provider(),
                        listed.environment(),
                        listed.account(),
                        kind,
                        id,
                        listed.keySha256(),
                        listed.namesSha256(),
                        oldSerial))
                .orElse(listed);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        requireStack("await");
        account.require(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        requireStack("awaitAll");
        ids.forEach(account::requireHere);
        return waiter.awaitAll(new PolledCertificates(), ids, limit, publisher, listener);
    }

    /**
     * Polls many orders through the list of the account, with one request per round. The list has no filter and no
     * pages. If only a few orders of a long list are awaited, these orders are read one by one after the first round.
     */
    private final class PolledCertificates implements OrderListing {

        /** The number of list entries that take as long to read as one order that is requested alone. */
        private static final long ENTRIES_PER_REQUEST = 100;

        private long entries;

        @Override
        public boolean poll(Set<String> waited, Consumer<ListedOrder> seen) {
            if (entries > waited.size() * ENTRIES_PER_REQUEST) {
                return false;
            }
            entries = 0;
            listings.each(certificate -> {
                entries++;
                String id = certificate.getId();
                if (id != null && waited.contains(id)) {
                    seen.accept(entry(id, certificate, orderId -> polled(orderId, certificate)));
                }
            });
            return true;
        }

        @Override
        public ListedOrder read(OrderId id) {
            Certificate read = listings.order(id.providerId());
            return entry(id.providerId(), read == null ? new Certificate() : read, orderId -> order(orderId, read));
        }

        private ListedOrder entry(String id, Certificate certificate, Function<OrderId, Order> order) {
            // A certificate stays issued during a reissue, so its list entry does not show that the reissue is pending.
            boolean finished = certificate.getReissue() == null && !"pending".equalsIgnoreCase(certificate.getStatus());
            return new ListedOrder(id, marker(certificate), finished, order);
        }

        /** Maps an entry of the list to an order. If the entry may be incomplete, reads the order alone. */
        private Order polled(OrderId id, Certificate certificate) {
            Order listed = RegfishMapper.order(account, id, certificate);
            boolean isComplete = id.kind() != OrderId.Kind.REISSUE
                    && listed.state() == Order.State.PENDING
                    && !listed.validations().isEmpty();
            return isComplete
                    ? book.requestOf(id).map(listed::withRequest).orElse(listed)
                    : RegfishOrders.this.read(id);
        }
    }

    /** Returns a text that changes when the certificate changes. The text contains the hashes of long values. */
    private static String marker(Certificate certificate) {
        Reissue reissue = certificate.getReissue();
        return Stream.of(
                        certificate.getStatus(),
                        certificate.getOrderState(),
                        certificate.getActionRequired(),
                        certificate.getCertificatePemAvailable(),
                        certificate.getSerialNumber(),
                        hash(
                                certificate.getPendingReason(),
                                certificate.getPendingMessage(),
                                certificate.getValidation()),
                        reissue == null
                                ? ""
                                : reissue.getId() + "" + reissue.getStatus() + hash(reissue.getValidation()))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private static String hash(@Nullable Object... values) {
        return Integer.toHexString(Objects.hash(values));
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        requireStack("download");
        account.require(id);
        return downloadIssued(id);
    }

    /**
     * Downloads the certificate of an order. If regfish still delivers the old certificate of a reissue, throws
     * ConflictException with the reason {@code NOT_READY}.
     */
    private IssuedCertificate downloadIssued(OrderId id) {
        // The key of a reissue from the list is not known, so no certificate is certainly the new certificate.
        if (id.kind() == OrderId.Kind.REISSUE && id.keySha256().equals(OrderId.NONE)) {
            Order now = read(id);
            if (now.state() != Order.State.ISSUED) {
                throw notReady(
                        READ,
                        "the reissue of certificate " + id.providerId() + " is not issued; its status is "
                                + now.status());
            }
        }
        ApiResponse bundle = listings.bundle(id.providerId());
        Optional<OrderRequest> ordered = book.requestOf(id).filter(OrderRequest::hasCsr);
        return CertificateVerifier.verify(bundle.origin(), id, ordered, clock, () -> {
            IssuedCertificate issued = IssuedCertificate.parse(bundle.body()).ofKey(id.keySha256());
            boolean otherKey =
                    !id.keySha256().equals(OrderId.NONE) && !issued.keySha256().equals(id.keySha256());
            if (id.kind() == OrderId.Kind.REISSUE
                    && (otherKey || issued.serial().equals(id.oldSerial()))) {
                throw notReady(
                        bundle.origin(),
                        "certificate " + id.providerId() + " is still the old certificate with the serial number "
                                + issued.serial());
            }
            return issued;
        });
    }

    private static ConflictException notReady(OperationRef operation, String why) {
        return new ConflictException(operation, Refusal.local(why), ConflictException.Reason.NOT_READY);
    }

    @Override
    public void cancel(OrderId id) {
        requireStack("cancel");
        account.require(id);
        throw new UnsupportedException(
                OperationRef.of(Regfish.NAME, "cancel"),
                "nothing was sent: the regfish API has no known operation to cancel an order. Use the regfish Console");
    }

    @Override
    public Reconciliation reconcile(Attempt attempt) {
        requireStack("reconcile");
        return matcher.reconcile(attempt);
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Regfish.NAME, call));
    }
}
