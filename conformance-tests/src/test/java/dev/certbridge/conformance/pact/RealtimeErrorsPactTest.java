package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.adapter;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.client;
import static dev.certbridge.conformance.pact.RealtimeCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.generated.model.CertificateReissueRequest;
import dev.certbridge.realtime.generated.model.CertificateRenewRequest;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.CertificateRevokeRequest;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The errors that the client for Realtime Register distinguishes: by operation, then by status. */
class RealtimeErrorsPactTest extends PactTable {

    private static final String MULTI = "ssl_example_multi";
    private static final long PROCESS = Long.parseLong(RealtimeCalls.PROCESS);
    private static final long CERTIFICATE = Long.parseLong(RealtimeCalls.CERTIFICATE);

    @Override
    Stream<PactCase> cases() {
        return Stream.of(reads(), orders(), ordersWithDetails(), changes()).flatMap(rows -> rows);
    }

    private static Stream<PactCase> reads() {
        Consumer<MockServer> get = adapter(AdapterUnderTest::get);
        Consumer<MockServer> certificate =
                adapter(realtime -> realtime.reseller().certificates().get(realtime.certificateId()));
        return Stream.of(
                call("getCertificate", "a look at a certificate that is not there")
                        .given(RealtimeStates.NOT_THERE)
                        .responds(400, error("ObjectDoesNotExist"))
                        .fails(NotFoundException.class, certificate),
                call("getProcess", "a look at a process that is not there")
                        .given(RealtimeStates.NOT_THERE)
                        .responds(400, error("ObjectDoesNotExist"))
                        .fails(NotFoundException.class, get),
                refused("getProcess", 404, "WithoutType", "a look at a process that leads nowhere")
                        .given(RealtimeStates.NOT_THERE)
                        .fails(NotFoundException.class, get),
                refused("getProcess", 429, "TooManyRequests", "a look at a process after too many requests")
                        .given(RealtimeStates.NOT_THERE)
                        .fails(RateLimitedException.class, get),
                refused(
                                "getProcess",
                                502,
                                "ProviderConnectionError",
                                "a look at a process while the reseller's provider fails")
                        .given(RealtimeStates.NOT_THERE)
                        .fails(ProviderFaultException.class, get));
    }

    private static Stream<PactCase> orders() {
        return Stream.of(
                refusedOrder(400, "InsufficientCreditException", "an order without credit")
                        .fails(InsufficientCreditException.class, order(RealtimeCalls.order())),
                refusedOrder(400, "ProcessError", "an order that could not be processed")
                        .fails(OutcomeUnknownException.class, order(RealtimeCalls.order())),
                call("requestCertificate", "an order with a key that is not known")
                        .key(RealtimeStates.KEY_UNKNOWN)
                        .body(RealtimeCalls::order)
                        .responds(401)
                        .fails(UnauthorizedException.class, order(RealtimeCalls.order())),
                refusedOrder(403, "AuthorizationError", "an order that the key may not place")
                        .fails(UnauthorizedException.class, order(RealtimeCalls.order())),
                refusedOrder(429, "TooManyRequests", "an order after too many requests")
                        .fails(RateLimitedException.class, order(RealtimeCalls.order())),
                RealtimeCalls.failingOrder().fails(OutcomeUnknownException.class, order(RealtimeCalls.order())),
                refused(
                                "requestCertificate",
                                502,
                                "ProviderConnectionError",
                                "an order while the reseller's provider fails")
                        .body(RealtimeCalls::order)
                        .fails(OutcomeUnknownException.class, order(RealtimeCalls.order())));
    }

