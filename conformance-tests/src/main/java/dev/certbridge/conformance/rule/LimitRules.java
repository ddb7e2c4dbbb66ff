package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an order may cost, and what must not be lost, taken back or replaced by mistake. */
public interface LimitRules {

    @Rule(
            number = "M14",
            says = "An order that is quoted above its limit is refused, and nothing is ordered.",
            needs = Capability.SPENDING_LIMIT)
    @Test
    default void a_limit_holds(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        Money price = shopper.reseller().quote(request).total().orElseThrow();
        Money limit = new Money(price.currency(), price.cents() - 1);

        RuleAssertions.failure(
                SpendingLimitExceededException.class,
                "when the quote is a cent above the limit",
                () -> shopper.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(limit)));
        RuleAssertions.booked(shopper, 0);

        shopper.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(price));
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(
            number = "M15",
            says = "A quote that is no readable price is refused under a limit, and nothing is ordered.",
            needs = Capability.SPENDING_LIMIT)
    @TestFactory
    default Stream<DynamicTest> a_flawed_quote_is_refused(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Map<String, Runnable> flaws = shopper.backstage().quoteFlaws();
        return flaws.entrySet().stream()
                .map(flaw -> DynamicTest.dynamicTest(flaw.getKey(), () -> {
                    OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
                    flaw.getValue().run();

                    RuleAssertions.failure(
                            SpendingLimitExceededException.class,
                            "of a quote with " + flaw.getKey(),
                            () -> shopper.reseller()
                                    .order(Intent.of(flaw.getKey()), request, Spending.upTo("EUR", "1000.00")));

                    RuleAssertions.booked(shopper, 0);
                }));
    }

    @Rule(
            number = "M16",
            says = "A charge above what was allowed is told with the order, and halts the book.",
            needs = Capability.SPENDING_LIMIT)
    @Test
    default void an_overcharge_is_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        Money price = shopper.reseller().quote(request).total().orElseThrow();
        shopper.backstage().chargeMoreThanQuoted(1);

        OverspentException overspent = RuleAssertions.failure(
                OverspentException.class,
                "when a cent more is charged than was quoted",
                () -> shopper.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(price)));

        assertThat(shopper.stub().ledger().isBooked(overspent.order().id().providerId()))
                .as("that the order it tells is the booked one")
                .isTrue();
        assertThat(shopper.book().halted()).as("that the book is halted").isPresent();
    }

    @Rule(
            number = "M17",
            says = "A question for the price that orders is told with the id of the order, and asked once.",
            needs = Capability.QUOTE,
            unless = "asks for a price by a read, which cannot order")
    @Test
    default void a_question_that_orders_is_told(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.backstage().takeQuestionsForOrders();

        OutcomeUnknownException taken = RuleAssertions.failure(
                OutcomeUnknownException.class,
                "when a question is answered like an order",
                () -> shopper.reseller().quote(request));

        RuleAssertions.booked(shopper, 1);
        RuleAssertions.sent(shopper, 1);
        OrderId id = taken.seenId().orElseThrow();
        assertThat(shopper.stub().ledger().isBooked(id.providerId()))
                .as("that " + id + " is the booked order")
                .isTrue();
        assertThat(SpendLog.of(shopper.book()).knows(id.target(), id.providerId()))
                .as("that the book knows it")
                .isTrue();
    }

    @Rule(
            number = "M18",
            says =
                    "What is accepted in answer to the question before an order is that order, and no second one is sent.",
            needs = Capability.SPENDING_LIMIT,
            unless = "asks for a price by a read, which cannot order")
    @Test
    default void a_question_that_orders_is_the_order(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderRequest request = shopper.request(shopper.nextKey("www.example.com"));
        shopper.backstage().takeQuestionsForOrders();

        Throwable told = RuleAssertions.thrown(
                () -> shopper.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo("EUR", "1000.00")));

        assertThat(told).as("what is told of an order that exists").isNull();
        RuleAssertions.sent(shopper, 1);
        RuleAssertions.booked(shopper, 1);
    }

    @Rule(
            number = "M19",
            says = "A certificate is revoked only under the serial number that it has.",
            needs = Capability.REVOKE)
    @Test
    default void a_revocation_names_the_serial(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Certificate issued = OrderScenarios.issued(shopper, "www.example.com");

        Throwable refused = RuleAssertions.thrown(
                () -> shopper.reseller().certificates().revoke(issued.id(), "0badcafe", RevocationReason.UNSPECIFIED));

        assertThat(refused)
                .as("what is told when another serial number is named")
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(shopper.reseller().certificates().get(issued.id()).state())
                .as("the certificate, which nobody meant")
                .isEqualTo(Certificate.State.ACTIVE);
    }

    @Rule(
            number = "M20",
            says = "A cancellation whose answer is lost is unknown, and nothing sends it again.",
            needs = Capability.CANCEL)
    @Test
    default void a_lost_cancellation_is_not_repeated(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Order order = shopper.order("www.example.com");
        OrderScenarios.everyWrite(shopper, CannedFailure.drop().afterBooking().always());
        long written = OrderScenarios.writes(shopper);

        RuleAssertions.failure(
                OutcomeUnknownException.class,
                "when the answer to a cancellation is lost",
                () -> shopper.reseller().orders().cancel(order.id()));

        assertThat(OrderScenarios.writes(shopper) - written)
                .as("requests that change something, of one cancellation")
                .isEqualTo(1);
    }

    @Rule(
            number = "M21",
            says = "A reissue is refused before any byte unless it says that the old certificate may be revoked.",
            needs = Capability.REISSUE)
    @Test
    default void a_reissue_says_what_may_happen(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Certificate issued = OrderScenarios.issued(shopper, "www.example.com");
        OrderRequest request = OrderRequest.reissue(issued.id())
                .csr(shopper.nextKey("www.example.com").csr())
                .build();

        RuleAssertions.beforeAnyByte(
                shopper,
                InvalidRequestException.class,
                "when nobody said that the old one may be revoked",
                () -> shopper.reseller().order(Intent.of("shop-4711/2"), request, Spending.unquoted()));
    }

    @Rule(number = "M22", says = "A renewal is a purchase: its intent buys once.", needs = Capability.RENEW)
    @Test
    default void a_renewal_buys_once(RuleContext stage) {
        TestClient shopper = stage.shopper();
        Certificate issued = OrderScenarios.issued(shopper, "www.example.com");
        OrderRequest usual = shopper.request(shopper.nextKey("www.example.com"));
        OrderRequest renewal = OrderRequest.renewal(issued.id(), usual.product())
                .csr(usual.csr())
                .validity(usual.validity().orElseThrow())
                .build();
        Intent intent = Intent.of("shop-4711/2");
        Order first = shopper.reseller().order(intent, renewal, Spending.unquoted());

        List<Order> all = List.of(first, shopper.reseller().order(intent, renewal, Spending.unquoted()));

        assertThat(all).extracting(Order::id).as("one renewal, told twice").containsOnly(first.id());
        RuleAssertions.booked(shopper, 2);
    }
}
