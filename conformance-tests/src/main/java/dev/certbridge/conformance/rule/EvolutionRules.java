package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules about answers that differ from the contract because the reseller has changed its API. */
public interface EvolutionRules {

    @Rule(
            number = "V1",
            title = "A member that the contract does not define is ignored and does not change other" + " values.")
    @TestFactory
    default Stream<DynamicTest> an_unknown_member_is_ignored(RuleContext context) {
        return SchemaEvolution.at(context).cases(body -> {
            body.shape()
                    .objects()
                    .forEach(object -> ((ObjectNode) body.changed().at(object))
                            .putObject("certbridgeUnknown")
                            .put("since", "tomorrow"));
            body.requireSame();
        });
    }

    @Rule(number = "V2", title = "A value outside the known values reaches the caller unchanged.")
    @TestFactory
    default Stream<DynamicTest> an_unknown_value_is_kept(RuleContext context) {
        return SchemaEvolution.at(context).cases(body -> {
            body.change(
                    place -> place.known() && body.at(place).isTextual(),
                    (parent, name) -> parent.put(name, "OF_TOMORROW"));
            body.requireSame();
        });
    }

    @Rule(
            number = "V3",
            title = "If an optional member is missing, or a member that may be null is null, the other members are"
                    + " still read.")
    @TestFactory
    default Stream<DynamicTest> an_optional_member_may_be_missing(RuleContext context) {
        Stream<DynamicTest> documented = SchemaEvolution.at(context).cases(body -> {
            body.change(place -> !place.required(), ObjectNode::remove);
            body.requireSame();
            SchemaEvolution.Body other = body.unchanged();
            other.change(SchemaEvolution.BodySchema.Place::nullable, ObjectNode::putNull);
            other.requireSame();
        });
        DynamicTest order = DynamicTest.dynamicTest("an order with null in its answer", () -> {
            TestClient client = context.client();
            OrderId id = client.order("www.example.com").id();
            OrderScenarios.answerReads(
                    client, CannedFailure.altered(reply -> SchemaEvolution.withNulls(client.candidate(), reply)));
            assertThat(client.reseller().orders().get(id).id()).isEqualTo(id);
        });
        return Stream.concat(documented, Stream.of(order));
    }

    @Rule(number = "V4", title = "A number that arrives as text is read as the number.")
    @TestFactory
    default Stream<DynamicTest> a_number_may_be_a_string(RuleContext context) {
        return SchemaEvolution.at(context).cases(body -> {
            body.change(
                    place -> body.at(place).isNumber(),
                    (parent, name) -> parent.put(name, parent.get(name).asText()));
            body.requireSame();
        });
    }

    @Rule(
            number = "V5",
            title = "The client waits for an order in an unknown state, and reports the reseller's own status.")
    @Test
    default void an_unknown_state_is_waited_on(RuleContext context) {
        TestClient client = context.client();
        OrderId id = client.order("www.example.com").id();
        OrderScenarios.answerReads(
                client, CannedFailure.altered(reply -> SchemaEvolution.withStatus(reply, "OF_TOMORROW")));

        Order seen = client.reseller().orders().get(id);

        assertThat(seen.state()).as("state of an order in an unknown state").isEqualTo(Order.State.PENDING);
        assertThat(seen.status()).as("its word").isEqualToIgnoringCase("OF_TOMORROW");
    }
}
