package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.Test;

/** What ordering, renewing and reissuing for an organization at Realtime Register rely on: every field it is told in. */
@RealtimeConsumer
class RealtimeOrganizationPactTest {

    private static final Intent INTENT = Intent.of("shop-4711/5");
    private static final String CERTIFICATE = RealtimeCalls.CERTIFICATES + "/{certificateId}";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact ordering(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        return RealtimeCalls.order("an order of an organization")
                .body(body -> {
                    term(body);
                    PactFixtures.csr(body, PactFixtures.CSR);
                    body.stringType("customer", RealtimeCalls.CUSTOMER).stringMatcher("country", "[A-Z]{2}", "DE");
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "ordering")
    void an_organization_is_told_field_by_field(MockServer server) {
        OrderRequest request =
                RealtimeOrganization.ordering(PactFixtures.order(RealtimeOrganization.PRODUCT)).toBuilder()
                        .validity(Validity.months(12))
                        .build();
        RealtimeCalls.with(
                server,
                realtime -> assertThat(realtime.order(INTENT, request, Spending.unquoted())
                                .id()
                                .providerId())
                        .isEqualTo(RealtimeCalls.PROCESS));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact renewing(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        return call("renewCertificate", "a renewal for an organization")
                .given(RealtimeStates.ISSUED_TO_ORGANIZATION)
                .sends("POST", CERTIFICATE + "/renew", RealtimeCalls.CERTIFICATE)
                .body(body -> {
                    term(body);
                    PactFixtures.csr(body, PactFixtures.OTHER_CSR);
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "renewing")
    void a_renewal_tells_the_organization_too(MockServer server) {
        OrderRequest renewal = OrderRequest.renewal(RealtimeCalls.certificateId(server), RealtimeOrganization.PRODUCT)
                .csr(PactFixtures.OTHER_CSR)
                .validity(Validity.months(12))
                .build();
        RealtimeCalls.with(
                server,
                realtime -> assertThat(
                                realtime.order(INTENT, RealtimeOrganization.changing(renewal), Spending.unquoted())
                                        .id()
                                        .providerId())
                        .isEqualTo(RealtimeCalls.PROCESS));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact reissuing(PactBuilder pact) {
        RealtimeCalls.certificate().in(pact);
        RealtimeCalls.noneListed().in(pact);
        return call("reissueCertificate", "a reissue for an organization")
                .given(RealtimeStates.ISSUED_TO_ORGANIZATION)
                .sends("POST", CERTIFICATE + "/reissue", RealtimeCalls.CERTIFICATE)
                .body(body -> {
                    PactFixtures.csr(body, PactFixtures.OTHER_CSR);
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissuing")
    void a_reissue_tells_the_organization_too(MockServer server) {
        OrderRequest reissue = OrderRequest.reissue(RealtimeCalls.certificateId(server))
                .csr(PactFixtures.OTHER_CSR)
                .oldMayBeRevoked()
                .build();
        RealtimeCalls.with(
                server,
                realtime -> assertThat(
                                realtime.order(INTENT, RealtimeOrganization.changing(reissue), Spending.unquoted())
                                        .id()
                                        .oldSerial())
                        .isEqualTo(PactFixtures.serial()));
    }

    private static void term(LambdaDslObject body) {
        body.stringValue("product", RealtimeOrganization.PRODUCT).integerType("period", 12);
    }
}
