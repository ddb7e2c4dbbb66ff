package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.wire.InterceptedBook.RealCall;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A charge that could not be read after an order is compared at the next read, once. */
class UncomparedPriceTest extends RealtimeFixture {

    private static final Spending LIMIT = Spending.upTo("EUR", "25.00");
    private static final ProxyStep RESERVED = process("RUNNING", "\"reservation\":{\"EUR\":2500}");

    private boolean full;

    @Override
    Object intercept(String method, Object[] arguments, RealCall real) throws Throwable {
        if (full && method.equals("compared")) {
            throw new IllegalStateException("the disk is full");
        }
        return real.call();
    }

    UncomparedPriceTest() {
        process = ProxyStep.hangUp();
    }

    private static ProxyStep process(String status, String money) {
        return json(200, "{\"id\":4711,\"status\":\"" + status + "\"," + money + "}");
    }

    @Test
    void a_charge_that_was_read_is_returned_with_the_order_and_compared() {
        process = RESERVED;
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();

        int before = server.requests().size();
        order();
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void a_charge_that_could_not_be_read_is_compared_when_the_intent_is_repeated() {
        Order order = order();
        assertThat(order.charged()).isEmpty();
        assertThat(book.uncompared()).singleElement().returns(Optional.of(order.id()), Attempt::orderId);
        assertThat(order().id()).as("still not readable").isEqualTo(order.id());
        assertThat(book.uncompared()).hasSize(1);

        process = RESERVED;
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();
        assertThat(server.requests("POST")).as("the question and the order").hasSize(2);
    }

    @Test
    void an_overcharge_is_reported_when_the_intent_is_repeated() {
        OrderId id = order().id();
        process = process("RUNNING", "\"reservation\":{\"EUR\":2501}");
        assertThatThrownBy(this::order)
                .isInstanceOfSatisfying(
                        OverspentException.class,
                        more -> assertThat(more.order().id()).isEqualTo(id));
        assertThat(book.halted()).isPresent();
        assertThat(book.uncompared()).isEmpty();

        int before = server.requests().size();
        assertThat(order().id()).as("reported once").isEqualTo(id);
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void reading_the_order_compares_the_charge_too() {
        OrderId id = order().id();
        process = RESERVED;
        realtime.orders().get(id);
        assertThat(book.uncompared()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reservation\":{}",
                "\"transaction\":null",
                "\"reservation\":{\"EUR\":null}",
                "\"reservation\":{\"EUR\":0}",
                "\"transaction\":{\"EUR\":0}"
            })
    void a_running_order_without_a_charge_stays_uncompared_until_it_ends(String money) {
        process = process("RUNNING", money);
        OrderId id = order().id();
        realtime.orders().get(id);
        assertThat(book.uncompared()).hasSize(1);

        process = process("COMPLETED", money);
        realtime.orders().get(id);
        assertThat(book.uncompared()).isEmpty();
    }

    @Test
    void the_process_of_another_order_gives_no_charge() {
        process = json(200, "{\"id\":4712,\"reservation\":{\"EUR\":9900}}");
        assertThat(order().charged()).isEmpty();
        assertThat(book.uncompared()).hasSize(1);
    }

    @Test
    void an_order_whose_id_is_no_number_stays_uncompared_and_is_returned() {
        String here = server.uri().getAuthority();
        OrderId id = new OrderId("realtime", here, "acme", OrderId.Kind.ORDER, "ticket-7", OrderId.NONE, OrderId.NONE);
        Duration minute = Duration.ofMinutes(1);
        Optional<Money> limit = Optional.of(Money.of("EUR", "25.00"));
        Attempt attempt = book.begin(
                OperationRef.of("realtime", "test"),
                SpendRequest.of(INTENT, OrderId.target("realtime", here, "acme"), request),
                new SpendTerms(SpendType.ORDER, minute, minute, Optional.empty(), Optional.empty(), limit));
        book.settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));

        assertThat(order().id()).isEqualTo(id);
        assertThat(book.uncompared()).singleElement().returns(Optional.of(id), Attempt::orderId);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void an_order_without_a_limit_is_never_uncompared() {
        realtime.order(INTENT, request, Spending.unquoted());
        assertThat(book.uncompared()).isEmpty();
        int before = server.requests().size();
        realtime.order(INTENT, request, Spending.unquoted());
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void a_book_that_cannot_store_the_comparison_hides_no_order_and_compares_again() {
        process = RESERVED;
        full = true;
        OrderId id = order().id();
        assertThat(book.uncompared()).hasSize(1);
        full = false;
        assertThat(order().id()).isEqualTo(id);
        assertThat(book.uncompared()).isEmpty();
    }

    private Order order() {
        return realtime.order(INTENT, request, LIMIT);
    }
}
