package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.adapter;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.stream.Stream;

/** Orders, renewals, reissues and completions at regfish: the adapter reads first, then sends one request. */
class RegfishOrdersPactTest extends PactTable {

    @Override
    Stream<PactCase> cases() {
        return Stream.of(order(), orderWithEverything(), renewal(), reissue(), completion());
    }

    private static PactCase order() {
        Expectation order = call("createCertificate", "an order")
                .body(RegfishCalls::order)
                .responds(200, envelope(certificate -> {
                    RegfishCalls.pending(certificate, RegfishCalls.ID);
                    RegfishCalls.validation(certificate);
                }));
        return new PactCase(
                "an order returns its id and the record to publish",
                List.of(RegfishCalls.emptyList(), order),
                adapter(regfish -> {
                    Order placed = regfish.order(RegfishCalls.request());
                    assertThat(placed.id().providerId()).isEqualTo(RegfishCalls.ID);
                    assertThat(placed.state()).isEqualTo(Order.State.PENDING);
                    assertThat(placed.validations()).hasSize(1);
                }));
    }

    private static PactCase orderWithEverything() {
        Expectation order = call("createCertificate", "an order for two names of an organization, validated by e-mail")
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
                .responds(200, envelope(certificate -> RegfishCalls.pending(certificate, RegfishCalls.ID)));
        OrderRequest request = OrderRequest.builder("TrueBusinessID")
                .csr(PactFixtures.CSR_OF_TWO)
                .dcv(PactFixtures.NAME, DcvMethod.email("admin@example.com"))
                .dcv(PactFixtures.OTHER_NAME, DcvMethod.email("admin@example.net"))
                .organization(Organization.onFile(RegfishCalls.ORGANIZATION))
                .build();
        return new PactCase(
                "an order may have further names, addresses and an organization",
                List.of(RegfishCalls.emptyList(), order),
                adapter(regfish -> assertThat(regfish.order(request).state()).isEqualTo(Order.State.PENDING)));
    }

    private static PactCase renewal() {
        String id = "5JYN8GD3VAT6Q";
        Expectation renewal = call("createCertificate", "a renewal")
                .given(RegfishStates.ISSUED)
                .body(body -> {
                    RegfishCalls.order(body);
                    body.valueFromProviderState("renewal_of_certificate_id", "${certificateId}", RegfishCalls.ID);
                })
                .responds(200, envelope(certificate -> RegfishCalls.pending(certificate, id)));
        return new PactCase(
                "a renewal is an order with an id of its own",
                List.of(RegfishCalls.emptyList(), renewal),
                adapter(regfish -> {
                    Order order = regfish.order(OrderRequest.renewal(regfish.certificateId(), RegfishCalls.PRODUCT)
                            .csr(PactFixtures.CSR)
                            .validity(Validity.days(199))
                            .build());
                    assertThat(order.id().providerId()).isEqualTo(id);
                    assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
                }));
    }

    private static PactCase reissue() {
        Expectation before = look(
                "a look at a certificate before its reissue", RegfishStates.ISSUED, RegfishOrdersPactTest::reissuable);
        Expectation reissue = call("reissueCertificate", "a reissue")
                .given(RegfishStates.ISSUED)
                .body(RegfishCalls::reissue)
                .responds(200, envelope(certificate -> {
                    certificate
                            .stringMatcher("id", RegfishCalls.ID_PATTERN, RegfishCalls.ID)
                            .stringValue("status", "issued");
                    RegfishCalls.pendingReissue(certificate);
                }));
        return new PactCase(
                "a reissue has a record of its own and keeps the serial of the old certificate",
                List.of(before, RegfishCalls.download(), reissue),
                adapter(regfish -> {
                    Order order = regfish.order(OrderRequest.reissue(regfish.certificateId())
                            .csr(PactFixtures.OTHER_CSR)
                            .validity(Validity.days(199))
                            .oldMayBeRevoked()
                            .build());
                    assertThat(order.state()).isEqualTo(Order.State.PENDING);
                    assertThat(order.validations()).hasSize(1);
                    assertThat(order.id().oldSerial()).isEqualTo(PactFixtures.serial());
                }));
    }

    private static void reissuable(LambdaDslObject certificate) {
        RegfishCalls.names(certificate);
        RegfishCalls.issued(certificate);
        certificate.booleanValue("reissue_supported", true);
    }

    private static PactCase completion() {
        Expectation before = look("a look at an order before its completion", RegfishStates.HELD_BACK, order -> {
            RegfishCalls.names(order);
            order.booleanValue("action_required", true);
        });
        Expectation completion = call("completeCertificate", "the organization of an order that was held back")
                .given(RegfishStates.HELD_BACK)
                .body(RegfishCalls::organization)
                .responds(200, envelope(certificate -> RegfishCalls.pending(certificate, RegfishCalls.ID)));
        return new PactCase(
                "a completed order is pending",
                List.of(before, completion),
                adapter(regfish -> assertThat(
                                regfish.order(OrderRequest.completion(regfish.orderId(), RegfishCalls.ORGANIZATION))
                                        .state())
                        .isEqualTo(Order.State.PENDING)));
    }
}
