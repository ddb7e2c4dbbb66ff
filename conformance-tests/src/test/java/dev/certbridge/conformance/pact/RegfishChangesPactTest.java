package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.Test;

/** What reissuing and completing at regfish rely on: look first, then change once. */
@RegfishConsumer
class RegfishChangesPactTest {

    private static final Intent INTENT = Intent.of("shop-4711/2");

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact reissuing(PactBuilder pact) {
        look("a look at a certificate before its reissue", RegfishStates.ISSUED, certificate -> {
                    RegfishCalls.wares(certificate);
                    RegfishCalls.issued(certificate);
                    certificate.booleanValue("reissue_supported", true);
                })
                .in(pact);
        RegfishCalls.download().in(pact);
        return call("reissueCertificate", "a reissue")
                .given(RegfishStates.ISSUED)
                .sends("POST", RegfishCalls.CERTIFICATE + "/reissue", RegfishCalls.ID)
                .body(RegfishCalls::reissue)
                .answers(
                        200,
                        envelope(order -> order.stringMatcher("id", RegfishCalls.ID_PATTERN, RegfishCalls.ID)
                                .stringValue("status", "issued")
                                .object("reissue", reissue -> {
                                    reissue.integerType("id", 51873).stringType("status", "pending");
                                    RegfishCalls.validation(reissue);
                                })))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissuing")
    void a_reissue_has_a_record_of_its_own_and_remembers_the_old_certificate(MockServer server) {
        RegfishCalls.with(server, regfish -> {
            OrderRequest request = OrderRequest.reissue(RegfishCalls.certificateId(server))
                    .csr(PactFixtures.OTHER_CSR)
                    .validity(Validity.days(199))
                    .oldMayBeRevoked()
                    .build();
            Order order = regfish.order(INTENT, request, Spending.unquoted());
            assertThat(order.state()).isEqualTo(Order.State.PENDING);
            assertThat(order.validations()).hasSize(1);
            assertThat(order.id().oldSerial()).isEqualTo(PactFixtures.serial());
        });
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact completing(PactBuilder pact) {
        look("a look at an order before its completion", RegfishStates.HELD_BACK, order -> {
                    RegfishCalls.wares(order);
                    order.booleanValue("action_required", true);
                })
                .in(pact);
        return call("completeCertificate", "the organization of an order that was held back")
                .given(RegfishStates.HELD_BACK)
                .sends("POST", RegfishCalls.CERTIFICATE + "/complete", RegfishCalls.ID)
                .body(body -> body.valueFromProviderState("org_id", "${organizationId}", RegfishCalls.ORGANIZATION))
                .answers(200, envelope(RegfishCalls::taken))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "completing")
    void a_completed_order_waits_for_nobody(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.order(
                                        INTENT,
                                        OrderRequest.completion(
                                                RegfishCalls.orderId(server), RegfishCalls.ORGANIZATION),
                                        Spending.unquoted())
                                .state())
                        .isEqualTo(Order.State.PENDING));
    }
}
