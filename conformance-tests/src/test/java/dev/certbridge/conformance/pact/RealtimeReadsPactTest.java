package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.adapter;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.processes;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.Matchers;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The catalog, processes and certificates at Realtime Register, read one by one and listed. */
class RealtimeReadsPactTest extends PactTable {

    @Override
    Stream<PactCase> cases() {
        return Stream.of(
                        Stream.of(
                                catalog(),
                                running(),
                                needsPerson(),
                                otherProofs(),
                                needsPapers(),
                                completed(),
                                failed()),
                        processLists(),
                        certificates())
                .flatMap(rows -> rows);
    }

    private static PactCase catalog() {
        return call("listProducts", "the catalog")
                .query("limit", "100")
                .query("offset", "0")
                .alsoAtOte()
                .responds(
                        200,
                        page(product -> product.stringType("product", RealtimeCalls.PRODUCT)
                                .stringType("name", "Example DV")
                                .stringMatcher("validationType", "[A-Z_]+", "DOMAIN_VALIDATION")
                                .minArrayLike("periods", 1, PactDslJsonRootValue.integerType(12), 1)))
                .then(
                        "the catalog lists what can be ordered and for how long",
                        adapter(realtime -> assertThat(realtime.reseller().products())
                                .containsExactly(Product.of(
                                        RealtimeCalls.PRODUCT, "Example DV", "dv", List.of(Validity.months(12))))));
    }

