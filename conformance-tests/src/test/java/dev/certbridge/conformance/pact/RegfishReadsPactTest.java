package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.adapter;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.list;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Product;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalog, orders and certificates as they are read at regfish, singly and in its one list. */
class RegfishReadsPactTest extends PactTable {

    private static final String SERIAL = "c4e81b7d25f39a6607c1ed8";

    @Override
    Stream<PactCase> cases() {
        return Stream.concat(single(), listed());
    }

    private static Stream<PactCase> single() {
        return Stream.of(
                call("listProducts", "the catalog")
                        .responds(
                                200,
                                body -> body.booleanValue("success", true)
                                        .minArrayLike(
                                                "response",
                                                1,
                                                product -> product.stringType("sku", "RapidSSL")
                                                        .stringType("name", "RapidSSL")
                                                        .stringMatcher("type", "(?i)dv|ov|ev", "dv")
                                                        .stringMatcher("validation_level", "(?i)dv|ov|ev", "dv")))
                        .then(
                                "the catalog lists what can be ordered",
                                adapter(regfish -> assertThat(regfish.reseller().products())
                                        .containsExactly(Product.of("RapidSSL", "RapidSSL", "dv", List.of())))),
                look("a look at an order that waits for its record", RegfishStates.WAITING, order -> {
                            order.stringValue("status", "pending").booleanValue("action_required", false);
                            RegfishCalls.validation(order);
                        })
                        .then("a pending order has the record to publish", adapter(regfish -> {
                            Order order = regfish.get();
                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                            assertThat(order.validations())
                                    .singleElement()
                                    .isInstanceOfSatisfying(
                                            DomainValidation.DnsRecord.class,
                                            record -> assertThat(record.name()).isEqualTo("_dnsauth.www.example.com"));
                        })),
                look(
                                "a look at an order that waits for an e-mail",
                                RegfishStates.WAITING_FOR_MAIL,
                                order -> order.stringValue("status", "pending")
                                        .booleanValue("action_required", false)
                                        .object(
                                                "validation",
                                                validation -> validation.minArrayLike(
                                                        "email_targets",
                                                        1,
                                                        PactDslJsonRootValue.stringMatcher(
                                                                "\\S+@\\S+", "admin@example.com"),
                                                        1)))
                        .then(
                                "an order that is validated by e-mail has the address",
                                adapter(regfish -> assertThat(regfish.get().validations())
                                        .containsExactly(new DomainValidation.Email("admin@example.com", false)))),
                look(
                                "a look at an order that was held back",
                                RegfishStates.HELD_BACK,
                                order -> order.stringValue("status", "pending")
                                        .booleanValue("action_required", true)
                                        .stringType("pending_reason", "organization_required")
                                        .stringType("pending_message", "An organization has to be chosen.")
                                        .stringMatcher(
                                                "completion_url",
                                                "https://\\S+",
                                                "https://dash.regfish.com/my/certs/complete"))
                        .then(
                                "an order that was held back has a link",
                                adapter(regfish -> assertThat(regfish.get().action())
                                        .contains(new Order.Action(
                                                "An organization has to be chosen.",
                                                Optional.of(
                                                        URI.create("https://dash.regfish.com/my/certs/complete")))))),
                look("a look at an issued certificate", RegfishStates.ISSUED, RegfishReadsPactTest::issued)
                        .then("an issued certificate has names, serial and validity", adapter(regfish -> {
                            assertThat(regfish.get().state()).isEqualTo(Order.State.ISSUED);
                            Certificate certificate =
                                    regfish.reseller().certificates().get(regfish.certificateId());
                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                            assertThat(certificate.names()).containsExactly(PactFixtures.NAME);
                            assertThat(certificate.serial()).contains(SERIAL);
                            assertThat(certificate.notBefore()).isPresent();
                            assertThat(certificate.notAfter()).isPresent();
                        })),
                look(
                                "a look at an order that was rejected",
                                RegfishStates.REJECTED,
                                order -> order.stringValue("status", "rejected"))
                        .then(
                                "a rejected order has ended",
                                adapter(regfish ->
                                        assertThat(regfish.get().state()).isEqualTo(Order.State.ENDED))),
                RegfishCalls.download()
                        .then(
                                "the download is the leaf and its issuers",
                                adapter(regfish -> assertThat(regfish.reseller()
                                                .orders()
                                                .download(regfish.orderId())
                                                .names())
                                        .containsExactly(PactFixtures.NAME))));
    }

    private static Stream<PactCase> listed() {
        return Stream.of(
                pending()
                        .then(
                                "an equal open order in the list stops an order",
                                adapter(regfish -> assertThatThrownBy(() -> regfish.order(RegfishCalls.request()))
                                        .isInstanceOf(PossibleDuplicateException.class))),
                pending()
                        .then(
                                "an open order is listed with its validations",
                                adapter(regfish -> assertThat(
                                                regfish.reseller().orders().list())
                                        .singleElement()
                                        .satisfies(order -> {
                                            assertThat(order.id().providerId()).isEqualTo(RegfishCalls.ID);
                                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                                            assertThat(order.validations()).hasSize(1);
                                        }))),
                list("the list of certificates with an issued one", RegfishStates.ISSUED, RegfishReadsPactTest::issued)
                        .then(
                                "an issued certificate is listed with its serial",
                                adapter(regfish -> assertThat(regfish.reseller()
                                                .certificates()
                                                .expiringBefore(Instant.MAX))
                                        .singleElement()
                                        .satisfies(certificate -> {
                                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                                            assertThat(certificate.serial()).isPresent();
                                        }))),
                list("the list of certificates with a reissue", RegfishStates.REISSUING, certificate -> {
                            issued(certificate);
                            RegfishCalls.pendingReissue(certificate);
                        })
                        .then(
                                "a reissue is listed with its validations",
                                adapter(regfish -> assertThat(
                                                regfish.reseller().orders().list())
                                        .filteredOn(order -> order.id().kind() == OrderId.Kind.REISSUE)
                                        .singleElement()
                                        .satisfies(order -> {
                                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                                            assertThat(order.validations()).hasSize(1);
                                            assertThat(order.id().oldSerial()).isEqualTo(SERIAL);
                                        }))));
    }

    private static void issued(LambdaDslObject certificate) {
        RegfishCalls.names(certificate);
        RegfishCalls.issued(certificate);
    }

    private static Expectation pending() {
        return list("the list of certificates with an open order", RegfishStates.WAITING, order -> {
            RegfishCalls.names(order);
            order.stringValue("status", "pending")
                    .booleanType("action_required", false)
                    .booleanType("certificate_pem_available", false)
                    .integerType("validity_days", 199)
                    .stringType("order_state", "PENDING")
                    .stringType("pending_reason", "validation_pending")
                    .stringType("pending_message", "Domain control has not been shown yet.");
            RegfishCalls.validation(order);
        });
    }
}
