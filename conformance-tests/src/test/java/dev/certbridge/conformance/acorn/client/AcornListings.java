package dev.certbridge.conformance.acorn.client;

import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels;
import dev.certbridge.reseller.order.Order;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at many orders through the one list, which tells all that a single read tells. */
record AcornListings(AcornReads reads, AcornViews views) implements OrderListing {

    @Override
    public void poll(Set<String> waited, Consumer<ListedOrder> seen) {
        for (ShopModels.Order order : reads.orders()) {
            String id = AcornMapper.text(order.id());
            if (waited.contains(id)) {
                boolean finished = AcornMapper.state(order) != Order.State.PENDING;
                seen.accept(new ListedOrder(id, marker(order), finished, asked -> views.order(asked, order)));
            }
        }
    }

    private static String marker(ShopModels.Order order) {
        return AcornMapper.text(order.status()) + " " + Integer.toHexString(Objects.hashCode(order.records()));
    }
}
