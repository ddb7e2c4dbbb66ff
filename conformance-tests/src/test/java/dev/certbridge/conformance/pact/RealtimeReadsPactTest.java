package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What following a process at Realtime Register relies on. */
@RealtimeConsumer
class RealtimeReadsPactTest {

    private static final String PROCESS = "/v2/processes/{processId}";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact catalog(PactBuilder pact) {
        return call("listProducts", "the catalog")
                .sends("GET", "/v2/ssl/products")
                .query("limit", "100")
                .query("offset", "0")
                .alsoAtOte()
                .answers(
                        200,
                        page(product -> product.stringType("product", RealtimeCalls.PRODUCT)
                                .stringType("name", "Example DV")
                                .stringMatcher("validationType", "[A-Z_]+", "DOMAIN_VALIDATION")
                                .minArrayLike("periods", 1, PactDslJsonRootValue.integerType(12), 1)))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "catalog")
    void the_catalog_tells_what_can_be_ordered_and_for_how_long(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            assertThat(realtime.products())
                    .containsExactly(
                            new Product(RealtimeCalls.PRODUCT, "Example DV", "dv", List.of(Validity.months(12))));
        }
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact running(PactBuilder pact) {
        call("getProcess", "a look at a process under way")
                .given(RealtimeStates.RUNNING)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                                .stringValue("type", "certificate")
                                .stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"))
                .in(pact);
        return call("getProcessInfo", "what a process under way waits for")
                .given(RealtimeStates.RUNNING)
                .sends("GET", PROCESS + "/info", RealtimeCalls.PROCESS)
                .answers(200, body -> {
                    body.booleanValue("requiresAttention", false);
                    RealtimeBodies.validations(body);
                })
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "running")
    void a_process_under_way_tells_the_record_to_publish(MockServer server) {
        Order order = find(server);
        assertThat(order.state()).isEqualTo(Order.State.PENDING);
        assertThat(order.validations()).hasSize(1);
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact attention(PactBuilder pact) {
        call("getProcess", "a look at a process that waits for a person")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(200, body -> body.stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"))
                .in(pact);
        return call("getProcessInfo", "what a process waits for that needs a person")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .sends("GET", PROCESS + "/info", RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.booleanValue("requiresAttention", true)
                                .stringMatcher("oneTimeLink", "https://\\S+", "https://validation.example.org/order/1")
                                .object(
                                        "validations",
                                        parts -> parts.stringValue("organization", "ATTENTION")
                                                .stringValue("agreement", "ATTENTION")
                                                .stringType("voice", "WAITING")))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "attention")
    void a_process_that_waits_for_a_person_tells_for_what_and_where(MockServer server) {
        assertThat(find(server).action()).hasValueSatisfying(action -> {
            assertThat(action.waitingFor()).isEqualTo("organization, subscriber agreement");
            assertThat(action.url()).isPresent();
        });
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact otherProofs(PactBuilder pact) {
        call("getProcess", "a look at a process with other proofs than a record")
                .given(RealtimeStates.OTHER_PROOFS)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(200, body -> body.stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"))
                .in(pact);
        return call("getProcessInfo", "the file and the e-mail that a process waits for")
                .given(RealtimeStates.OTHER_PROOFS)
                .sends("GET", PROCESS + "/info", RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.object(
                                "validations",
                                validations -> validations.array(
                                        "dcv",
                                        dcv -> dcv.object(file -> file.stringMatcher(
                                                                "status", RealtimeCalls.PROOF_PATTERN, "WAITING")
                                                        .stringType(
                                                                "fileLocation",
                                                                "www.example.com/.well-known/pki-validation/8c1f.txt")
                                                        .stringType("fileContents", "8c1f6d20e87b"))
                                                .object(mail -> mail.stringMatcher(
                                                                "status", RealtimeCalls.PROOF_PATTERN, "WAITING")
                                                        .stringMatcher("email", "\\S+@\\S+", "admin@example.net")))))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "otherProofs")
    void a_file_or_an_address_is_told_like_a_record(MockServer server) {
        assertThat(find(server).validations())
                .containsExactly(
                        new DomainValidation.HttpFile(
                                "www.example.com/.well-known/pki-validation/8c1f.txt", "8c1f6d20e87b", false),
                        new DomainValidation.Email("admin@example.net", false));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact papers(PactBuilder pact) {
        call("getProcess", "a look at a process that waits for papers")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(200, body -> body.stringMatcher("status", RealtimeStates.RUNNING_PATTERN, "SUSPENDED"))
                .in(pact);
        return call("getProcessInfo", "the papers that a process waits for")
                .given(RealtimeStates.NEEDS_A_PERSON)
                .given(RealtimeStates.NEEDS_PAPERS)
                .sends("GET", PROCESS + "/info", RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.object(
                                "validations",
                                parts -> parts.stringMatcher("docs", RealtimeCalls.PROOF_PATTERN, "ATTENTION")
                                        .stringMatcher("whois", RealtimeCalls.PROOF_PATTERN, "VALIDATED")))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "papers")
    void papers_that_are_missing_are_told(MockServer server) {
        assertThat(find(server).action())
                .hasValueSatisfying(action -> assertThat(action.waitingFor()).isEqualTo("documents"));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact completed(PactBuilder pact) {
        call("getProcess", "a look at a completed process")
                .given(RealtimeStates.ISSUED)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.stringValue("status", "COMPLETED")
                                .object("transaction", money -> money.integerType("EUR", 2500)))
                .in(pact);
        return RealtimeCertificatesPactTest.certificateOf("the certificate of a completed process")
                .alsoAtOte()
                .answers(
                        200,
                        page(certificate -> certificate
                                .integerType("id", Integer.valueOf(RealtimeCalls.CERTIFICATE))
                                .integerType("process", Integer.valueOf(RealtimeCalls.PROCESS))))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "completed")
    void a_completed_process_tells_its_price_and_its_certificate(MockServer server) {
        Order order = find(server);
        assertThat(order.state()).isEqualTo(Order.State.ISSUED);
        assertThat(order.charged()).contains(Money.of("EUR", "25.00"));
        assertThat(order.certificate())
                .hasValueSatisfying(id -> assertThat(id.providerId()).isEqualTo(RealtimeCalls.CERTIFICATE));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact failed(PactBuilder pact) {
        return call("getProcess", "a look at a failed process")
                .given(RealtimeStates.FAILED)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(
                        200,
                        body -> body.stringValue("status", "FAILED")
                                .object("refund", money -> money.integerType("EUR", 2500)))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failed")
    void a_failed_process_tells_what_was_given_back(MockServer server) {
        Order order = find(server);
        assertThat(order.state()).isEqualTo(Order.State.ENDED);
        assertThat(order.refunded()).contains(Money.of("EUR", "25.00"));
    }

    private static Order find(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            return realtime.orders().get(RealtimeCalls.orderId(server));
        }
    }
}
