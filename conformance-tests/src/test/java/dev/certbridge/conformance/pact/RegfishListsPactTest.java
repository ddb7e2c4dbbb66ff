package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What reading regfish's one list relies on: for all orders, all certificates, and before something is ordered. */
@RegfishConsumer
class RegfishListsPactTest {

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact waiting(PactBuilder pact) {
        return list("the list of certificates with an open order", RegfishStates.WAITING, RegfishListsPactTest::open)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "waiting")
    void an_equal_open_order_is_seen_in_the_list(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThatThrownBy(() ->
                                regfish.order(Intent.of("shop-4711/1"), RegfishCalls.request(), Spending.unquoted()))
                        .isInstanceOf(PossibleDuplicateException.class));
    }

    @Test
    @PactTestFor(pactMethod = "waiting")
    void an_open_order_is_listed_with_what_it_waits_for(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.orders().list()).singleElement().satisfies(order -> {
                    assertThat(order.id().providerId()).isEqualTo(RegfishCalls.ID);
                    assertThat(order.state()).isEqualTo(Order.State.PENDING);
                    assertThat(order.validations()).hasSize(1);
                }));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact issued(PactBuilder pact) {
        return list("the list of certificates with an issued one", RegfishStates.ISSUED, certificate -> {
                    RegfishCalls.wares(certificate);
                    RegfishCalls.issued(certificate);
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "issued")
    void an_issued_certificate_is_listed_with_serial_number_and_end(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.certificates().expiringBefore(Instant.MAX))
                        .singleElement()
                        .satisfies(certificate -> {
                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                            assertThat(certificate.serial()).isPresent();
                        }));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact reissuing(PactBuilder pact) {
        return list("the list of certificates with a reissue", RegfishStates.REISSUING, certificate -> {
                    RegfishCalls.wares(certificate);
                    RegfishCalls.issued(certificate);
                    certificate.object("reissue", reissue -> {
                        reissue.integerType("id", 51873).stringType("status", "pending");
                        RegfishCalls.validation(reissue);
                    });
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "reissuing")
    void a_reissue_has_records_of_its_own_beside_the_old_certificate(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.orders().list())
                        .filteredOn(order -> order.id().kind() == OrderId.Kind.REISSUE)
                        .singleElement()
                        .satisfies(order -> {
                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                            assertThat(order.validations()).hasSize(1);
                            assertThat(order.id().oldSerial()).isEqualTo("c4e81b7d25f39a6607c1ed8");
                        }));
    }

    private static void open(LambdaDslObject order) {
        RegfishCalls.wares(order);
        order.stringValue("status", "pending")
                .booleanType("action_required", false)
                .booleanType("certificate_pem_available", false)
                .integerType("validity_days", 199)
                .stringType("order_state", "PENDING")
                .stringType("pending_reason", "validation_pending")
                .stringType("pending_message", "Domain control has not been shown yet.");
        RegfishCalls.validation(order);
    }
}
