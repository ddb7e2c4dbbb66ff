package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** What is kept of one of many orders between looks: less than a kibibyte beside the records it has published. */
final class WaitedOrder {

    private static final String NEVER_LOOKED = "";

    private final OrderId id;
    private final Publications published;
    private String marker = NEVER_LOOKED;
    private int shown;
    private long lookedAt;
    private boolean nothingToShow;

    WaitedOrder(OrderId id, Publications published) {
        this.id = id;
        this.published = published;
    }

    OrderId id() {
        return id;
    }

    Publications published() {
        return published;
    }

    /** True when the listing shows another state than at the last look. */
    boolean changed(String markerNow) {
        return !marker.equals(markerNow);
    }

    /** It was looked at while the listing showed this. */
    void looked(String markerThen, Instant when) {
        marker = markerThen;
        lookedAt = when.getEpochSecond();
    }

    /** It was looked at without success, or a listing cannot tell when it goes on: looked at in the next round too. */
    void lookAgain(Instant when) {
        looked(NEVER_LOOKED, when);
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
