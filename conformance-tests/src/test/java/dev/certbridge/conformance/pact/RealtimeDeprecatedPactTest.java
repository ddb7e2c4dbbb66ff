package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.regexp;
import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the deprecated calls of Realtime Register rely on: years, one way of proof, properties of the provider. */
@RealtimeConsumer
class RealtimeDeprecatedPactTest {

    private static final Intent INTENT = Intent.of("shop-4711/9");
    private static final String PRODUCT = "ssl_comodo_positive";
    private static final String CREATE = "/v2/customers/" + RealtimeCalls.CUSTOMER + "/certificates";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact creating(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        creation("a question for the price of a deprecated order")
                .query("quote", "true")
                .body(RealtimeDeprecatedPactTest::creation)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, PRODUCT, "CREATE"))
                .in(pact);
        creation("a deprecated order whose price is acknowledged")
                .body(body -> {
                    creation(body);
                    RealtimeBodies.acknowledged(body, PRODUCT, "CREATE");
                })
                .answers(202)
                .header("x-process-id", regexp("[0-9]{1,18}", RealtimeCalls.PROCESS))
                .in(pact);
        return RealtimeCalls.charged().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "creating")
    void a_deprecated_order_is_a_process_too(MockServer server) {
        try (CertificateReseller realtime = reseller(server)) {
            Order order = realtime.order(INTENT, request(), Spending.upTo("EUR", "25.00"));
            assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact renewing(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        renewal("a question for the price of a deprecated renewal")
                .query("quote", "true")
                .body(RealtimeDeprecatedPactTest::terms)
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, PRODUCT, "RENEW"))
                .in(pact);
        renewal("a deprecated renewal whose price is acknowledged")
                .body(body -> {
                    terms(body);
                    RealtimeBodies.acknowledged(body, PRODUCT, "RENEW");
                })
                .answers(202)
                .header("x-process-id", regexp("[0-9]{1,18}", RealtimeCalls.PROCESS))
                .in(pact);
        return RealtimeCalls.charged().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "renewing")
    void a_deprecated_renewal_is_a_process_too(MockServer server) {
        OrderRequest request = OrderRequest.renewal(RealtimeCalls.certificateId(server), PRODUCT)
                .csr(PactFixtures.CSR)
                .validity(Validity.years(1))
                .build();
        try (CertificateReseller realtime = reseller(server)) {
            Order order = realtime.order(INTENT, request, Spending.upTo("EUR", "25.00"));
            assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact failing(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        return creation("a deprecated order while the reseller's provider fails")
                .given(
                        RealtimeStates.REFUSES,
                        RealtimeCalls.refusing("createCertificate", 502, "ProviderConnectionError"))
                .body(RealtimeDeprecatedPactTest::creation)
                .answers(502)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failing")
    void a_failure_leaves_the_outcome_of_a_deprecated_order_unknown(MockServer server) {
        try (CertificateReseller realtime = reseller(server)) {
            assertThatThrownBy(() -> realtime.order(INTENT, request(), Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact nothingToRenew(PactBuilder pact) {
        RealtimeCalls.noneListed().in(pact);
        return call("renewCertificateLegacy", "a deprecated renewal of a certificate that is not there")
                .given(RealtimeStates.NOT_THERE)
                .sends("POST", CREATE + "/{certificateId}/renew", RealtimeCalls.CERTIFICATE)
                .body(RealtimeDeprecatedPactTest::terms)
                .answers(400, error("ObjectDoesNotExist"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "nothingToRenew")
    void a_deprecated_renewal_of_nothing_finds_nothing(MockServer server) {
        OrderRequest request = OrderRequest.renewal(RealtimeCalls.certificateId(server), PRODUCT)
                .csr(PactFixtures.CSR)
                .validity(Validity.years(1))
                .build();
        try (CertificateReseller realtime = reseller(server)) {
            assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    private static Expectation creation(String description) {
        return call("createCertificate", description).sends("POST", CREATE);
    }

    private static void creation(LambdaDslObject body) {
        body.stringType("provider", "example-provider").stringType("contact", "example-contact");
        terms(body);
    }

    private static Expectation renewal(String description) {
        return call("renewCertificateLegacy", description)
                .given(RealtimeStates.ISSUED_THE_OLD_WAY)
                .sends("POST", CREATE + "/{certificateId}/renew", RealtimeCalls.CERTIFICATE);
    }

    private static void terms(LambdaDslObject body) {
        body.stringValue("product", PRODUCT).integerType("period", 1);
        PactFixtures.csr(body, PactFixtures.CSR);
        body.stringValue("validationMethod", "DNS")
                .object("properties", properties -> properties.stringType("department", "Web operations"));
    }

    private static OrderRequest request() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.years(1))
                .contact("example-contact")
                .build();
    }

    private static CertificateReseller reseller(MockServer server) {
        return Realtime.deprecated(
                PactSide.KEY,
                RealtimeCalls.CUSTOMER,
                OrderBooks.inMemory(),
                "example-provider",
                Map.of("department", "Web operations"),
                RealtimeCalls.options(server));
    }
}
