package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.OrderWaiter;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The operations on the orders at acorn, which lists all orders in one response. */
final class AcornOrders implements Orders {

    private static final Polling DEFAULT_POLLING = new Polling(Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final AcornReads reads;
    private final Clock clock;
    private final OrderWaiter waiter;

    AcornOrders(AcornReads reads, ConnectOptions options) {
        this.reads = reads;
        this.clock = options.clock();
        this.waiter = new OrderWaiter(Acorn.NAME, this::get, this::download, reads.book(), options, DEFAULT_POLLING);
    }

    @Override
    public Order get(OrderId id) {
        reads.account().require(id);
        return reads.order(id, reads.order(id.providerId()));
    }

    @Override
    public Stream<Order> list() {
        return Stream.of(reads).flatMap(list -> list.orders().stream()).map(reads::listed);
    }

    @Override
    public Stream<Order> unclaimed() {
        return Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> reads.known(order).stream()
                        .noneMatch(known -> known.intent().isPresent()))
                .map(reads::listed);
    }

    @Override
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        reads.account().require(id);
        return waiter.await(id, limit, publisher, onPoll);
    }

    @Override
    public List<OrderId> awaitAll(
            Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        ids.forEach(reads.account()::require);
        return waiter.awaitAll(new PolledOrders(), ids, limit, publisher, listener);
    }

    /** Polls many orders with one read of the listing, because its entries are complete orders. */
    private final class PolledOrders implements OrderListing {

        @Override
        public boolean poll(Set<String> waited, Consumer<ListedOrder> seen) {
            reads.orders().stream()
                    .filter(order -> waited.contains(AcornMapper.text(order.getId())))
                    .forEach(order -> seen.accept(listed(order)));
            return true;
        }

        @Override
        public ListedOrder read(OrderId id) {
            return listed(reads.order(id.providerId()));
        }

        private ListedOrder listed(ShopOrder order) {
            boolean finished = AcornMapper.state(order) != Order.State.PENDING;
            String marker = AcornMapper.text(order.getStatus()) + " " + Objects.hashCode(order.getRecords());
            return new ListedOrder(
                    AcornMapper.text(order.getId()), marker, finished, asked -> reads.order(asked, order));
        }
    }

    @Override
    public IssuedCertificate download(OrderId id) {
        reads.account().require(id);
        ApiResponse chain = reads.api().downloadCertificate(id.providerId());
        return CertificateVerifier.verify(
                chain.origin(),
                id,
                reads.book().requestOf(id).filter(OrderRequest::hasCsr),
                clock,
                () -> IssuedCertificate.parse(chain.body()));
    }

    @Override
    public void cancel(OrderId id) {
        reads.account().require(id);
        throw AcornRequests.unsupported("cancel", "cancels nothing");
    }

    /**
     * Finds the order of an attempt. Acorn returns the CSR of every order. If exactly one order has the CSR of the
     * attempt, this order is the order of the attempt.
     */
    @Override
    public Reconciliation reconcile(Attempt attempt) {
        if (!attempt.target().equals(reads.account().target())) {
            throw new IllegalArgumentException("nothing was sent: the attempt is at " + attempt.target()
                    + ", this client at " + reads.account().target());
        }
        List<ShopOrder> alike = alike(attempt);
        List<ShopOrder> proven = alike.stream()
                .filter(order -> AcornMapper.hasCsr(order, attempt.request().csr()))
                .toList();
        List<OrderId> ids = (proven.isEmpty() ? alike : proven)
                .stream()
                        .filter(order -> !proven.isEmpty() || order.getCsr() == null)
                        .map(order -> reads.account().orderId(AcornMapper.text(order.getId()), attempt.request()))
                        .toList();
        if (ids.isEmpty()) {
            return Reconciliation.notListed(clock.instant());
        }
        return proven.size() == 1 ? Reconciliation.placed(ids.get(0)) : Reconciliation.candidates(ids);
    }

    /** Returns the orders that are new since the attempt, match its request and belong to no other intent. */
    private List<ShopOrder> alike(Attempt attempt) {
        Optional<Snapshot> before = attempt.terms().snapshot().flatMap(reads.book()::snapshot);
        return reads.orders().stream()
                .filter(order -> before.stream()
                        .noneMatch(snapshot -> snapshot.seen().contains(AcornMapper.text(order.getId()))))
                .filter(order -> AcornMapper.isFor(order, attempt.request()))
                .filter(order -> reads.known(order).stream()
                        .flatMap(known -> known.intent().stream())
                        .allMatch(attempt.intent()::equals))
                .toList();
    }
}
