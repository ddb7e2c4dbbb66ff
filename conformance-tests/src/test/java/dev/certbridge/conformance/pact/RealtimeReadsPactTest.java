package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.adapter;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The catalog, and one process at Realtime Register in every state. */
class RealtimeReadsPactTest extends PactTable {

    @Override
    Stream<PactCase> cases() {
        return Stream.of(catalog(), running(), needsPerson(), otherProofs(), needsPapers(), completed(), failed());
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
                                .containsExactly(new Product(
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
        return call("getProcess", "a look at a failed process")
                .given(RealtimeStates.FAILED)
                .responds(200, (LambdaDslJsonBody body) -> ended(body, "FAILED", "refund"))
                .then("a failed process has its refund", order(order -> {
                    assertThat(order.state()).isEqualTo(Order.State.ENDED);
                    assertThat(order.refunded()).contains(Money.of("EUR", "25.00"));
                }));
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
}
