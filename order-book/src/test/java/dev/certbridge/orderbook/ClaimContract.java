package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.ORIGIN;
import static dev.certbridge.orderbook.BookSamples.OVER_AT_ONCE;
import static dev.certbridge.orderbook.BookSamples.WISH;
import static dev.certbridge.orderbook.BookSamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One order serves one intent, in every book. */
interface ClaimContract {

    SpendLog book();

    private static OrderId listed(String providerId) {
        return new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, providerId, OrderId.NONE, OrderId.NONE);
    }

    private static OrderId listed(OrderId.Kind kind, String oldSerial) {
        return new OrderId("regfish", "live", "-", kind, "ABC", OrderId.NONE, OrderId.NONE, oldSerial);
    }

    @Test
    default void an_order_of_another_intent_settles_nothing() {
        Attempt first = book().begin(ORIGIN, WISH, BookSamples.SENDING);
        book().settle(first, State.ACCEPTED, Optional.of(id("ABC")));
        Attempt second = book().begin(ORIGIN, BookSamples.wish("other"), OVER_AT_ONCE);

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
    default void what_else_has_the_resellers_id_of_anothers_order_settles() {
        OrderId renewal = listed(OrderId.Kind.RENEWAL, OrderId.NONE);
        OrderId reissue = listed(OrderId.Kind.REISSUE, "0a");
        OrderId next = listed(OrderId.Kind.REISSUE, "0b");
        becomes("order", listed("ABC"));
        becomes("renewal", renewal);
        becomes("reissue", reissue);
        becomes("next reissue", next);

        Attempt late = book().begin(ORIGIN, BookSamples.wish("late"), OVER_AT_ONCE);
        for (OrderId taken : List.of(listed("ABC"), renewal, reissue, next)) {
            assertThatThrownBy(() -> book().settle(late, new Reconciliation.Placed(taken)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(book().orders(BookSamples.TARGET, "ABC"))
                .extracting(order -> order.intent().orElseThrow().name())
                .containsExactlyInAnyOrder("order", "renewal", "reissue", "next reissue");
    }

    private void becomes(String intent, OrderId id) {
        Attempt attempt = book().begin(ORIGIN, BookSamples.wish(intent), OVER_AT_ONCE);
        book().settle(attempt, new Reconciliation.Placed(id));
        assertThat(book().unresolved()).isEmpty();
    }

    @Test
    default void an_order_that_its_own_answer_named_settles_its_attempt() {
        Attempt attempt = book().begin(ORIGIN, WISH, OVER_AT_ONCE);
        book().answered(attempt, new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));
        book().settle(attempt, State.UNKNOWN, Optional.empty());

        book().settle(attempt, new Reconciliation.Placed(id("ABC")));
        assertThat(BookSamples.recorded(book()).orElseThrow().orderId()).contains(id("ABC"));
    }

    @Test
    default void a_charge_above_the_allowance_is_told_once_although_two_attempts_became_the_order() {
        SpendTerms limited = new SpendTerms(
                SpendType.ORDER,
                BookSamples.LONG,
                BookSamples.LONG,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Money.parse("EUR:25.00")));
        for (String intent : List.of("a", "b")) {
            Attempt attempt = book().begin(ORIGIN, BookSamples.wish(intent), limited);
            book().settle(attempt, State.ACCEPTED, Optional.of(id("ABC")));
        }
        assertThat(book().uncompared()).hasSize(2);

        book().overspent(id("ABC"), Money.parse("EUR:30.00"), "it cost EUR:30.00");
        assertThat(book().uncompared()).isEmpty();
        assertThat(book().allowed(id("ABC"))).contains(Money.parse("EUR:30.00"));
    }

    @Test
    default void an_order_for_another_key_settles_nothing() {
        Attempt other = book().begin(ORIGIN, BookSamples.wish("other"), OVER_AT_ONCE);
        assertThatThrownBy(() -> book().settle(other, new Reconciliation.Placed(id("ABC"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another key");
        assertThat(book().unresolved()).hasSize(1);
    }
}
