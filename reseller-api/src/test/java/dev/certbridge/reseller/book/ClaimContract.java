package dev.certbridge.reseller.book;

import static dev.certbridge.reseller.book.Sample.ORIGIN;
import static dev.certbridge.reseller.book.Sample.OVER_AT_ONCE;
import static dev.certbridge.reseller.book.Sample.WISH;
import static dev.certbridge.reseller.book.Sample.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.book.Attempt.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One order serves one intent, in every book. */
interface ClaimContract {

    OrderBook book();

    private static OrderId listed(String providerId) {
        return new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, providerId, OrderId.NONE, OrderId.NONE);
    }

    @Test
    default void an_order_of_another_intent_settles_nothing() {
        Attempt first = book().begin(ORIGIN, WISH, Sample.SENDING);
        book().settle(first, State.ACCEPTED, Optional.of(id("ABC")));
        Attempt second = book().begin(ORIGIN, Sample.wish("other"), OVER_AT_ONCE);

        assertThatThrownBy(() -> book().settle(second, new Reconciliation.Placed(listed("ABC"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shop-4711/1")
                .message()
                .hasLineCount(1);
        assertThat(book().unresolved()).hasSize(1);
        book().settle(second, new Reconciliation.Placed(listed("DEF")));
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void an_order_for_another_key_settles_nothing() {
        Attempt other = book().begin(ORIGIN, Sample.wish("other"), OVER_AT_ONCE);
        assertThatThrownBy(() -> book().settle(other, new Reconciliation.Placed(id("ABC"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another key");
        assertThat(book().unresolved()).hasSize(1);
    }
}
