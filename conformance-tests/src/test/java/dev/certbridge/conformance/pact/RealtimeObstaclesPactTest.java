package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateReissueRequest;
import dev.certbridge.realtime.generated.model.CertificateRenewRequest;
import dev.certbridge.realtime.generated.model.CertificateRevokeRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What can stand in the way of a change at Realtime Register, as far as our adapter tells it apart. */
@RealtimeConsumer
class RealtimeObstaclesPactTest {

    private static final String PROCESS = "/v2/processes/{processId}";
    private static final long ID = Long.parseLong(RealtimeCalls.PROCESS);

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact failingOrder(PactBuilder pact) {
        return RealtimeCalls.failingOrder().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failingOrder")
    void a_failure_while_ordering_leaves_the_outcome_unknown(MockServer server) {
        refused(server, OutcomeUnknownException.class, RealtimeObstaclesPactTest::order);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact failingProvider(PactBuilder pact) {
        return RealtimeCalls.order("an order while the reseller's provider fails")
                .given(
                        RealtimeStates.REFUSES,
                        RealtimeCalls.refusing("requestCertificate", 502, "ProviderConnectionError"))
                .body(RealtimeCalls::order)
                .answers(502)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failingProvider")
    void a_failure_behind_the_reseller_leaves_the_outcome_unknown(MockServer server) {
        refused(server, OutcomeUnknownException.class, RealtimeObstaclesPactTest::order);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact tooLateToCancel(PactBuilder pact) {
        return call("cancelProcess", "the cancellation of a completed process")
                .given(RealtimeStates.ISSUED)
                .sends("DELETE", PROCESS, RealtimeCalls.PROCESS)
                .answers(400, error("InvalidParameter"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "tooLateToCancel")
    void a_completed_process_is_in_the_wrong_state_to_be_cancelled(MockServer server) {
        refused(server, ConflictException.class, client -> client.processes().cancelProcess(ID));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact revokedAlready(PactBuilder pact) {
        return call("revokeCertificate", "a revocation of what is revoked already")
                .given(RealtimeStates.REVOKED)
                .sends("DELETE", RealtimeCalls.CERTIFICATES + "/{certificateId}", RealtimeCalls.CERTIFICATE)
                .body(body -> body.stringMatcher("reason", "[A-Z_]+", "SUPERSEDED"))
                .answers(400, error("ObjectStatusProhibitsOperation"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "revokedAlready")
    void a_revocation_in_conflict_may_be_ours(MockServer server) {
        CertificateRevokeRequest reason = new CertificateRevokeRequest().reason("SUPERSEDED");
        refused(
                server,
                OutcomeUnknownException.class,
                client -> client.certificates()
                        .revokeCertificate(Long.parseLong(RealtimeCalls.CERTIFICATE), reason, SpendPermit.once()));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact replacedAlready(PactBuilder pact) {
        call("renewCertificate", "a renewal of what is renewed already")
                .given(RealtimeStates.RENEWED)
                .sends("POST", RealtimeCalls.CERTIFICATES + "/{certificateId}/renew", RealtimeCalls.CERTIFICATE)
                .body(body -> {
                    body.stringType("product", RealtimeCalls.PRODUCT).integerType("period", 12);
                    successor(body);
                })
                .answers(400, error("ObjectStatusProhibitsOperation"))
                .in(pact);
        return call("reissueCertificate", "a reissue of what is renewed already")
                .given(RealtimeStates.RENEWED)
                .sends("POST", RealtimeCalls.CERTIFICATES + "/{certificateId}/reissue", RealtimeCalls.CERTIFICATE)
                .body(RealtimeObstaclesPactTest::successor)
                .answers(400, error("ObjectStatusProhibitsOperation"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "replacedAlready")
    void a_renewal_or_reissue_in_conflict_may_be_ours(MockServer server) {
        long id = Long.parseLong(RealtimeCalls.CERTIFICATE);
        CertificateRenewRequest renewal = new CertificateRenewRequest()
                .product(RealtimeCalls.PRODUCT)
                .period(12)
                .csr(PactFixtures.OTHER_CSR)
                .dcv(RealtimeCalls.byDns());
        CertificateReissueRequest reissue =
                new CertificateReissueRequest().csr(PactFixtures.OTHER_CSR).dcv(RealtimeCalls.byDns());
        refused(
                server,
                OutcomeUnknownException.class,
                client -> client.certificates().renewCertificate(id, renewal, null, SpendPermit.once()));
        refused(
                server,
                OutcomeUnknownException.class,
                client -> client.certificates().reissueCertificate(id, reissue, null, SpendPermit.once()));
    }

    private static void successor(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.OTHER_CSR);
        RealtimeCalls.validateByDns(body);
    }

    private static void order(RealtimeClient client) {
        client.certificates().requestCertificate(RealtimeCalls.order(), null, SpendPermit.once());
    }

    private static void refused(
            MockServer server, Class<? extends ResellerException> as, Consumer<RealtimeClient> call) {
        try (RealtimeClient client = RealtimeCalls.client(server)) {
            assertThatThrownBy(() -> call.accept(client)).isInstanceOf(as);
        }
    }
}
