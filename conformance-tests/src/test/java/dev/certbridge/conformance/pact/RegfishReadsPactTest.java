package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Product;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What following an order at regfish to its certificate relies on. */
@RegfishConsumer
class RegfishReadsPactTest {

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact catalog(PactBuilder pact) {
        return call("listProducts", "the catalog")
                .sends("GET", "/tls/products")
                .answers(
                        200,
                        body -> body.booleanValue("success", true)
                                .minArrayLike(
                                        "response",
                                        1,
                                        product -> product.stringType("sku", "RapidSSL")
                                                .stringType("name", "RapidSSL")
                                                .stringMatcher("type", "(?i)dv|ov|ev", "dv")
                                                .stringMatcher("validation_level", "(?i)dv|ov|ev", "dv")))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "catalog")
    void the_catalog_tells_what_can_be_ordered(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.products())
                        .containsExactly(new Product("RapidSSL", "RapidSSL", "dv", List.of())));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact waiting(PactBuilder pact) {
        return look("a look at an order that waits for its record", RegfishStates.WAITING, order -> {
                    order.stringValue("status", "pending").booleanValue("action_required", false);
                    RegfishCalls.validation(order);
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "waiting")
    void an_order_in_progress_tells_the_record_to_publish(MockServer server) {
        Order order = find(server);
        assertThat(order.state()).isEqualTo(Order.State.PENDING);
        assertThat(order.validations())
                .singleElement()
                .isInstanceOfSatisfying(
                        DomainValidation.DnsRecord.class,
                        record -> assertThat(record.name()).isEqualTo("_dnsauth.www.example.com"));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact waitingForMail(PactBuilder pact) {
        return look(
                        "a look at an order that waits for an e-mail",
                        RegfishStates.WAITING_FOR_MAIL,
                        order -> order.stringValue("status", "pending")
                                .booleanValue("action_required", false)
                                .object(
                                        "validation",
                                        validation -> validation.minArrayLike(
                                                "email_targets",
                                                1,
                                                PactDslJsonRootValue.stringMatcher("\\S+@\\S+", "admin@example.com"),
                                                1)))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "waitingForMail")
    void an_order_that_is_validated_by_mail_tells_the_address(MockServer server) {
        assertThat(find(server).validations()).containsExactly(new DomainValidation.Email("admin@example.com", false));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact heldBack(PactBuilder pact) {
        return look(
                        "a look at an order that was held back",
                        RegfishStates.HELD_BACK,
                        order -> order.stringValue("status", "pending")
                                .booleanValue("action_required", true)
                                .stringType("pending_reason", "organization_required")
                                .stringType("pending_message", "An organization has to be chosen.")
                                .stringMatcher(
                                        "completion_url", "https://\\S+", "https://dash.regfish.com/my/certs/complete"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "heldBack")
    void an_order_that_was_held_back_tells_where_to_go(MockServer server) {
        assertThat(find(server).action())
                .contains(new Order.Action(
                        "An organization has to be chosen.",
                        Optional.of(URI.create("https://dash.regfish.com/my/certs/complete"))));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact issued(PactBuilder pact) {
        return look("a look at an issued certificate", RegfishStates.ISSUED, certificate -> {
                    RegfishCalls.wares(certificate);
                    RegfishCalls.issued(certificate);
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "issued")
    void an_issued_certificate_is_told_by_status_and_file(MockServer server) {
        RegfishCalls.with(server, regfish -> {
            assertThat(regfish.orders().get(RegfishCalls.orderId(server)).state())
                    .isEqualTo(Order.State.ISSUED);
            Certificate certificate = regfish.certificates().get(RegfishCalls.certificateId(server));
            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
            assertThat(certificate.names()).containsExactly(PactFixtures.NAME);
            assertThat(certificate.serial()).contains("c4e81b7d25f39a6607c1ed8");
            assertThat(certificate.notBefore()).isPresent();
            assertThat(certificate.notAfter()).isPresent();
        });
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact rejected(PactBuilder pact) {
        return look(
                        "a look at an order that was rejected",
                        RegfishStates.REJECTED,
                        order -> order.stringValue("status", "rejected"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "rejected")
    void a_rejected_order_has_ended(MockServer server) {
        assertThat(find(server).state()).isEqualTo(Order.State.ENDED);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact download(PactBuilder pact) {
        return RegfishCalls.download().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "download")
    void the_download_is_the_leaf_and_its_issuers(MockServer server) {
        RegfishCalls.with(
                server,
                regfish -> assertThat(regfish.orders()
                                .download(RegfishCalls.orderId(server))
                                .names())
                        .containsExactly(PactFixtures.NAME));
    }

    private static Order find(MockServer server) {
        try (CertificateReseller regfish = RegfishCalls.reseller(server)) {
            return regfish.orders().get(RegfishCalls.orderId(server));
        }
    }
}