    private static PactCase running() {
        Expectation process = call("getProcess", "a look at a process under way")
                .given(RealtimeStates.RUNNING)
                .responds(
                        200,
                        body -> body.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                                .stringValue("type", "certificate")
                                .stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"));
        return new PactCase(
                "a running process has the record to publish", List.of(process, RealtimeBodies.info()), order(order -> {
                    assertThat(order.state()).isEqualTo(Order.State.PENDING);
                    assertThat(order.validations()).hasSize(1);
                }));
    }

    private static PactCase needsPerson() {
        Expectation info = call("getProcessInfo", "what a process waits for that needs a person")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .responds(
                        200,
                        body -> body.booleanValue("requiresAttention", true)
                                .stringMatcher("oneTimeLink", "https://\\S+", "https://validation.example.org/order/1")
                                .object(
                                        "validations",
                                        parts -> parts.stringValue("organization", "ATTENTION")
                                                .stringValue("agreement", "ATTENTION")
                                                .stringType("voice", "WAITING")));
        return new PactCase(
                "a process that waits for a person has the reason and a link",
                List.of(suspended("a look at a process that waits for a person", RealtimeStates.NEEDS_A_PERSON), info),
                order(order -> assertThat(order.action()).hasValueSatisfying(action -> {
                    assertThat(action.waitingFor()).isEqualTo("organization, subscriber agreement");
                    assertThat(action.url()).isPresent();
                })));
    }

    private static PactCase otherProofs() {
        String file = "www.example.com/.well-known/pki-validation/8c1f.txt";
        Expectation info = call("getProcessInfo", "the file and the e-mail that a process waits for")
                .given(RealtimeStates.OTHER_PROOFS)
                .responds(
                        200,
                        body -> body.object(
                                "validations",
                                validations -> validations.array(
                                        "dcv",
                                        dcv -> dcv.object(proof -> proof.stringMatcher(
                                                                "status", RealtimeCalls.PROOF_PATTERN, "WAITING")
                                                        .stringType("fileLocation", file)
                                                        .stringType("fileContents", "8c1f6d20e87b"))
                                                .object(proof -> proof.stringMatcher(
                                                                "status", RealtimeCalls.PROOF_PATTERN, "WAITING")
                                                        .stringMatcher("email", "\\S+@\\S+", "admin@example.net")))));
        return new PactCase(
                "a process may wait for a file or an e-mail",
                List.of(
                        suspended("a look at a process with other proofs than a record", RealtimeStates.OTHER_PROOFS),
                        info),
                order(order -> assertThat(order.validations())
                        .containsExactly(
                                new DomainValidation.HttpFile(file, "8c1f6d20e87b", false),
                                new DomainValidation.Email("admin@example.net", false))));
    }

    private static PactCase needsPapers() {
        Expectation info = call("getProcessInfo", "the papers that a process waits for")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .given(RealtimeStates.NEEDS_PAPERS)
                .responds(
                        200,
                        body -> body.object(
                                "validations",
                                parts -> parts.stringMatcher("docs", RealtimeCalls.PROOF_PATTERN, "ATTENTION")
                                        .stringMatcher("whois", RealtimeCalls.PROOF_PATTERN, "VALIDATED")));
        return new PactCase(
                "a process may wait for documents",
                List.of(suspended("a look at a process that waits for papers", RealtimeStates.NEEDS_A_PERSON), info),
                order(order -> assertThat(order.action())
                        .hasValueSatisfying(
                                action -> assertThat(action.waitingFor()).isEqualTo("documents"))));
    }

    private static PactCase completed() {
        Expectation process = call("getProcess", "a look at a completed process")
                .given(RealtimeStates.ISSUED)
                .responds(200, (LambdaDslJsonBody body) -> ended(body, "COMPLETED", "transaction"));
        Expectation certificate = RealtimeBodies.certificateOf("the certificate of a completed process")
                .alsoAtOte();
        return new PactCase(
                "a completed process has its price and its certificate", List.of(process, certificate), order(order -> {
                    assertThat(order.state()).isEqualTo(Order.State.ISSUED);
                    assertThat(order.charged()).contains(Money.of("EUR", "25.00"));
                    assertThat(order.certificate())
                            .hasValueSatisfying(
                                    id -> assertThat(id.providerId()).isEqualTo(RealtimeCalls.CERTIFICATE));
                }));
    }

    private static PactCase failed() {
        return failedProcess().then("a failed process has its refund", order(order -> {
            assertThat(order.state()).isEqualTo(Order.State.ENDED);
            assertThat(order.refunded()).contains(Money.of("EUR", "25.00"));
        }));
    }

    static Expectation failedProcess() {
        return call("getProcess", "a look at a failed process")
                .given(RealtimeStates.FAILED)
                .responds(200, (LambdaDslJsonBody body) -> ended(body, "FAILED", "refund"));
    }

    private static void ended(LambdaDslObject body, String status, String booking) {
        body.stringValue("status", status).object(booking, money -> money.integerType("EUR", 2500));
    }

    private static Expectation suspended(String description, String state) {
        return call("getProcess", description)
                .given(state)
                .responds(200, body -> body.stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"));
    }

    private static Consumer<MockServer> order(Consumer<Order> check) {
        return adapter(realtime -> check.accept(realtime.get()));
    }

    private static final String NEXT = "9182737";
    private static final String FIELDS = "id,type,status,statusDetail,updatedDate,reservation,transaction,refund";

    private static Stream<PactCase> processLists() {
        Expectation firstPage = processes("the processes")
                .given(RealtimeStates.RUNNING)
                .responds(
                        200,
                        body -> body.minArrayLike("entities", 1, RealtimeBodies::process)
                                .object("pagination", pages -> pages.integerType("total", 2)));
        Expectation secondPage = processes("the next page of the processes")
                .given(RealtimeStates.RUNNING)
                .query("id:gt", Matchers.fromProviderState("${before}", RealtimeCalls.PROCESS))
                .responds(
                        200,
                        page(process -> process.integerType("id", Integer.valueOf(NEXT))
                                .stringMatcher("status", "[A-Z_]+", "RUNNING")));
        Expectation refused = poll("the processes that are waited for, by a filter that is refused")
                .given(
                        RealtimeStates.REFUSES,
                        Map.of("operationId", "listProcesses", "status", "400", "type", "ConstraintViolationException"))
                .query("id:in", Matchers.fromProviderState("${processId}", RealtimeCalls.PROCESS))
                .responds(400, error("ConstraintViolationException"));
        Expectation open = poll("the open processes")
                .query("type", "certificate")
                .query("status:not_in", "COMPLETED,FAILED,CANCELLED,INVALID")
                .responds(200, page(RealtimeReadsPactTest::awaited));
        return Stream.of(
                new PactCase(
                        "all orders are read page by page in the order of their ids",
                        List.of(firstPage, secondPage),
                        adapter(realtime -> assertThat(
                                        realtime.reseller().orders().list())
                                .extracting(order -> order.id().providerId())
                                .containsExactly(RealtimeCalls.PROCESS, NEXT))),
                new PactCase(
                        "awaited processes are listed by id",
                        List.of(awaitedById(), RealtimeBodies.info()),
                        awaitOnce(orders -> assertThat(orders)
                                .singleElement()
                                .satisfies(
                                        order -> assertThat(order.validations()).hasSize(1)))),
                new PactCase(
                        "all open processes are listed when the filter by id is refused",
                        List.of(refused, open, RealtimeBodies.info()),
                        awaitOnce(orders -> assertThat(orders).hasSize(1))));
    }

    static Expectation awaitedById() {
        return poll("the processes that are waited for")
                .query("id:in", Matchers.fromProviderState("${processId}", RealtimeCalls.PROCESS))
                .responds(200, page(RealtimeReadsPactTest::awaited));
    }

    /** Returns a listing, newest first, of the members that show whether something changed. */
    private static Expectation poll(String description) {
        return call("listProcesses", description)
                .given(RealtimeStates.SUSPENDED)
                .query("limit", "100")
                .query("offset", "0")
                .query("order", "-id")
                .query("fields", FIELDS);
    }

    private static void awaited(LambdaDslObject process) {
        process.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringValue("type", "certificate")
                .stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED")
                .stringType("statusDetail", "SSL_REQUIRES_ATTENTION")
                .stringMatcher("updatedDate", RealtimeCalls.TIME_PATTERN, RealtimeCalls.CREATED)
                .object("reservation", money -> money.integerType("EUR", 2500));
    }

    /** Returns a call that polls once, publishes nothing, and passes on the orders that changed. */
    private static Consumer<MockServer> awaitOnce(Consumer<List<Order>> check) {
        return adapter(realtime -> {
            List<Order> changed = new ArrayList<>();
            OrderId id = realtime.orderId();
            assertThat(realtime.reseller()
                            .orders()
                            .awaitAll(List.of(id), Duration.ZERO, record -> () -> {}, new ChangeRecorder(changed)))
                    .containsExactly(id);
            check.accept(changed);
        });
    }

    /** Records changed orders, and fails when an order ends. */
    private record ChangeRecorder(List<Order> changes) implements AwaitListener {

        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            throw new AssertionError(id + " is issued");
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw new AssertionError(id + " has ended", why);
        }

        @Override
        public void changed(Order order) {
            changes.add(order);
        }
    }

    private static Stream<PactCase> certificates() {
        Expectation expiring = certificates("the certificates that expire soon")
                .query("status", "ACTIVE")
                .query("expiryDate:lt", Matchers.fromProviderState("${until}", "2127-06-01T00:00:01Z"))
                .responds(200, page(RealtimeBodies::certificate));
        return Stream.of(
                RealtimeCalls.certificate()
                        .then("a certificate has its serial, names and validity", adapter(realtime -> {
                            Certificate certificate =
                                    realtime.reseller().certificates().get(realtime.certificateId());
                            assertThat(certificate.serial()).contains(PactFixtures.serial());
                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                            assertThat(certificate.names()).containsExactly(PactFixtures.NAME);
                            assertThat(certificate.notBefore()).isPresent();
                            assertThat(certificate.notAfter()).isPresent();
                        })),
                certificates("the certificates")
                        .responds(200, page(RealtimeBodies::certificate))
                        .then(
                                "certificates are listed with serial and process",
                                adapter(realtime -> assertThat(realtime.reseller()
                                                .certificates()
                                                .list())
                                        .singleElement()
                                        .satisfies(certificate -> {
                                            assertThat(certificate.serial()).contains(PactFixtures.serial());
                                            assertThat(certificate.orderId()).contains(RealtimeCalls.PROCESS);
                                        }))),
                expiring.then(
                        "expiring certificates are listed by status and date",
                        adapter(realtime -> assertThat(realtime.reseller()
                                        .certificates()
                                        .expiringBefore(Instant.parse("2127-06-01T00:00:00Z")))
                                .hasSize(1))),
                new PactCase(
                        "leaf and issuers are downloaded apart",
                        List.of(
                                RealtimeBodies.certificateOf("the certificate to download"),
                                file("the download of a certificate", "CRT", PactFixtures.LEAF),
                                file("the download of its issuers", "CA_BUNDLE", PactFixtures.ISSUERS)),
                        adapter(realtime -> assertThat(realtime.reseller()
                                        .orders()
                                        .download(realtime.orderId())
                                        .chain())
                                .hasSize(1))));
    }

    private static Expectation certificates(String description) {
        return RealtimeCalls.listing("listCertificates", description)
                .given(RealtimeStates.ISSUED)
                .query("certificateType:ne", "ACME_SUBSCRIPTION");
    }

    private static Expectation file(String description, String format, String example) {
        return call("downloadCertificate", description)
                .given(RealtimeStates.ISSUED)
                .query("format", format)
                .header("Content-Type", "application/octet-stream")
                .responds(200)
                .responseBody(PactFixtures.certificates(example));
    }
}
