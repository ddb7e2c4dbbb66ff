package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.reseller.order.Order;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Polls many orders by reading the listing. Its entries contain all the values that a read of a single order returns.
 */
record AcornListings(AcornReads reads, AcornViews views) implements OrderListing {

    @Override
    public void poll(Set<String> waited, Consumer<ListedOrder> seen) {
        for (ShopOrder order : reads.orders()) {
            String id = AcornMapper.text(order.getId());
            if (waited.contains(id)) {
                boolean finished = AcornMapper.state(order) != Order.State.PENDING;
                seen.accept(new ListedOrder(id, marker(order), finished, asked -> views.order(asked, order)));
            }
        }
    }

    private static String marker(ShopOrder order) {
        return AcornMapper.text(order.getStatus()) + " " + Integer.toHexString(Objects.hashCode(order.getRecords()));
    }
}
