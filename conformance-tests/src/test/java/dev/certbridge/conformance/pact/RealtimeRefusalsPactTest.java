package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import org.junit.jupiter.api.Test;

/** The refusals of an order that our adapter for Realtime Register tells apart. */
@RealtimeConsumer
class RealtimeRefusalsPactTest {

    private static final String MULTI = "ssl_example_multi";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact unknownKey(PactBuilder pact) {
        return order("an order with a key that is not known")
                .key(RealtimeStates.KEY_UNKNOWN)
                .body(RealtimeCalls::order)
                .answers(401)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownKey")
    void an_unknown_key_is_unauthorized(MockServer server) {
        refused(server, UnauthorizedException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact notAllowed(PactBuilder pact) {
        return refusal(pact, "an order that the key may not place", "AuthorizationError", 403);
    }

    @Test
    @PactTestFor(pactMethod = "notAllowed")
    void a_key_without_the_right_is_unauthorized(MockServer server) {
        refused(server, UnauthorizedException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact tooMany(PactBuilder pact) {
        return refusal(pact, "an order after too many requests", "TooManyRequests", 429);
    }

    @Test
    @PactTestFor(pactMethod = "tooMany")
    void too_many_requests_are_rate_limited(MockServer server) {
        refused(server, RateLimitedException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact noCredit(PactBuilder pact) {
        return refusal(pact, "an order without credit", "InsufficientCreditException", 400);
    }

    @Test
    @PactTestFor(pactMethod = "noCredit")
    void no_credit_is_insufficient_credit(MockServer server) {
        refused(server, InsufficientCreditException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact billables(PactBuilder pact) {
        return order("an order whose extra names are not acknowledged")
                .body(body -> {
                    body.stringType("customer", RealtimeCalls.CUSTOMER)
                            .stringValue("product", MULTI)
                            .integerType("period", 12);
                    PactFixtures.csr(body, PactFixtures.CSR_OF_TWO);
                    body.array(
                            "dcv",
                            names -> names.object(name -> validated(name, PactFixtures.NAME))
                                    .object(name -> validated(name, PactFixtures.OTHER_NAME)));
                })
                .answers(400, body -> {
                    error("BillableAcknowledgmentNeededException").accept(body);
                    RealtimeBodies.quote(body, "EXTRA_DOMAIN");
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "billables")
    void a_charge_to_be_acknowledged_comes_with_its_quote(MockServer server) {
        CertificateRequest order = RealtimeCalls.order()
                .product(MULTI)
                .csr(PactFixtures.CSR_OF_TWO)
                .dcv(RealtimeCalls.byDns(PactFixtures.NAME, PactFixtures.OTHER_NAME));
        BillableAcknowledgmentNeededException refusal =
                catchThrowableOfType(BillableAcknowledgmentNeededException.class, () -> send(server, order));
        assertThat(refusal.quote()).isPresent();
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact wrongPeriod(PactBuilder pact) {
        return order("an order for a period that is not sold")
                .body(body -> {
                    body.stringType("customer", RealtimeCalls.CUSTOMER)
                            .stringType("product", RealtimeCalls.PRODUCT)
                            .numberValue("period", 7);
                    PactFixtures.csr(body, PactFixtures.CSR);
                    RealtimeCalls.validateByDns(body);
                })
                .answers(400, body -> {
                    error("ConstraintViolationException").accept(body);
                    body.minArrayLike(
                            "violations",
                            1,
                            violation -> violation
                                    .stringType("field", "period")
                                    .stringType("message", "must be one of [12]"));
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "wrongPeriod")
    void a_wrong_value_is_an_invalid_request_that_names_it(MockServer server) {
        InvalidRequestException refusal = catchThrowableOfType(
                InvalidRequestException.class,
                () -> send(server, RealtimeCalls.order().period(7)));
        assertThat(refusal.violations()).hasSize(1);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact badCsr(PactBuilder pact) {
        return order("an order whose CSR is none")
                .body(body -> {
                    body.stringType("customer", RealtimeCalls.CUSTOMER)
                            .stringType("product", RealtimeCalls.PRODUCT)
                            .integerType("period", 12)
                            .stringValue("csr", "no CSR");
                    RealtimeCalls.validateByDns(body);
                })
                .answers(400, error("InvalidCSRException"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "badCsr")
    void a_bad_csr_is_an_invalid_request(MockServer server) {
        assertThatThrownBy(() -> send(server, RealtimeCalls.order().csr("no CSR")))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact noSuchProduct(PactBuilder pact) {
        return order("an order of a product that is not sold")
                .body(body -> {
                    body.stringType("customer", RealtimeCalls.CUSTOMER)
                            .stringValue("product", "ssl_nobody_sells")
                            .integerType("period", 12);
                    PactFixtures.csr(body, PactFixtures.CSR);
                    RealtimeCalls.validateByDns(body);
                })
                .answers(400, error("ObjectDoesNotExist"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "noSuchProduct")
    void a_product_that_is_not_sold_is_not_found(MockServer server) {
        assertThatThrownBy(() -> send(server, RealtimeCalls.order().product("ssl_nobody_sells")))
                .isInstanceOf(NotFoundException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact unexplained(PactBuilder pact) {
        return refusal(pact, "an order that could not be processed", "ProcessError", 400);
    }

    @Test
    @PactTestFor(pactMethod = "unexplained")
    void an_error_that_is_not_on_the_allow_list_leaves_the_outcome_unknown(MockServer server) {
        refused(server, OutcomeUnknownException.class);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact unknownMember(PactBuilder pact) {
        String type = "UnrecognizedPropertyException";
        return order("an order with a member that is not known")
                .given(RealtimeStates.REFUSES, RealtimeCalls.refusing("requestCertificate", 400, type))
                .body(RealtimeCalls::order)
                .answers(400, body -> {
                    error(type).accept(body);
                    body.stringType("property", "period");
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownMember")
    void a_member_that_is_not_known_is_named(MockServer server) {
        InvalidRequestException refusal =
                catchThrowableOfType(InvalidRequestException.class, () -> send(server, RealtimeCalls.order()));
        assertThat(refusal.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).isEqualTo("period"));
    }

    private static void validated(LambdaDslObject dcv, String name) {
        dcv.stringValue("commonName", name).stringValue("type", "DNS");
    }

    private static V4Pact refusal(PactBuilder pact, String description, String type, int status) {
        return order(description)
                .given(RealtimeStates.REFUSES, RealtimeCalls.refusing("requestCertificate", status, type))
                .body(RealtimeCalls::order)
                .answers(status, error(type))
                .in(pact)
                .toPact();
    }

    private static void refused(MockServer server, Class<? extends ResellerException> as) {
        assertThatThrownBy(() -> send(server, RealtimeCalls.order())).isInstanceOf(as);
    }

    private static void send(MockServer server, CertificateRequest order) {
        try (RealtimeClient client = RealtimeCalls.client(server)) {
            client.certificates().requestCertificate(order, null, SpendPermit.once());
        }
    }
}
