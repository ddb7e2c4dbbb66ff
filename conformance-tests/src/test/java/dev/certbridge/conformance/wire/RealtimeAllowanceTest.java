package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.wire.InterceptedBook.RealCall;
import dev.certbridge.conformance.wire.WireTest.EndedOrders;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The charge of an order is compared with its allowance at every read; a failing book hides neither. */
class RealtimeAllowanceTest extends RealtimeFixture {

    private final List<String> overspent = new ArrayList<>();
    private Optional<Money> allowed = Optional.empty();
    private boolean overspendingFails;
    private boolean refundFails;
    private boolean requestFails;

    /** The allowance is what a test sets, and what was overspent is recorded. */
    @Override
    Object intercept(String method, Object[] arguments, RealCall real) throws Throwable {
        if (method.equals("allowed")) {
            return allowed;
        }
        boolean overspending = method.equals("overspent");
        if (overspending) {
            overspent.add(arguments[1].toString());
        }
        if (overspending && overspendingFails
                || method.equals("refunded") && refundFails
                || method.equals("requestOf") && requestFails) {
            throw new IllegalStateException("the disk is full");
        }
        if (overspending) {
            allowed = Optional.of((Money) arguments[1]);
            book.halt((String) arguments[2]);
            return null;
        }
        return real.call();
    }

    RealtimeAllowanceTest() {
        process("{\"id\":4711,\"status\":\"RUNNING\",\"reservation\":{\"EUR\":2501},\"refund\":{\"EUR\":1}}");
    }

    private void process(String body) {
        process = json(200, body);
        listing = json(200, "{\"entities\":[null,%s],\"pagination\":{\"total\":2}}".formatted(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR\":2501", "USD\":1", "credits\":1", "USD\":1,\"EUR\":1"})
    void an_overcharge_is_reported_once_and_the_order_can_be_read_afterwards(String moved) {
        OrderId id = ordered();
        allowed = Optional.of(Money.of("EUR", "25.00"));
        process("{\"id\":4711,\"status\":\"RUNNING\",\"transaction\":{\"%s}}".formatted(moved));

        assertThatThrownBy(() -> realtime.orders().get(id))
                .isInstanceOfSatisfying(
                        OverspentException.class,
                        more -> assertThat(more.order().request().map(OrderRequest::fingerprint))
                                .contains(request.fingerprint()));
        assertThat(book.halted()).isPresent();

        book.resume("paid");
        assertThat(realtime.orders().get(id).id()).isEqualTo(id);
        assertThat(overspent).hasSize(1);
        assertThat(book.halted()).isEmpty();
    }

    @Test
    void a_charge_within_the_allowance_is_not_reported() {
        OrderId id = ordered();
        allowed = Optional.of(Money.of("EUR", "25.01"));
        assertThat(realtime.orders().get(id).charged()).contains(Money.of("EUR", "25.01"));
        assertThat(overspent).isEmpty();
    }

    @Test
    void a_wait_for_many_reports_an_overcharge_and_drops_the_order() {
        OrderId id = ordered();
        allowed = Optional.of(Money.of("EUR", "25.00"));
        EndedOrders listener = new EndedOrders();

        List<OrderId> left =
                realtime.orders().awaitAll(List.of(id), Duration.ofMinutes(5), DnsPublisher.none(), listener);

        assertThat(left).isEmpty();
        assertThat(listener.ended.get(id)).isInstanceOf(OverspentException.class);
        assertThat(overspent).containsExactly("EUR:25.01");
    }

    @Test
    void a_failing_book_does_not_hide_the_overspending() {
        overspendingFails = true;
        process("{\"id\":4711,\"status\":\"RUNNING\",\"transaction\":{\"EUR\":2501}}");
        OrderId id = ordered();
        allowed = Optional.of(Money.of("EUR", "25.00"));

        assertThatThrownBy(() -> realtime.orders().get(id))
                .isInstanceOf(OverspentException.class)
                .satisfies(more -> assertThat(more.getSuppressed())
                        .singleElement()
                        .satisfies(why -> assertThat(why).hasMessage("the disk is full")));
        assertThat(overspent).as("tried twice").hasSize(2);
    }

    @Test
    void a_refund_that_cannot_be_stored_hides_no_order_and_an_unreadable_book_is_a_transient_failure() {
        OrderId id = ordered();
        refundFails = true;
        assertThat(realtime.orders().get(id).request().map(OrderRequest::fingerprint))
                .contains(request.fingerprint());

        requestFails = true;
        assertThatThrownBy(() -> realtime.orders().get(id))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("the order book failed");
    }

    @Test
    void an_entry_that_is_null_counts_in_the_offset_alone() {
        assertThat(realtime.orders().list().map(Order::id).map(OrderId::providerId))
                .containsExactly("4711");
        assertThat(server.requests())
                .extracting(ReceivedRequest::target)
                .noneMatch(target -> target.contains("offset=1"));
    }

    private OrderId ordered() {
        return realtime.order(INTENT, request.toBuilder().allowingDuplicate().build(), Spending.unquoted())
                .id();
    }
}
