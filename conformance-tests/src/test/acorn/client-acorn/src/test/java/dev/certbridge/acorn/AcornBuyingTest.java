package dev.certbridge.acorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.acorn.AcornStub;
import dev.certbridge.stub.acorn.PriceFlaw;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of orders, limits and reconciliation in a client that uses only the public API. */
class AcornBuyingTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final Money PRICE = Money.of("EUR", "9.00");
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");

    private final TestClient client = TestClient.at("acorn");
    private final AcornStub stub = (AcornStub) client.stub();
    private final OrderRequest request = client.request(TestClient.key("www.example.com"));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void an_order_at_the_limit_is_placed_once_and_shows_its_charge() {
        Order order = order(Spending.upTo(PRICE));

        assertThat(order.charged()).contains(PRICE);
        assertThat(order(Spending.upTo(PRICE)).id()).isEqualTo(order.id());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", PRICE.cents()));
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR:8.99", "USD:9.00"})
    void a_price_above_the_limit_or_in_another_currency_orders_nothing(String limit) {
        assertThatThrownBy(() -> order(Spending.upTo(Money.parse(limit))))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(client.spends()).isZero();
    }

    @ParameterizedTest
    @EnumSource(PriceFlaw.class)
    void an_invalid_price_orders_nothing(PriceFlaw flaw) {
        stub.priceFlaw(flaw);
        assertThatThrownBy(() -> order(Spending.upTo(PRICE))).isInstanceOf(SpendingLimitExceededException.class);
        assertThat(client.spends()).isZero();
    }

    @Test
    void only_the_acknowledged_price_is_paid() {
        Quote seen = client.reseller().quote(request);
        assertThat(order(Spending.acknowledging(seen)).charged()).contains(PRICE);

        stub.priceFlaw(PriceFlaw.OTHER_CURRENCY);
        OrderRequest another = client.request(TestClient.key("shop.example.com"));
        assertThatThrownBy(
                        () -> client.reseller().order(Intent.of("shop-4711/2"), another, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_overcharge_is_reported_and_halts_the_book() {
        stub.surcharge(1);
        OverspentException overspent =
                catchThrowableOfType(OverspentException.class, () -> order(Spending.upTo(PRICE)));

        assertThat(overspent.order().charged()).contains(Money.of("EUR", "9.01"));
        assertThat(client.book().halted()).isPresent();
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_with_a_lost_response_is_found_by_its_csr_and_never_sent_again() {
        stub.answer("createOrder", CannedFailure.drop().afterBooking());
        assertThatThrownBy(() -> order(Spending.unquoted())).isInstanceOf(OutcomeUnknownException.class);

        Reconciliation found =
                client.reseller().orders().reconcile(client.book().unresolved().get(0));

        assertThat(found).isInstanceOf(Placed.class);
        assertThat(((Placed) found).id().providerId()).isEqualTo(booked());
        assertThat(client.spends()).isEqualTo(1);
    }

    @Test
    void an_overcharge_found_by_reconcile_halts_the_book() {
        stub.surcharge(1).answer("createOrder", CannedFailure.drop().afterBooking());
        assertThatThrownBy(() -> order(Spending.upTo(PRICE))).isInstanceOf(OutcomeUnknownException.class);

        client.reseller().orders().reconcile(client.book().unresolved().get(0));

        assertThat(client.book().halted()).isPresent();
    }

    @Test
    void an_accepted_order_with_an_empty_body_keeps_the_id_of_its_header() {
        stub.answer("createOrder", CannedFailure.altered(reply -> new Reply(201, reply.headers(), new byte[0])));

        OutcomeUnknownException unknown =
                catchThrowableOfType(OutcomeUnknownException.class, () -> order(Spending.unquoted()));

        assertThat(unknown.accepted()).isTrue();
        assertThat(unknown.seenId()).map(OrderId::providerId).contains(booked());
    }

    @Test
    void an_accepted_order_without_its_header_has_the_id_of_its_body() {
        stub.answer("createOrder", CannedFailure.altered(reply -> reply.without("Location")));
        assertThat(order(Spending.unquoted()).id().providerId()).isEqualTo(booked());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 409, 502})
    void a_refusal_without_a_documented_code_is_an_unknown_outcome(int status) {
        stub.answer("createOrder", CannedFailure.status(status, "<html>no</html>", HTML));
        assertThatThrownBy(() -> order(Spending.unquoted()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.accepted()).isFalse());
        assertThat(client.book().unresolved()).hasSize(1);
    }

    @Test
    void unclaimed_lists_orders_of_other_books() {
        Order ours = order(Spending.unquoted());
        Order theirs = client.connect(stub.apiKey(), OrderBooks.inMemory())
                .order(INTENT, client.request(TestClient.key("shop.example.com")), Spending.unquoted());

        assertThat(client.reseller().orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly(theirs.id().providerId());
        assertThat(client.reseller().orders().list())
                .extracting(order -> order.id().providerId())
                .containsExactly(ours.id().providerId(), theirs.id().providerId());
    }

    @Test
    void an_issued_certificate_is_listed_with_its_end() {
        Order order = order(Spending.unquoted());
        assertThat(client.reseller().certificates().list()).isEmpty();

        stub.issue(order.id().providerId());

        assertThat(client.reseller().certificates().list())
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.notAfter()).isPresent());
    }

    private String booked() {
        return stub.ledger().entries().get(0).orderId();
    }

    private Order order(Spending spending) {
        return client.reseller().order(INTENT, request, spending);
    }
}
