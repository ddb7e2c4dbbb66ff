package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The orders that acorn lists before an order is placed. They are read once, on first use. A bulk run uses one snapshot
 * for all its orders.
 */
final class AcornPreOrderSnapshot {

    private final AcornReads reads;
    private final AcornViews views;
    private final SpendLog book;
    private final ResellerAccount place;
    private final Clock clock;
    private @Nullable Seen seen;
    private @Nullable Long number;

    AcornPreOrderSnapshot(AcornReads reads, AcornViews views, SpendLog book, ResellerAccount place, Clock clock) {
        this.reads = reads;
        this.views = views;
        this.book = book;
        this.place = place;
        this.clock = clock;
    }

    private record Seen(Instant at, List<ShopOrder> orders) {}

    /**
     * Returns the number of the stored snapshot. Throws {@link PossibleDuplicateException} if an equal order is open
     * and duplicates are not allowed.
     */
    long before(OrderRequest request) {
        if (!request.duplicateAllowed()) {
            List<String> equal = seen().orders().stream()
                    .filter(order -> AcornMapper.state(order) == Order.State.PENDING)
                    .filter(order -> AcornMapper.isFor(order, request) && !views.claimed(order))
                    .map(order -> AcornMapper.text(order.getId()))
                    .toList();
            if (!equal.isEmpty()) {
                throw new PossibleDuplicateException(AcornRequests.ORDER, equal);
            }
        }
        return number();
    }

    private long number() {
        if (number == null) {
            Set<String> ids = seen().orders().stream()
                    .map(order -> AcornMapper.text(order.getId()))
                    .collect(Collectors.toSet());
            number = book.keep(new Snapshot(place.target(), seen().at(), ids));
        }
        return number;
    }

    private Seen seen() {
        if (seen == null) {
            Instant at = clock.instant();
            seen = new Seen(at, reads.orders());
        }
        return seen;
    }
}
