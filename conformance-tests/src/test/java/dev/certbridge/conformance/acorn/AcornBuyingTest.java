package dev.certbridge.conformance.acorn;

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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a third adapter does with money, built of nothing but what the reseller API gives to everybody. */
class AcornBuyingTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final Money PRICE = Money.of("EUR", "9.00");
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");

    private final TestClient shopper = TestClient.at("acorn");
    private final AcornStub stub = (AcornStub) shopper.stub();
    private final OrderRequest request = shopper.request(TestClient.key("www.example.com"));

    @AfterEach
    void close() {
        shopper.close();
    }

    @Test
    void an_order_at_the_limit_is_placed_once_and_shows_what_it_cost() {
        Order order = order(Spending.upTo(PRICE));

        assertThat(order.charged()).contains(PRICE);
        assertThat(order(Spending.upTo(PRICE)).id()).isEqualTo(order.id());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", PRICE.cents()));
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR:8.99", "USD:9.00"})
    void a_price_that_does_not_fit_orders_nothing(String limit) {
        assertThatThrownBy(() -> order(Spending.upTo(Money.parse(limit))))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(shopper.spends()).isZero();
    }

    @ParameterizedTest
    @EnumSource(PriceFlaw.class)
    void a_price_that_is_none_orders_nothing(PriceFlaw flaw) {
        stub.priceFlaw(flaw);
        assertThatThrownBy(() -> order(Spending.upTo(PRICE))).isInstanceOf(SpendingLimitExceededException.class);
        assertThat(shopper.spends()).isZero();
    }

    @Test
    void a_price_that_was_seen_is_paid_and_no_other() {
        Quote seen = shopper.reseller().quote(request);
        assertThat(order(Spending.acknowledging(seen)).charged()).contains(PRICE);

        stub.priceFlaw(PriceFlaw.OTHER_CURRENCY);
        OrderRequest another = shopper.request(TestClient.key("shop.example.com"));
        assertThatThrownBy(
                        () -> shopper.reseller().order(Intent.of("shop-4711/2"), another, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_that_cost_more_than_was_allowed_is_told_and_halts_the_book() {
        stub.surcharge(1);
        OverspentException overspent =
                catchThrowableOfType(OverspentException.class, () -> order(Spending.upTo(PRICE)));

        assertThat(overspent.order().charged()).contains(Money.of("EUR", "9.01"));
        assertThat(shopper.book().halted()).isPresent();
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_order_whose_answer_was_lost_is_found_by_its_signing_request_and_never_sent_again() {
        stub.answer("createOrder", CannedFailure.drop().afterBooking());
        assertThatThrownBy(() -> order(Spending.unquoted())).isInstanceOf(OutcomeUnknownException.class);

        Reconciliation found = shopper.reseller()
                .orders()
                .reconcile(shopper.book().unresolved().get(0));

        assertThat(found).isInstanceOf(Placed.class);
        assertThat(((Placed) found).id().providerId()).isEqualTo(booked());
        assertThat(shopper.spends()).isEqualTo(1);
    }

    @Test
    void an_overcharge_that_is_found_later_halts_the_book() {
        stub.surcharge(1).answer("createOrder", CannedFailure.drop().afterBooking());
        assertThatThrownBy(() -> order(Spending.upTo(PRICE))).isInstanceOf(OutcomeUnknownException.class);

        shopper.reseller().orders().reconcile(shopper.book().unresolved().get(0));

        assertThat(shopper.book().halted()).isPresent();
    }

    @Test
    void an_accepted_order_that_cannot_be_read_keeps_the_id_of_its_header() {
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
    void a_refusal_without_a_code_of_the_contract_may_be_somebody_elses(int status) {
        stub.answer("createOrder", CannedFailure.status(status, "<html>no</html>", HTML));
        assertThatThrownBy(() -> order(Spending.unquoted()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.accepted()).isFalse());
        assertThat(shopper.book().unresolved()).hasSize(1);
    }

    @Test
    void what_others_ordered_is_listed_and_audited() {
        Order ours = order(Spending.unquoted());
        Order theirs = shopper.connect(stub.apiKey(), OrderBooks.inMemory())
                .order(INTENT, shopper.request(TestClient.key("shop.example.com")), Spending.unquoted());

        assertThat(shopper.reseller().orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly(theirs.id().providerId());
        assertThat(shopper.reseller().orders().list())
                .extracting(order -> order.id().providerId())
                .containsExactly(ours.id().providerId(), theirs.id().providerId());
    }

    @Test
    void what_is_issued_is_listed_with_its_end() {
        Order order = order(Spending.unquoted());
        assertThat(shopper.reseller().certificates().list()).isEmpty();

        stub.issue(order.id().providerId());

        assertThat(shopper.reseller().certificates().list())
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.notAfter()).isPresent());
    }

    private String booked() {
        return stub.ledger().entries().get(0).orderId();
    }

    private Order order(Spending spending) {
        return shopper.reseller().order(INTENT, request, spending);
    }
}
