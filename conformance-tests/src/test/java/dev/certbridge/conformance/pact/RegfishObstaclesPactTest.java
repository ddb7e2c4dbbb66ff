package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.at;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.CompletionRequest;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What can stand in the way of a reissue or a completion at regfish, as far as our adapter tells it apart. */
@RegfishConsumer
class RegfishObstaclesPactTest {

    private static final String CERTIFICATE = "/tls/certificate/{certificateId}";

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact reissueTwice(PactBuilder pact) {
        return call("reissueCertificate", "a reissue while another runs")
                .given(RegfishStates.REISSUING)
                .sends("POST", CERTIFICATE + "/reissue", RegfishCalls.ID)
                .body(RegfishCalls::reissue)
                .answers(409, failure("The certificate cannot be reissued now"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissueTwice")
    void a_reissue_in_conflict_may_be_ours(MockServer server) {
        refused(server, OutcomeUnknownException.class, RegfishObstaclesPactTest::reissue);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact reissueFails(PactBuilder pact) {
        return call("reissueCertificate", "a reissue while the CA fails")
                .given(RegfishStates.ISSUED)
                .given(RegfishStates.CA_FAILS, at("reissueCertificate"))
                .sends("POST", CERTIFICATE + "/reissue", RegfishCalls.ID)
                .body(RegfishCalls::reissue)
                .answers(502, failure("The CA did not answer as expected"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissueFails")
    void a_failure_of_the_authority_leaves_the_outcome_of_a_reissue_unknown(MockServer server) {
        refused(server, OutcomeUnknownException.class, RegfishObstaclesPactTest::reissue);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact nothingToReissue(PactBuilder pact) {
        return call("reissueCertificate", "a reissue of a certificate that is not there")
                .given(RegfishStates.NOT_THERE)
                .sends("POST", CERTIFICATE + "/reissue", RegfishCalls.ID)
                .body(RegfishCalls::reissue)
                .answers(404, failure("Certificate not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "nothingToReissue")
    void a_reissue_of_nothing_finds_nothing(MockServer server) {
        refused(server, NotFoundException.class, RegfishObstaclesPactTest::reissue);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact nothingToComplete(PactBuilder pact) {
        return call("completeCertificate", "the organization of an order that does not wait for it")
                .given(RegfishStates.WAITING)
                .sends("POST", CERTIFICATE + "/complete", RegfishCalls.ID)
                .body(RegfishObstaclesPactTest::organization)
                .answers(409, failure("The order cannot be completed"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "nothingToComplete")
    void a_completion_in_conflict_may_be_ours(MockServer server) {
        refused(server, OutcomeUnknownException.class, RegfishObstaclesPactTest::complete);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact completionFails(PactBuilder pact) {
        return call("completeCertificate", "the organization of an order while the CA fails")
                .given(RegfishStates.HELD_BACK)
                .given(RegfishStates.CA_FAILS, at("completeCertificate"))
                .sends("POST", CERTIFICATE + "/complete", RegfishCalls.ID)
                .body(RegfishObstaclesPactTest::organization)
                .answers(502, failure("The CA did not answer as expected"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "completionFails")
    void a_failure_of_the_authority_leaves_the_outcome_of_a_completion_unknown(MockServer server) {
        refused(server, OutcomeUnknownException.class, RegfishObstaclesPactTest::complete);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact noOrganization(PactBuilder pact) {
        return call("completeCertificate", "an organization that is not there")
                .given(RegfishStates.HELD_BACK)
                .sends("POST", CERTIFICATE + "/complete", RegfishCalls.ID)
                .body(body -> body.stringValue("org_id", "hdl_0000000000000"))
                .answers(404, failure("Organization not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "noOrganization")
    void an_organization_that_is_not_there_completes_nothing(MockServer server) {
        CompletionRequest request = new CompletionRequest().orgId("hdl_0000000000000");
        refused(
                server,
                NotFoundException.class,
                api -> api.completeCertificate(RegfishCalls.ID, request, SpendPermit.once()));
    }

    private static void reissue(TlsCertificatesApi api) {
        api.reissueCertificate(RegfishCalls.ID, RegfishCalls.reissue(), SpendPermit.once());
    }

    private static void organization(LambdaDslObject body) {
        body.valueFromProviderState("org_id", "${organizationId}", RegfishCalls.ORGANIZATION);
    }

    private static void complete(TlsCertificatesApi api) {
        CompletionRequest request = new CompletionRequest().orgId(RegfishCalls.ORGANIZATION);
        api.completeCertificate(RegfishCalls.ID, request, SpendPermit.once());
    }

    private static void refused(
            MockServer server, Class<? extends ResellerException> as, Consumer<TlsCertificatesApi> call) {
        try (RegfishClient client = RegfishCalls.client(server)) {
            assertThatThrownBy(() -> call.accept(client.certificates())).isInstanceOf(as);
        }
    }
}
