package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.adapter;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.Matchers;
import dev.certbridge.conformance.pact.RealtimeBodies.RealtimeOrganization;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes at Realtime Register: the adapter reads and quotes first, then sends one request and reads its charge. */
class RealtimeOrdersPactTest extends PactTable {

    private static final Spending LIMIT = Spending.upTo("EUR", "25.00");

    @Override
    Stream<PactCase> cases() {
        return Stream.of(
                quote().then(
                                "a quote has a total",
                                adapter(realtime -> assertThat(realtime.reseller()
                                                .quote(RealtimeCalls.request())
                                                .total())
                                        .contains(Money.of("EUR", "25.00")))),
                order(),
                processes("the processes for a name with an open order")
                        .given(RealtimeStates.RUNNING)
                        .query("identifier", Matchers.fromProviderState("${identifier}", PactFixtures.NAME))
                        .alsoAtOte()
                        .responds(200, page(RealtimeOrdersPactTest::open))
                        .then(
                                "an equal open process stops an order",
                                adapter(realtime -> assertThatThrownBy(() -> realtime.order(RealtimeCalls.request()))
                                        .isInstanceOf(PossibleDuplicateException.class))),
                renewal(),
                reissue(),
                organizationOrder(),
                organizationRenewal(),
                organizationReissue(),
                revocation(),
                cancellation(),
                reconciliationByProcess(),
                reconciliationByCertificate());
    }

