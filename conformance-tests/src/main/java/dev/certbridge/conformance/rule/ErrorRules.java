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

/** Rules about failed calls that the reseller did not clearly refuse. */
public interface ErrorRules {

    @Rule(
            number = "E2",
            title = "A 502 to an order is not a refusal: the outcome is unknown and the intent stays taken.")
    @Test
    default void a_502_to_an_order_is_unknown(RuleContext context) {
        TestClient client = context.client();
        client.stub().answer(client.ordering(), CannedFailure.status(502));

        RuleAssertions.failure(
                OutcomeUnknownException.class, "of a 502 to an order", () -> client.order("www.example.com"));

        assertThat(client.book().unresolved()).as("attempts to look for").hasSize(1);
        RuleAssertions.sent(client, 1);
    }

    @Rule(number = "E3", title = "A 502 to a read is a fault of the provider, and safe to read again.")
    @Test
    default void a_502_to_a_read_is_a_fault(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.stub()
                .answer(
                        PollAssertions.looking(client),
                        CannedFailure.status(502).times(3));

        ProviderFaultException fault = RuleAssertions.failure(
                ProviderFaultException.class,
                "of a 502 to a read",
                () -> client.reseller().orders().get(id));

        assertThat(fault.status()).as("the status it reports").isEqualTo(502);
        assertThat(client.reseller().orders().get(id).id()).isEqualTo(id);
    }

    @Rule(number = "E4", title = "A refusal that the contract does not list leaves the outcome of an order unknown.")
    @Test
    default void an_undocumented_refusal_is_an_unknown_outcome(RuleContext context) {
        TestClient client = context.client();
        client.stub()
                .answer(
                        client.ordering(),
                        CannedFailure.status(422, "{\"message\":\"no\"}", Map.of("Content-Type", "application/json")));

        RuleAssertions.failure(
                OutcomeUnknownException.class, "of a 422 to an order", () -> client.order("www.example.com"));

        assertThat(client.book().unresolved()).as("attempts to look for").hasSize(1);
    }

    @Rule(
            number = "E11",
            title =
                    "An answer to a read that does not match the contract is reported as such, never as an empty answer.")
    @Test
    default void a_web_page_is_not_a_response(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.stub()
                .answer(
                        PollAssertions.looking(client),
                        CannedFailure.status(200, "<html>Welcome</html>", Map.of("Content-Type", "text/html"))
                                .always());

        RuleAssertions.failure(
                BrokenContractException.class,
                "of a page instead of an order",
                () -> client.reseller().orders().get(id));
    }

    @Rule(number = "E13", title = "A failure names the reseller and the operation, in one line.")
    @Test
    default void a_failure_names_its_operation(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        client.stub().answer(PollAssertions.looking(client), CannedFailure.status(401));

        Throwable told = RuleAssertions.thrown(() -> client.reseller().orders().get(id));

        assertThat(told).as("what is told of a 401 to a read").isInstanceOf(ResellerException.class);
        ResellerException failure = (ResellerException) told;
        assertThat(failure.provider()).isEqualTo(client.stub().name());
        assertThat(failure.operationId()).isEqualTo(PollAssertions.looking(client));
        assertThat(failure.getMessage())
                .contains(client.stub().name(), PollAssertions.looking(client), "401")
                .hasLineCount(1);
    }
}
