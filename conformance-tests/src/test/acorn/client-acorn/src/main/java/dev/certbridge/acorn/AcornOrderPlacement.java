package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.OrderForm;
import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.adapter.SpendGate;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Places orders. Stores a snapshot of the listing before each order, and sends the order once. */
record AcornOrderPlacement(AcornReads reads, ConnectOptions options) {

    Order order(Intent intent, OrderRequest request, Spending spending, SpendGate gate) {
        OrderForm form = AcornRequests.order(request, spending);
        SpendExecutor executor = new SpendExecutor(
                        AcornRequests.ORDER,
                        reads.book(),
                        SpendRequest.of(intent, reads.account().target(), request),
                        new AcornOrderIdReader(reads.account(), request),
                        options.spendDeadline())
                .behind(gate);
        Optional<Order> recorded = executor.recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        executor.takeSnapshot(() -> snapshot(request));
        SpendExecutor.Placed placed =
                executor.order(spending, Optional.empty(), permit -> reads.api().createOrder(form, permit));
        return reads.order(placed.id(), placed.as(ShopOrder.class)).withRequest(request);
    }

    /**
     * Returns the number of the stored snapshot. Throws {@link PossibleDuplicateException} if an equal order is open
     * and duplicates are not allowed.
     */
    private long snapshot(OrderRequest request) {
        Instant at = options.clock().instant();
        List<ShopOrder> listed = reads.orders();
        List<String> equal = listed.stream()
                .filter(order -> AcornMapper.state(order) == Order.State.PENDING)
                .filter(order -> AcornMapper.isFor(order, request))
                .filter(order -> reads.known(order).stream()
                        .noneMatch(known -> known.intent().isPresent()))
                .map(order -> AcornMapper.text(order.getId()))
                .toList();
        if (!request.duplicateAllowed() && !equal.isEmpty()) {
            throw new PossibleDuplicateException(AcornRequests.ORDER, equal);
        }
        return reads.book()
                .keep(new Snapshot(
                        reads.account().target(),
                        at,
                        listed.stream()
                                .map(order -> AcornMapper.text(order.getId()))
                                .collect(Collectors.toSet())));
    }
}
