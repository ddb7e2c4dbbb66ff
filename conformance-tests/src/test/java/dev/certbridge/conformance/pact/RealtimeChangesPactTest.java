package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.Test;

/** What renewing, reissuing, revoking and cancelling at Realtime Register rely on: look first, then change once. */
@RealtimeConsumer
class RealtimeChangesPactTest {

    private static final Intent INTENT = Intent.of("shop-4711/2");
    private static final String CERTIFICATE = RealtimeCalls.CERTIFICATES + "/{certificateId}";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact renewing(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        renewal("a question for the price of a renewal")
                .query("quote", "true")
                .body(RealtimeChangesPactTest::renewal)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, "RENEW"))
                .in(pact);
        renewal("a renewal whose price is acknowledged")
                .body(body -> {
                    renewal(body);
                    RealtimeBodies.acknowledged(body, RealtimeCalls.PRODUCT, "RENEW");
                })
                .accepted(RealtimeCalls.PROCESS)
                .holds(RealtimeBodies::validations)
                .in(pact);
        return RealtimeCalls.charged().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "renewing")
    void a_renewal_is_quoted_acknowledged_and_a_process(MockServer server) {
        RealtimeCalls.with(server, realtime -> {
            OrderRequest request = OrderRequest.renewal(RealtimeCalls.certificateId(server), RealtimeCalls.PRODUCT)
                    .csr(PactFixtures.OTHER_CSR)
                    .validity(Validity.months(12))
                    .build();
            Order order = realtime.order(INTENT, request, Spending.upTo("EUR", "25.00"));
            assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
            assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
            assertThat(order.validations()).hasSize(1);
        });
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact reissuing(PactBuilder pact) {
        RealtimeCalls.certificate().in(pact);
        RealtimeCalls.noneListed().in(pact);
        reissue("a question for the price of a reissue")
                .query("quote", "true")
                .body(RealtimeChangesPactTest::reissue)
                .answers(200, body -> body.object("quote", quote -> quote.numberValue("total", 0)))
                .in(pact);
        reissue("a reissue")
                .body(RealtimeChangesPactTest::reissue)
                .accepted(RealtimeCalls.PROCESS)
                .holds(RealtimeBodies::validations)
                .in(pact);
        return RealtimeCalls.charged().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissuing")
    void a_reissue_is_quoted_and_a_process_that_remembers_the_old_certificate(MockServer server) {
        RealtimeCalls.with(server, realtime -> {
            OrderRequest request = OrderRequest.reissue(RealtimeCalls.certificateId(server))
                    .csr(PactFixtures.OTHER_CSR)
                    .oldMayBeRevoked()
                    .build();
            Order order = realtime.order(INTENT, request, Spending.upTo("EUR", "25.00"));
            assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
            assertThat(order.id().oldSerial()).isEqualTo(PactFixtures.serial());
            assertThat(order.validations()).hasSize(1);
        });
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact revoking(PactBuilder pact) {
        RealtimeCalls.certificate().in(pact);
        return call("revokeCertificate", "a revocation")
                .given(RealtimeStates.ISSUED)
                .sends("DELETE", CERTIFICATE, RealtimeCalls.CERTIFICATE)
                .body(body -> body.stringMatcher("reason", "[A-Z_]+", "SUPERSEDED"))
                .answers(202)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "revoking")
    void a_revocation_looks_at_the_serial_number_first(MockServer server) {
        RealtimeCalls.with(
                server,
                realtime -> realtime.certificates()
                        .revoke(
                                RealtimeCalls.certificateId(server),
                                PactFixtures.serial(),
                                RevocationReason.SUPERSEDED));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact cancelling(PactBuilder pact) {
        call("getProcess", "a look at a process before it is cancelled")
                .given(RealtimeStates.RUNNING)
                .sends("GET", RealtimeCalls.PROCESSES + "/{processId}", RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                                .stringValue("type", "certificate"))
                .in(pact);
        return call("cancelProcess", "the cancellation of a process under way")
                .given(RealtimeStates.RUNNING)
                .sends("DELETE", RealtimeCalls.PROCESSES + "/{processId}", RealtimeCalls.PROCESS)
                .answers(200)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "cancelling")
    void a_cancellation_looks_at_the_kind_of_the_process_first(MockServer server) {
        RealtimeCalls.with(server, realtime -> realtime.orders().cancel(RealtimeCalls.orderId(server)));
    }

    private static Expectation renewal(String description) {
        return call("renewCertificate", description)
                .given(RealtimeStates.ISSUED)
                .sends("POST", CERTIFICATE + "/renew", RealtimeCalls.CERTIFICATE);
    }

    private static void renewal(LambdaDslObject body) {
        body.stringType("product", RealtimeCalls.PRODUCT).integerType("period", 12);
        reissue(body);
    }

    private static Expectation reissue(String description) {
        return call("reissueCertificate", description)
                .given(RealtimeStates.ISSUED)
                .sends("POST", CERTIFICATE + "/reissue", RealtimeCalls.CERTIFICATE);
    }

    private static void reissue(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.OTHER_CSR);
        RealtimeCalls.validateByDns(body);
    }
}
