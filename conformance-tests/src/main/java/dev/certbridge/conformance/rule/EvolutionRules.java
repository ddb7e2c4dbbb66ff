package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reseller may add to its answers, or leave out of them, without asking. */
public interface EvolutionRules {

    @Rule(number = "V1", says = "A member that the contract does not know is ignored, and changes nothing else.")
    @TestFactory
    default Stream<DynamicTest> an_unknown_member_is_ignored(RuleContext stage) {
        return SchemaEvolution.at(stage).cases(body -> {
            body.shape()
                    .objects()
                    .forEach(object -> ((ObjectNode) body.changed().at(object))
                            .putObject("certbridgeUnknown")
                            .put("since", "tomorrow"));
            body.requireSame(body.shape().places());
        });
    }

    @Rule(number = "V2", says = "A value that is not among the known ones reaches the caller as it is.")
    @TestFactory
    default Stream<DynamicTest> an_unknown_value_survives(RuleContext stage) {
        return SchemaEvolution.at(stage).cases(body -> {
            body.shape().places().stream()
                    .filter(place ->
                            place.known() && body.changed().at(place.pointer()).isTextual())
                    .forEach(
                            place -> ((ObjectNode) body.changed().at(place.parent())).put(place.name(), "OF_TOMORROW"));
            body.requireSame(body.shape().places());
        });
    }

    @Rule(number = "V3", says = "A member that may be missing may be missing, and the rest is still read.")
    @TestFactory
    default Stream<DynamicTest> an_optional_member_may_be_missing(RuleContext stage) {
        return SchemaEvolution.at(stage).cases(body -> {
            body.shape().places().stream()
                    .filter(place -> !place.required())
                    .filter(place -> body.changed().at(place.parent()).isObject())
                    .forEach(place -> ((ObjectNode) body.changed().at(place.parent())).remove(place.name()));
            body.requireSame(body.shape().places());
        });
    }

    @Rule(number = "V4", says = "A number that comes as a text is read as the number.")
    @TestFactory
    default Stream<DynamicTest> a_number_may_be_a_text(RuleContext stage) {
        return SchemaEvolution.at(stage).cases(body -> {
            body.shape().places().stream()
                    .filter(place -> body.changed().at(place.pointer()).isNumber())
                    .forEach(place -> ((ObjectNode) body.changed().at(place.parent()))
                            .set(
                                    place.name(),
                                    TextNode.valueOf(
                                            body.changed().at(place.pointer()).asText())));
            body.requireSame(body.shape().places());
        });
    }

    @Rule(number = "V5", says = "A state that nobody knows is waited on, and told in the reseller's own word.")
    @Test
    default void an_unknown_state_is_waited_on(RuleContext stage) {
        TestClient shopper = stage.shopper();
        OrderId id = shopper.order("www.example.com").id();
        shopper.stub()
                .answer(
                        PollAssertions.looking(shopper),
                        CannedFailure.altered(reply -> SchemaEvolution.withStatus(reply, "OF_TOMORROW")));

        Order seen = shopper.reseller().orders().get(id);

        assertThat(seen.state()).as("state of an order in an unknown state").isEqualTo(Order.State.PENDING);
        assertThat(seen.status()).as("its word").isEqualToIgnoringCase("OF_TOMORROW");
    }
}
