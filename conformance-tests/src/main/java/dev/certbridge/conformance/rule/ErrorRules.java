package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told when it does not end well, and nobody said no: above all, what happened to the money. */
public interface ErrorRules {

    @Rule(number = "E2", says = "A 502 to an order is no refusal: its outcome is unknown, and its intent taken.")
    @Test
    default void a_502_to_an_order_is_unknown(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.stub().answer(shopper.ordering(), CannedFailure.status(502));

        RuleAssertions.failure(
                OutcomeUnknownException.class, "of a 502 to an order", () -> shopper.order("www.example.com"));

        assertThat(shopper.book().unresolved()).as("attempts to look for").hasSize(1);
        RuleAssertions.sent(shopper, 1);
    }

    @Rule(number = "E3", says = "A 502 to a read is a fault of the provider, and safe to read again.")
    @Test
    default void a_502_to_a_read_is_a_fault(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub()
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.status(502).times(3));

        ProviderFaultException fault = RuleAssertions.failure(
                ProviderFaultException.class,
                "of a 502 to a read",
                () -> shopper.reseller().orders().get(id));

        assertThat(fault.status()).as("the status it tells").isEqualTo(502);
        assertThat(shopper.reseller().orders().get(id).id()).isEqualTo(id);
    }

    @Rule(number = "E4", says = "A refusal that the contract does not list is no refusal of an order: it is unknown.")
    @Test
    default void an_unlisted_refusal_is_unknown(RuleContext stage) {
        TestClient shopper = stage.shopper();
        shopper.stub()
                .answer(
                        shopper.ordering(),
                        CannedFailure.status(422, "{\"message\":\"no\"}", Map.of("Content-Type", "application/json")));

        RuleAssertions.failure(
                OutcomeUnknownException.class, "of a 422 to an order", () -> shopper.order("www.example.com"));

        assertThat(shopper.book().unresolved()).as("attempts to look for").hasSize(1);
    }

    @Rule(number = "E11", says = "An answer to a read that is no such answer is a broken contract, not an empty one.")
    @Test
    default void a_page_is_no_answer(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub()
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.status(200, "<html>Welcome</html>", Map.of("Content-Type", "text/html"))
                                .always());

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a page instead of an order",
                () -> shopper.reseller().orders().get(id));
    }

    @Rule(number = "E13", says = "A failure names the reseller and the operation, in one line.")
    @Test
    default void a_failure_says_where_it_comes_from(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub().answer(PollAssertions.looking(shopper), CannedFailure.status(401));

        Throwable told = RuleAssertions.thrown(() -> shopper.reseller().orders().get(id));

        assertThat(told).as("what is told of a 401 to a read").isInstanceOf(ResellerException.class);
        ResellerException failure = (ResellerException) told;
        assertThat(failure.provider()).isEqualTo(shopper.stub().name());
        assertThat(failure.operationId()).isEqualTo(PollAssertions.looking(shopper));
        assertThat(failure.getMessage())
                .contains(shopper.stub().name(), PollAssertions.looking(shopper), "401")
                .hasLineCount(1);
    }
}
