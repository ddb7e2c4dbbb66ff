package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.at;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import org.junit.jupiter.api.Test;

/** The refusals of an order that our adapter for regfish tells apart. */
@RegfishConsumer
class RegfishRefusalsPactTest {

    private static final String NOBODYS = "0000000000000";
    private static final String UNUSABLE = "hdl_0000000000000";

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact unknownKey(PactBuilder pact) {
        return order("an order with a key that is not known")
                .key(RegfishStates.KEY_UNKNOWN)
                .body(RegfishCalls::order)
                .answers(401, failure("Unauthorized"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownKey")
    void an_unknown_key_is_unauthorized(MockServer server) {
        refused(server, RegfishCalls.order(), UnauthorizedException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact badCsr(PactBuilder pact) {
        return order("an order whose CSR is none")
                .body(body -> body.stringType("sku", RegfishCalls.PRODUCT)
                        .stringType("common_name", PactFixtures.NAME)
                        .stringValue("csr", "no CSR")
                        .stringValue("dcv_method", "dns-cname-token")
                        .integerType("validity_days", 199))
                .answers(400, body -> {
                    failure("The order was not accepted").accept(body);
                    body.stringType("error", "The CSR could not be read");
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "badCsr")
    void a_bad_csr_is_an_invalid_request(MockServer server) {
        refused(server, RegfishCalls.order().csr("no CSR"), InvalidRequestException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact nothingToRenew(PactBuilder pact) {
        return order("a renewal of a certificate that is not there")
                .given(RegfishStates.NOT_THERE)
                .body(body -> {
                    RegfishCalls.order(body);
                    body.valueFromProviderState("renewal_of_certificate_id", "${certificateId}", NOBODYS);
                })
                .answers(404, failure("The certificate to renew was not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "nothingToRenew")
    void a_renewal_of_nothing_finds_nothing(MockServer server) {
        refused(server, RegfishCalls.order().renewalOfCertificateId(NOBODYS), NotFoundException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact notRenewable(PactBuilder pact) {
        return order("a renewal of a certificate that cannot be renewed")
                .given(RegfishStates.WAITING)
                .body(body -> {
                    RegfishCalls.order(body);
                    body.valueFromProviderState("renewal_of_certificate_id", "${certificateId}", RegfishCalls.ID);
                })
                .answers(409, failure("The order cannot be submitted"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "notRenewable")
    void a_renewal_in_conflict_may_be_ours(MockServer server) {
        refused(server, RegfishCalls.order().renewalOfCertificateId(RegfishCalls.ID), OutcomeUnknownException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact unusableOrganization(PactBuilder pact) {
        return order("an order for an organization that cannot be used")
                .given(RegfishStates.NOT_USABLE)
                .body(body -> {
                    body.stringValue("sku", "TrueBusinessID").stringType("common_name", PactFixtures.NAME);
                    PactFixtures.csr(body, PactFixtures.CSR);
                    body.stringValue("dcv_method", "dns-cname-token")
                            .integerType("validity_days", 199)
                            .valueFromProviderState("org_id", "${organizationId}", UNUSABLE);
                })
                .answers(409, failure("The order cannot be submitted"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unusableOrganization")
    void a_plain_order_in_conflict_was_not_placed(MockServer server) {
        CertificateRequest order = RegfishCalls.order().sku("TrueBusinessID").orgId(UNUSABLE);
        refused(server, order, ConflictException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact failing(PactBuilder pact) {
        return order("an order while regfish fails")
                .given(RegfishStates.FAILS, at("createCertificate"))
                .body(RegfishCalls::order)
                .answers(500, failure("Internal failure"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failing")
    void a_failure_of_regfish_leaves_the_outcome_unknown(MockServer server) {
        refused(server, RegfishCalls.order(), OutcomeUnknownException.class);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact failingAuthority(PactBuilder pact) {
        return order("an order while the CA fails")
                .given(RegfishStates.CA_FAILS, at("createCertificate"))
                .body(RegfishCalls::order)
                .answers(502, failure("The CA did not answer as expected"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failingAuthority")
    void a_failure_of_the_authority_leaves_the_outcome_unknown(MockServer server) {
        refused(server, RegfishCalls.order(), OutcomeUnknownException.class);
    }

    private static Expectation order(String description) {
        return call("createCertificate", description).sends("POST", "/tls/certificate");
    }

    private static void refused(MockServer server, CertificateRequest order, Class<? extends ResellerException> as) {
        try (RegfishClient client = RegfishCalls.client(server)) {
            assertThatThrownBy(() -> client.certificates().createCertificate(order, SpendPermit.once()))
                    .isInstanceOf(as);
        }
    }
}