    private static Stream<PactCase> ordersWithDetails() {
        CertificateRequest twoNames = RealtimeCalls.order()
                .product(MULTI)
                .csr(PactFixtures.CSR_OF_TWO)
                .dcv(RealtimeCalls.byDns(PactFixtures.NAME, PactFixtures.OTHER_NAME));
        String unknownMember = "UnrecognizedPropertyException";
        return Stream.of(
                call("requestCertificate", "an order whose CSR is none")
                        .body(body -> {
                            body.stringType("customer", RealtimeCalls.CUSTOMER)
                                    .stringType("product", RealtimeCalls.PRODUCT)
                                    .integerType("period", 12)
                                    .stringValue("csr", "no CSR");
                            RealtimeCalls.validateByDns(body);
                        })
                        .responds(400, error("InvalidCSRException"))
                        .fails(
                                InvalidRequestException.class,
                                order(RealtimeCalls.order().csr("no CSR"))),
                call("requestCertificate", "an order of a product that is not sold")
                        .body(body -> {
                            body.stringType("customer", RealtimeCalls.CUSTOMER)
                                    .stringValue("product", "ssl_nobody_sells")
                                    .integerType("period", 12);
                            csrAndDcv(body);
                        })
                        .responds(400, error("ObjectDoesNotExist"))
                        .fails(
                                NotFoundException.class,
                                order(RealtimeCalls.order().product("ssl_nobody_sells"))),
                call("requestCertificate", "an order for a period that is not sold")
                        .body(body -> {
                            body.stringType("customer", RealtimeCalls.CUSTOMER)
                                    .stringType("product", RealtimeCalls.PRODUCT)
                                    .numberValue("period", 7);
                            csrAndDcv(body);
                        })
                        .responds(400, body -> {
                            error("ConstraintViolationException").accept(body);
                            body.minArrayLike(
                                    "violations",
                                    1,
                                    violation -> violation
                                            .stringType("field", "period")
                                            .stringType("message", "must be one of [12]"));
                        })
                        .then(
                                "requestCertificate 400: a wrong value is named",
                                server -> assertThat(failure(
                                                        InvalidRequestException.class,
                                                        server,
                                                        RealtimeCalls.order().period(7))
                                                .violations())
                                        .hasSize(1)),
                refusedOrder(400, unknownMember, "an order with a member that is not known")
                        .responds(400, body -> {
                            error(unknownMember).accept(body);
                            body.stringType("property", "period");
                        })
                        .then(
                                "requestCertificate 400: an unknown member is named",
                                server -> assertThat(
                                                failure(InvalidRequestException.class, server, RealtimeCalls.order())
                                                        .violations())
                                        .singleElement()
                                        .satisfies(violation ->
                                                assertThat(violation.field()).isEqualTo("period"))),
                call("requestCertificate", "an order whose extra names are not acknowledged")
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
                        .responds(400, body -> {
                            error("BillableAcknowledgmentNeededException").accept(body);
                            RealtimeBodies.quote(body, "EXTRA_DOMAIN");
                        })
                        .then(
                                "requestCertificate 400: a missing acknowledgment has its quote",
                                server -> assertThat(
                                                failure(BillableAcknowledgmentNeededException.class, server, twoNames)
                                                        .quote())
                                        .isPresent()));
    }

    private static Stream<PactCase> changes() {
        CertificateRenewRequest renewal = new CertificateRenewRequest()
                .product(RealtimeCalls.PRODUCT)
                .period(12)
                .csr(PactFixtures.OTHER_CSR)
                .dcv(RealtimeCalls.byDns(PactFixtures.NAME));
        CertificateReissueRequest reissue =
                new CertificateReissueRequest().csr(PactFixtures.OTHER_CSR).dcv(RealtimeCalls.byDns(PactFixtures.NAME));
        CertificateRevokeRequest revocation = new CertificateRevokeRequest().reason("SUPERSEDED");
        return Stream.of(
                call("renewCertificate", "a renewal of what is renewed already")
                        .given(RealtimeStates.RENEWED)
                        .body(RealtimeCalls::renewal)
                        .responds(400, error("ObjectStatusProhibitsOperation"))
                        .fails(
                                OutcomeUnknownException.class,
                                client(realtime -> realtime.certificates()
                                        .renewCertificate(CERTIFICATE, renewal, null, SpendPermit.once()))),
                call("reissueCertificate", "a reissue of what is renewed already")
                        .given(RealtimeStates.RENEWED)
                        .body(RealtimeCalls::reissue)
                        .responds(400, error("ObjectStatusProhibitsOperation"))
                        .fails(
                                OutcomeUnknownException.class,
                                client(realtime -> realtime.certificates()
                                        .reissueCertificate(CERTIFICATE, reissue, null, SpendPermit.once()))),
                call("revokeCertificate", "a revocation of what is revoked already")
                        .given(RealtimeStates.REVOKED)
                        .body(body -> body.stringMatcher("reason", "[A-Z_]+", "SUPERSEDED"))
                        .responds(400, error("ObjectStatusProhibitsOperation"))
                        .fails(
                                OutcomeUnknownException.class,
                                client(realtime -> realtime.certificates()
                                        .revokeCertificate(CERTIFICATE, revocation, SpendPermit.once()))),
                call("cancelProcess", "the cancellation of a completed process")
                        .given(RealtimeStates.ISSUED)
                        .responds(400, error("InvalidParameter"))
                        .fails(
                                ConflictException.class,
                                client(realtime -> realtime.processes().cancelProcess(PROCESS))));
    }

    private static Expectation refusedOrder(int status, String type, String description) {
        return refused("requestCertificate", status, type, description)
                .body(RealtimeCalls::order)
                .responseBody(error(type));
    }

    private static Consumer<MockServer> order(CertificateRequest order) {
        return client(realtime -> realtime.certificates().requestCertificate(order, null, SpendPermit.once()));
    }

    private static <E extends ResellerException> E failure(Class<E> type, MockServer server, CertificateRequest order) {
        return catchThrowableOfType(type, () -> order(order).accept(server));
    }

    private static void csrAndDcv(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.CSR);
        RealtimeCalls.validateByDns(body);
    }

    private static void validated(LambdaDslObject dcv, String name) {
        dcv.stringValue("commonName", name).stringValue("type", "DNS");
    }
}
