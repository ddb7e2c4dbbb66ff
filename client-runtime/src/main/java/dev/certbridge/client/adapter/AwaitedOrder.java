package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is kept of one of many orders between looks: less than a kibibyte beside the records it has published. */
final class AwaitedOrder {

    private static final long NEVER_LOOKED = 0;

    private final OrderId id;
    private final DnsValidationPublisher published;
    private @Nullable AwaitedOrder namesake;
    private long marker = NEVER_LOOKED;
    private int shown;
    private long lookedAt;
    private boolean nothingToShow;

    AwaitedOrder(OrderId id, DnsValidationPublisher published) {
        this.id = id;
        this.published = published;
    }

    OrderId id() {
        return id;
    }

    DnsValidationPublisher published() {
        return published;
    }

    /** The next one with the same id of the reseller's, if there is one. */
    @Nullable
    AwaitedOrder namesake() {
        return namesake;
    }

    void namesake(@Nullable AwaitedOrder next) {
        namesake = next;
    }

    /** True when the listing shows another state than at the last look. */
    boolean changed(String markerNow) {
        return marker != sum(markerNow);
    }

    /** It was looked at while the listing showed this. */
    void looked(String markerThen, Instant when) {
        marker = sum(markerThen);
        lookedAt = when.getEpochSecond();
    }

    /** It was looked at without success, or a listing cannot tell when it goes on: looked at in the next round too. */
    void lookAgain(Instant when) {
        marker = NEVER_LOOKED;
        lookedAt = when.getEpochSecond();
    }

    /**
     * FNV-1a, in an eighth of the space of the text. Should two texts ever have the same sum, the change is seen when the
     * order is looked at for its age.
     */
    private static long sum(String text) {
        long sum = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * 0x100000001b3L;
        }
        return sum == NEVER_LOOKED ? 1 : sum;
    }

    /** The authority did not say yet what it waits to see, and no listing may tell when it does. */
    void nothingToShow(boolean value) {
        nothingToShow = value;
    }

    boolean nothingToShow() {
        return nothingToShow;
    }

    boolean lookedBefore(Instant now, Duration age) {
        return now.getEpochSecond() - lookedAt >= age.toSeconds();
    }

    /** True when this order is not what was shown last. Only a sum of it is kept. */
    boolean showsNew(Order order) {
        int sum = Objects.hash(
                order.state(),
                order.status(),
                order.validations(),
                order.action(),
                order.charged(),
                order.refunded(),
                order.certificate());
        boolean news = sum != shown;
        shown = sum;
        return news;
    }
}