    private static Expectation quote() {
        return call("requestCertificate", "a question for the price")
                .query("quote", "true")
                .body(RealtimeCalls::order)
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, "REQUEST"));
    }

    private static PactCase order() {
        Expectation order = call("requestCertificate", "an order whose price is acknowledged")
                .body(body -> {
                    RealtimeCalls.order(body);
                    RealtimeBodies.billables(body, RealtimeCalls.PRODUCT, "REQUEST");
                })
                .accepted(RealtimeCalls.PROCESS)
                .responseBody(RealtimeBodies::validations);
        return new PactCase(
                "an order within its limit returns its id and the record to publish",
                List.of(RealtimeCalls.noneListed(), quote(), order, RealtimeCalls.charged()),
                adapter(realtime -> assertThat(placed(realtime.order(RealtimeCalls.request(), LIMIT))
                                .validations())
                        .hasSize(1)));
    }

    /** Adds the members that every process of any account has. */
    private static void open(LambdaDslObject process) {
        process.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringMatcher("status", "[A-Z_]+", "RUNNING")
                .stringType("identifier", PactFixtures.NAME);
    }

    private static PactCase renewal() {
        Expectation quote = call("renewCertificate", "a question for the price of a renewal")
                .given(RealtimeStates.ISSUED)
                .query("quote", "true")
                .body(RealtimeCalls::renewal)
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, "RENEW"));
        Expectation renewal = call("renewCertificate", "a renewal whose price is acknowledged")
                .given(RealtimeStates.ISSUED)
                .body(body -> {
                    RealtimeCalls.renewal(body);
                    RealtimeBodies.billables(body, RealtimeCalls.PRODUCT, "RENEW");
                })
                .accepted(RealtimeCalls.PROCESS)
                .responseBody(RealtimeBodies::validations);
        return new PactCase(
                "a renewal is quoted, acknowledged and a process",
                List.of(RealtimeCalls.noneListed(), quote, renewal, RealtimeCalls.charged()),
                adapter(realtime -> {
                    Order order = placed(realtime.order(renewal(realtime, RealtimeCalls.PRODUCT), LIMIT));
                    assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
                    assertThat(order.validations()).hasSize(1);
                }));
    }

    private static PactCase reissue() {
        Expectation quote = call("reissueCertificate", "a question for the price of a reissue")
                .given(RealtimeStates.ISSUED)
                .query("quote", "true")
                .body(RealtimeCalls::reissue)
                .responds(200, body -> body.object("quote", price -> price.numberValue("total", 0)));
        Expectation reissue = call("reissueCertificate", "a reissue")
                .given(RealtimeStates.ISSUED)
                .body(RealtimeCalls::reissue)
                .accepted(RealtimeCalls.PROCESS)
                .responseBody(RealtimeBodies::validations);
        return new PactCase(
                "a reissue is quoted, and a process that keeps the serial of the old certificate",
                List.of(
                        RealtimeCalls.certificate(),
                        RealtimeCalls.noneListed(),
                        quote,
                        reissue,
                        RealtimeCalls.charged()),
                adapter(realtime -> {
                    Order order = placed(realtime.order(reissue(realtime), LIMIT));
                    assertThat(order.id().oldSerial()).isEqualTo(PactFixtures.serial());
                    assertThat(order.validations()).hasSize(1);
                }));
    }

    private static PactCase organizationOrder() {
        Expectation order = call("requestCertificate", "an order of an organization")
                .body(body -> {
                    term(body);
                    PactFixtures.csr(body, PactFixtures.CSR);
                    body.stringType("customer", RealtimeCalls.CUSTOMER).stringMatcher("country", "[A-Z]{2}", "DE");
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS);
        OrderRequest request =
                RealtimeOrganization.ordering(PactFixtures.order(RealtimeOrganization.PRODUCT)).toBuilder()
                        .validity(Validity.months(12))
                        .build();
        return new PactCase(
                "an order sends every field of the organization",
                List.of(RealtimeCalls.noneListed(), order),
                adapter(realtime -> placed(realtime.order(request))));
    }

    private static PactCase organizationRenewal() {
        Expectation renewal = call("renewCertificate", "a renewal for an organization")
                .given(RealtimeStates.ISSUED_TO_ORGANIZATION)
                .body(body -> {
                    term(body);
                    PactFixtures.csr(body, PactFixtures.OTHER_CSR);
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS);
        return new PactCase(
                "a renewal sends the organization",
                List.of(RealtimeCalls.noneListed(), renewal),
                adapter(realtime -> placed(realtime.order(
                        RealtimeOrganization.changing(renewal(realtime, RealtimeOrganization.PRODUCT))))));
    }

    private static PactCase organizationReissue() {
        Expectation reissue = call("reissueCertificate", "a reissue for an organization")
                .given(RealtimeStates.ISSUED_TO_ORGANIZATION)
                .body(body -> {
                    PactFixtures.csr(body, PactFixtures.OTHER_CSR);
                    RealtimeOrganization.fields(body);
                })
                .accepted(RealtimeCalls.PROCESS);
        return new PactCase(
                "a reissue sends the organization",
                List.of(RealtimeCalls.certificate(), RealtimeCalls.noneListed(), reissue),
                adapter(realtime -> assertThat(realtime.order(RealtimeOrganization.changing(reissue(realtime)))
                                .id()
                                .oldSerial())
                        .isEqualTo(PactFixtures.serial())));
    }

    private static PactCase revocation() {
        Expectation revocation = call("revokeCertificate", "a revocation")
                .given(RealtimeStates.ISSUED)
                .body(body -> body.stringMatcher("reason", "[A-Z_]+", "SUPERSEDED"))
                .responds(202);
        return new PactCase(
                "a revocation reads the serial number first",
                List.of(RealtimeCalls.certificate(), revocation),
                adapter(realtime -> realtime.reseller()
                        .certificates()
                        .revoke(realtime.certificateId(), PactFixtures.serial(), RevocationReason.SUPERSEDED)));
    }

    private static PactCase cancellation() {
        Expectation read = call("getProcess", "a look at a process before it is cancelled")
                .given(RealtimeStates.RUNNING)
                .responds(
                        200,
                        body -> body.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                                .stringValue("type", "certificate"));
        Expectation cancellation = call("cancelProcess", "the cancellation of a process under way")
                .given(RealtimeStates.RUNNING)
                .responds(200);
        return new PactCase(
                "a cancellation reads the type of the process first",
                List.of(read, cancellation),
                adapter(realtime -> realtime.reseller().orders().cancel(realtime.orderId())));
    }

    private static PactCase reconciliationByProcess() {
        Expectation since = since("the processes since an order")
                .given(RealtimeStates.RUNNING)
                .responds(200, page(RealtimeBodies::process));
        return new PactCase(
                "a lost order is found by the CSR of its process",
                List.of(RealtimeCalls.noneListed(), RealtimeCalls.failingOrder(), since),
                reconcile(placed -> assertThat(placed.id().providerId()).isEqualTo(RealtimeCalls.PROCESS)));
    }

    private static PactCase reconciliationByCertificate() {
        Expectation since = since("the processes since an order, when there are none")
                .given(RealtimeStates.NO_ORDERS)
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body));
        Expectation all = processes("the processes, when there are none")
                .given(RealtimeStates.NO_ORDERS)
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body));
        Expectation certificates = RealtimeCalls.listing("listCertificates", "the certificates for a name")
                .given(RealtimeStates.ISSUED)
                .query("domainName", PactFixtures.NAME)
                .responds(200, page(RealtimeBodies::certificate));
        return new PactCase(
                "a lost order is found by the key of its certificate when no process is listed",
                List.of(RealtimeCalls.noneListed(), RealtimeCalls.failingOrder(), since, all, certificates),
                reconcile(placed -> {}));
    }

    private static Expectation since(String description) {
        return processes(description)
                .query("createdDate:gte", Matchers.regexp(RealtimeCalls.TIME_PATTERN, "2026-01-01T00:00:00Z"));
    }

    private static Consumer<MockServer> reconcile(Consumer<Reconciliation.Placed> check) {
        return adapter(realtime -> {
            assertThatThrownBy(() -> realtime.order(RealtimeCalls.request()))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(realtime.reseller()
                            .orders()
                            .reconcile(realtime.book().unresolved().get(0)))
                    .isInstanceOfSatisfying(Reconciliation.Placed.class, check);
        });
    }

    private static Order placed(Order order) {
        assertThat(order.id().providerId()).isEqualTo(RealtimeCalls.PROCESS);
        return order;
    }

    private static OrderRequest renewal(AdapterUnderTest realtime, String product) {
        return OrderRequest.renewal(realtime.certificateId(), product)
                .csr(PactFixtures.OTHER_CSR)
                .validity(Validity.months(12))
                .build();
    }

    private static OrderRequest reissue(AdapterUnderTest realtime) {
        return OrderRequest.reissue(realtime.certificateId())
                .csr(PactFixtures.OTHER_CSR)
                .oldMayBeRevoked()
                .build();
    }

    private static void term(LambdaDslObject body) {
        body.stringValue("product", RealtimeOrganization.PRODUCT).integerType("period", 12);
    }
}
