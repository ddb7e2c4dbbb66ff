package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The id that an answer names, and whether it can be that of the attempt. Of two that are answered with one id at the same
 * moment neither is found out: the book is asked before it is written to.
 */
final class OrderIdResolver {

    /**
     * A new order has a new id; whoever took over that of another would look at it, and might cancel it. Reissues of one
     * certificate and the completion of an order share one, and what a question names is nobody's.
     */
    private static final Set<SpendType> NEW_ID = Set.of(SpendType.QUOTE, SpendType.ORDER, SpendType.RENEW);

    private final Attempt attempt;
    private final SpendLog book;
    private final OrderIdReader reading;
    private final Map<OrderId, Boolean> claimed = new HashMap<>();
    private @Nullable ApiResponse searched;
    private Optional<OrderId> found = Optional.empty();

    OrderIdResolver(Attempt attempt, SpendLog book, OrderIdReader reading) {
        this.attempt = attempt;
        this.book = book;
        this.reading = reading;
    }

    /** The attempt's own id, from whatever has arrived of a 2xx. */
    Optional<OrderId> in(ApiResponse arrived) {
        return arrived.success() ? seenIn(arrived) : Optional.empty();
    }

    /** The same from an answer of any status. One that refuses and names an order may have placed it. */
    Optional<OrderId> seenIn(ApiResponse arrived) {
        return named(arrived).filter(id -> !isAnothers(id));
    }

    /** An id that cannot be the attempt's: the book has it as that of another intent. */
    Optional<OrderId> anothers(ApiResponse arrived) {
        return named(arrived).filter(this::isAnothers);
    }

    /** Asked for several times on the way, and the sums in an id are worth to be made once. */
    private Optional<OrderId> named(ApiResponse arrived) {
        if (arrived != searched) {
            found = searched(arrived);
            searched = arrived;
        }
        return found;
    }

    private Optional<OrderId> searched(ApiResponse arrived) {
        try {
            return reading.orderId(arrived);
        } catch (RuntimeException e) {
            // A reading that fails must not hide that there may be an order: it is one without an id.
            return Optional.empty();
        }
    }

    /** Asked once for each id, so that one call has one answer. */
    private boolean isAnothers(OrderId id) {
        return NEW_ID.contains(attempt.verb()) && claimed.computeIfAbsent(id, this::isClaimed);
    }

    private boolean isClaimed(OrderId id) {
        try {
            return book.orders(id.target(), id.providerId()).stream()
                    .flatMap(known -> known.intent().stream())
                    .anyMatch(intent -> !intent.equals(attempt.intent()));
        } catch (RuntimeException e) {
            // A book that fails must not cost the id.
            return false;
        }
    }
}
