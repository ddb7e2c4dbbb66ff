package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.adapter;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.client;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CompletionRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Orders at regfish, and the errors that its client distinguishes. */
class RegfishErrorsPactTest extends PactTable {

    private static final String ABSENT = "0000000000000";
    private static final String ABSENT_ORGANIZATION = "hdl_0000000000000";
    private static final String CA_FAILED = "The CA did not answer as expected";

    @Override
    Stream<PactCase> cases() {
        return Stream.of(
                        reads(),
                        orders(),
                        reissues(),
                        completions(),
                        Stream.of(order(), orderWithEverything(), renewal(), reissue(), completion()))
                .flatMap(rows -> rows);
    }

    private static Stream<PactCase> reads() {
        Consumer<MockServer> order = adapter(regfish -> regfish.order(RegfishCalls.request()));
        Consumer<MockServer> get = adapter(AdapterUnderTest::get);
        Consumer<MockServer> download =
                adapter(regfish -> regfish.reseller().orders().download(regfish.orderId()));
        return Stream.of(
                call("listCertificates", "the list of certificates with a key that is not known")
                        .key(RegfishStates.KEY_UNKNOWN)
                        .responds(401, failure("Unauthorized"))
                        .fails(UnauthorizedException.class, order),
                call("listCertificates", "the list of certificates while regfish fails")
                        .given(RegfishStates.FAILS, RegfishCalls.operation("listCertificates"))
                        .responds(500, failure("Internal failure"))
                        .fails(ProviderFaultException.class, order),
                call("getCertificate", "a look at an order that is not there")
                        .given(RegfishStates.NOT_THERE)
                        .responds(404, failure("Certificate not found"))
                        .fails(NotFoundException.class, get),
                call("getCertificate", "a look at an order while the CA fails")
                        .given(RegfishStates.WAITING)
                        .given(RegfishStates.CA_FAILS, RegfishCalls.operation("getCertificate"))
                        .responds(502, failure(CA_FAILED))
                        .fails(ProviderFaultException.class, get),
                call("downloadCertificate", "the download of a certificate in a format that is not offered")
                        .given(RegfishStates.ISSUED)
                        .given(RegfishStates.NO_PEM)
                        .responds(400, failure("Unknown download format"))
                        .fails(InvalidRequestException.class, download),
                call("downloadCertificate", "the download of a certificate that is not there")
                        .given(RegfishStates.NOT_THERE)
                        .responds(404, failure("Certificate not found"))
                        .fails(NotFoundException.class, download),
                call("downloadCertificate", "a download that comes too early")
                        .given(RegfishStates.WAITING)
                        .responds(409, failure("The certificate is not ready for download"))
                        .then("downloadCertificate 409: a conflict that says to wait", server -> {
                            ConflictException early =
                                    catchThrowableOfType(ConflictException.class, () -> download.accept(server));
                            assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY);
                        }));
    }

    private static Stream<PactCase> orders() {
        return Stream.of(
                call("createCertificate", "an order whose CSR is none")
                        .body(body -> body.stringType("sku", RegfishCalls.PRODUCT)
                                .stringType("common_name", PactFixtures.NAME)
                                .stringValue("csr", "no CSR")
                                .stringValue("dcv_method", "dns-cname-token")
                                .integerType("validity_days", 199))
                        .responds(400, body -> {
                            failure("The order was not accepted").accept(body);
                            body.stringType("error", "The CSR could not be read");
                        })
                        .fails(
                                InvalidRequestException.class,
                                create(RegfishCalls.order().csr("no CSR"))),
                call("createCertificate", "an order with a key that is not known")
                        .key(RegfishStates.KEY_UNKNOWN)
                        .body(RegfishCalls::order)
                        .responds(401, failure("Unauthorized"))
                        .fails(UnauthorizedException.class, create(RegfishCalls.order())),
                call("createCertificate", "a renewal of a certificate that is not there")
                        .given(RegfishStates.NOT_THERE)
                        .body(body -> renewal(body, ABSENT))
                        .responds(404, failure("The certificate to renew was not found"))
                        .fails(
                                NotFoundException.class,
                                create(RegfishCalls.order().renewalOfCertificateId(ABSENT))),
                call("createCertificate", "an order for an organization that cannot be used")
                        .given(RegfishStates.NOT_USABLE)
                        .body(body -> {
                            body.stringValue("sku", "TrueBusinessID").stringType("common_name", PactFixtures.NAME);
                            PactFixtures.csr(body, PactFixtures.CSR);
                            body.stringValue("dcv_method", "dns-cname-token")
                                    .integerType("validity_days", 199)
                                    .valueFromProviderState("org_id", "${organizationId}", ABSENT_ORGANIZATION);
                        })
                        .responds(409, failure("The order cannot be submitted"))
                        .fails(
                                ConflictException.class,
                                create(RegfishCalls.order()
                                        .sku("TrueBusinessID")
                                        .orgId(ABSENT_ORGANIZATION))),
                call("createCertificate", "a renewal of a certificate that cannot be renewed")
                        .given(RegfishStates.WAITING)
                        .body(body -> renewal(body, RegfishCalls.ID))
                        .responds(409, failure("The order cannot be submitted"))
                        .fails(
                                OutcomeUnknownException.class,
                                create(RegfishCalls.order().renewalOfCertificateId(RegfishCalls.ID))),
                call("createCertificate", "an order while regfish fails")
                        .given(RegfishStates.FAILS, RegfishCalls.operation("createCertificate"))
                        .body(RegfishCalls::order)
                        .responds(500, failure("Internal failure"))
                        .fails(OutcomeUnknownException.class, create(RegfishCalls.order())),
                call("createCertificate", "an order while the CA fails")
                        .given(RegfishStates.CA_FAILS, RegfishCalls.operation("createCertificate"))
                        .body(RegfishCalls::order)
                        .responds(502, failure(CA_FAILED))
                        .fails(OutcomeUnknownException.class, create(RegfishCalls.order())));
    }

    private static Stream<PactCase> reissues() {
        Consumer<MockServer> reissue = client(regfish ->
                regfish.certificates().reissueCertificate(RegfishCalls.ID, RegfishCalls.reissue(), SpendPermit.once()));
        return Stream.of(
                call("reissueCertificate", "a reissue of a certificate that is not there")
                        .given(RegfishStates.NOT_THERE)
                        .body(RegfishCalls::reissue)
                        .responds(404, failure("Certificate not found"))
                        .fails(NotFoundException.class, reissue),
                call("reissueCertificate", "a reissue while another runs")
                        .given(RegfishStates.REISSUING)
                        .body(RegfishCalls::reissue)
                        .responds(409, failure("The certificate cannot be reissued now"))
                        .fails(OutcomeUnknownException.class, reissue),
                call("reissueCertificate", "a reissue while the CA fails")
                        .given(RegfishStates.ISSUED)
                        .given(RegfishStates.CA_FAILS, RegfishCalls.operation("reissueCertificate"))
                        .body(RegfishCalls::reissue)
                        .responds(502, failure(CA_FAILED))
                        .fails(OutcomeUnknownException.class, reissue));
    }

    private static Stream<PactCase> completions() {
        return Stream.of(
                call("completeCertificate", "an organization that is not there")
                        .given(RegfishStates.HELD_BACK)
                        .body(body -> body.stringValue("org_id", ABSENT_ORGANIZATION))
                        .responds(404, failure("Organization not found"))
                        .fails(NotFoundException.class, complete(ABSENT_ORGANIZATION)),
                call("completeCertificate", "the organization of an order that does not wait for it")
                        .given(RegfishStates.WAITING)
                        .body(RegfishCalls::organization)
                        .responds(409, failure("The order cannot be completed"))
                        .fails(OutcomeUnknownException.class, complete(RegfishCalls.ORGANIZATION)),
                call("completeCertificate", "the organization of an order while the CA fails")
                        .given(RegfishStates.HELD_BACK)
                        .given(RegfishStates.CA_FAILS, RegfishCalls.operation("completeCertificate"))
                        .body(RegfishCalls::organization)
                        .responds(502, failure(CA_FAILED))
                        .fails(OutcomeUnknownException.class, complete(RegfishCalls.ORGANIZATION)));
    }

    private static Consumer<MockServer> create(CertificateRequest order) {
        return client(regfish -> regfish.certificates().createCertificate(order, SpendPermit.once()));
    }

    private static Consumer<MockServer> complete(String organization) {
        CompletionRequest request = new CompletionRequest().orgId(organization);
        return client(
                regfish -> regfish.certificates().completeCertificate(RegfishCalls.ID, request, SpendPermit.once()));
    }

    private static void renewal(LambdaDslObject body, String certificate) {
        RegfishCalls.order(body);
        body.valueFromProviderState("renewal_of_certificate_id", "${certificateId}", certificate);
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
                "a look at a certificate before its reissue", RegfishStates.ISSUED, RegfishErrorsPactTest::reissuable);
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
