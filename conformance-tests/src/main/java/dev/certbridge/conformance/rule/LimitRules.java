package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientFeature;
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

/** Rules about limits, quotes, charges, revocations and cancellations. */
public interface LimitRules {

    @Rule(
            number = "M14",
            title = "An order with a quote above its limit is refused, and nothing is ordered.",
            needs = Capability.SPENDING_LIMIT)
    @Test
    default void a_limit_is_never_exceeded(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        Money price = client.reseller().quote(request).total().orElseThrow();
        Money limit = new Money(price.currency(), price.cents() - 1);

        RuleAssertions.failure(
                client,
                SpendingLimitExceededException.class,
                "the failure when the quote is a cent above the limit",
                () -> client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(limit)));
        RuleAssertions.booked(client, 0);

        client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(price));
        RuleAssertions.booked(client, 1);
    }

    @Rule(
            number = "M15",
            operator = "quoteFlaws",
            title = "An order with a limit is refused if its quote has no readable price, and nothing is ordered.",
            needs = Capability.SPENDING_LIMIT)
    @TestFactory
    default Stream<DynamicTest> a_flawed_quote_is_refused(RuleContext context) {
        TestClient client = context.client();
        Map<String, Runnable> flaws = client.operator().quoteFlaws();
        return flaws.entrySet().stream()
                .map(flaw -> DynamicTest.dynamicTest(flaw.getKey(), () -> {
                    OrderRequest request = client.request(client.nextKey("www.example.com"));
                    flaw.getValue().run();

                    RuleAssertions.failure(
                            client,
                            SpendingLimitExceededException.class,
                            "the failure of a quote with " + flaw.getKey(),
                            () -> client.reseller()
                                    .order(Intent.of(flaw.getKey()), request, Spending.upTo("EUR", "1000.00")));

                    RuleAssertions.booked(client, 0);
                }));
    }

    @Rule(
            number = "M16",
            operator = "chargeMoreThanQuoted",
            title = "An overcharge is reported with its order and halts the book.",
            needs = Capability.SPENDING_LIMIT)
    @Test
    default void an_overcharge_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        Money price = client.reseller().quote(request).total().orElseThrow();
        client.operator().chargeMoreThanQuoted(1);

        OverspentException overspent = RuleAssertions.failure(
                client,
                OverspentException.class,
                "the failure when a cent more is charged than was quoted",
                () -> client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo(price)));

        assertThat(client.stub().ledger().isBooked(overspent.order().id().providerId()))
                .as("the ledger contains the reported order")
                .isTrue();
        assertThat(client.book().halted())
                .as("the reason why the book is halted")
                .isPresent();
    }

    @Rule(
            number = "M17",
            operator = "takeQuestionsForOrders",
            title =
                    "A request for a quote is sent once. If it places an order, the client reports the id of the order.",
            needs = Capability.QUOTE,
            unless = "shows its prices in answer to a read, which cannot place an order")
    @Test
    default void a_quote_that_orders_is_reported(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.operator().takeQuestionsForOrders();

        OutcomeUnknownException taken = RuleAssertions.failure(
                client,
                OutcomeUnknownException.class,
                "the failure when a quote is answered like an order",
                () -> client.reseller().quote(request));

        RuleAssertions.booked(client, 1);
        RuleAssertions.sent(client, 1);
        OrderId id = taken.seenId().orElseThrow();
        assertThat(client.stub().ledger().isBooked(id.providerId()))
                .as("the ledger contains order " + id)
                .isTrue();
        if (!client.has(ClientFeature.ORDER_BOOK)) {
            return;
        }
        assertThat(SpendLog.of(client.book()).knows(id.target(), id.providerId()))
                .as("the book contains order " + id)
                .isTrue();
    }

    @Rule(
            number = "M18",
            operator = "takeQuestionsForOrders",
            title = "If the quote before an order places an order, the client returns this order and sends no other.",
            needs = Capability.SPENDING_LIMIT,
            unless = "shows its prices in answer to a read, which cannot place an order")
    @Test
    default void a_quote_that_orders_is_the_order(RuleContext context) {
        TestClient client = context.client();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        client.operator().takeQuestionsForOrders();

        Throwable thrown = RuleAssertions.thrown(
                () -> client.reseller().order(Intent.of("shop-4711/1"), request, Spending.upTo("EUR", "1000.00")));

        assertThat(thrown).as("the failure of an order that exists").isNull();
        RuleAssertions.sent(client, 1);
        RuleAssertions.booked(client, 1);
    }

    @Rule(
            number = "M19",
            title = "A certificate is revoked only under its own serial number.",
            needs = Capability.REVOKE)
    @Test
    default void a_revocation_names_the_serial(RuleContext context) {
        TestClient client = context.client();
        Certificate issued = OrderScenarios.issued(client, "www.example.com");

        Throwable refused = RuleAssertions.thrown(
                () -> client.reseller().certificates().revoke(issued.id(), "0badcafe", RevocationReason.UNSPECIFIED));

        assertThat(refused)
                .as("the failure when another serial number is given")
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(client.reseller().certificates().get(issued.id()).state())
                .as("the state of the certificate that was not revoked")
                .isEqualTo(Certificate.State.ACTIVE);
    }

    @Rule(
            number = "M20",
            title = "A cancellation whose answer is lost has an unknown outcome, and is not sent again.",
            needs = Capability.CANCEL)
    @Test
    default void a_lost_cancellation_is_not_repeated(RuleContext context) {
        TestClient client = context.client();
        Order order = client.order("www.example.com");
        OrderScenarios.everyWrite(client, CannedFailure.drop().afterBooking().always());
        long written = OrderScenarios.writes(client);

        RuleAssertions.failure(
                client,
                OutcomeUnknownException.class,
                "the failure when the answer to a cancellation is lost",
                () -> client.reseller().orders().cancel(order.id()));

        assertThat(OrderScenarios.writes(client) - written)
                .as("requests of one cancellation that change something")
                .isEqualTo(1);
    }

    @Rule(
            number = "M21",
            title = "A reissue is refused before anything is sent unless the request allows the old certificate to"
                    + " be revoked.",
            needs = Capability.REISSUE)
    @Test
    default void a_reissue_needs_consent_to_revoke(RuleContext context) {
        TestClient client = context.client();
        Certificate issued = OrderScenarios.issued(client, "www.example.com");
        OrderRequest request = OrderRequest.reissue(issued.id())
                .csr(client.nextKey("www.example.com").csr())
                .build();

        RuleAssertions.beforeAnyByte(
                client,
                InvalidRequestException.class,
                "the failure when the request does not allow the old certificate to be revoked",
                () -> client.reseller().order(Intent.of("shop-4711/2"), request, Spending.unquoted()));
    }

    @Rule(number = "M22", title = "Repeating the intent of a renewal does not renew again.", needs = Capability.RENEW)
    @Test
    default void a_renewal_orders_once(RuleContext context) {
        TestClient client = context.client();
        client.require(ClientFeature.ORDER_BOOK);
        Certificate issued = OrderScenarios.issued(client, "www.example.com");
        OrderRequest usual = client.request(client.nextKey("www.example.com"));
        OrderRequest renewal = OrderRequest.renewal(issued.id(), usual.product())
                .csr(usual.csr())
                .validity(usual.validity().orElseThrow())
                .build();
        Intent intent = Intent.of("shop-4711/2");
        Order first = client.reseller().order(intent, renewal, Spending.unquoted());

        List<Order> all = List.of(first, client.reseller().order(intent, renewal, Spending.unquoted()));

        assertThat(all)
                .extracting(Order::id)
                .as("ids of a renewal that was requested twice")
                .containsOnly(first.id());
        RuleAssertions.booked(client, 2);
    }
}
