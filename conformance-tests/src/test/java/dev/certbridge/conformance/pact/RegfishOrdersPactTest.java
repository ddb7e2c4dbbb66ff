package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.request;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.Test;

/** What ordering and renewing at regfish rely on, when all goes well: look at the list, then order once. */
@RegfishConsumer
class RegfishOrdersPactTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact ordering(PactBuilder pact) {
        RegfishCalls.emptyList().in(pact);
        return order("an order")
                .body(RegfishCalls::order)
                .answers(200, envelope(order -> {
                    RegfishCalls.taken(order);
                    RegfishCalls.validation(order);
                }))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "ordering")
    void an_order_gives_its_id_and_the_record_to_publish(MockServer server) {
        RegfishCalls.with(server, regfish -> {
            Order order = regfish.order(INTENT, request(), Spending.unquoted());
            assertThat(order.id().providerId()).isEqualTo(RegfishCalls.ID);
            assertThat(order.state()).isEqualTo(Order.State.PENDING);
            assertThat(order.validations()).hasSize(1);
        });
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact orderingAll(PactBuilder pact) {
        RegfishCalls.emptyList().in(pact);
        return order("an order for two names of an organization, validated by e-mail")
                .body(body -> {
                    body.stringValue("sku", "TrueBusinessID").stringType("common_name", PactFixtures.NAME);
                    PactFixtures.csr(body, PactFixtures.CSR_OF_TWO);
                    body.array("dns_names", names -> names.stringType(PactFixtures.OTHER_NAME))
                            .stringValue("dcv_method", "email")
                            .array(
                                    "dcv_emails",
                                    addresses -> addresses
                                            .stringType("admin@example.com")
                                            .stringType("admin@example.net"))
                            .stringValue("org_id", RegfishCalls.ORGANIZATION);
                })
                .answers(200, envelope(RegfishCalls::taken))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "orderingAll")
    void an_order_may_have_further_names_addresses_and_an_organization(MockServer server) {
        OrderRequest request = OrderRequest.builder("TrueBusinessID")
                .csr(PactFixtures.CSR_OF_TWO)
                .dcv(PactFixtures.NAME, DcvMethod.email("admin@example.com"))
                .dcv(PactFixtures.OTHER_NAME, DcvMethod.email("admin@example.net"))
                .organization(Organization.onFile(RegfishCalls.ORGANIZATION))
                .build();
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.order(INTENT, request, Spending.unquoted())
                                .state())
                        .isEqualTo(Order.State.PENDING));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact renewal(PactBuilder pact) {
        RegfishCalls.emptyList().in(pact);
        return order("a renewal")
                .given(RegfishStates.ISSUED)
                .body(body -> {
                    RegfishCalls.order(body);
                    body.valueFromProviderState("renewal_of_certificate_id", "${certificateId}", RegfishCalls.ID);
                })
                .answers(
                        200,
                        envelope(order -> order.stringMatcher("id", RegfishCalls.ID_PATTERN, "5JYN8GD3VAT6Q")
                                .stringValue("status", "pending")
                                .booleanValue("action_required", false)))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "renewal")
    void a_renewal_is_an_order_with_an_id_of_its_own(MockServer server) {
        RegfishCalls.with(server, regfish -> {
            OrderRequest request = OrderRequest.renewal(RegfishCalls.certificateId(server), RegfishCalls.PRODUCT)
                    .csr(PactFixtures.CSR)
                    .validity(Validity.days(199))
                    .build();
            Order order = regfish.order(INTENT, request, Spending.unquoted());
            assertThat(order.id().providerId()).isEqualTo("5JYN8GD3VAT6Q");
            assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        });
    }

    private static Expectation order(String description) {
        return call("createCertificate", description).sends("POST", "/tls/certificate");
    }
}
