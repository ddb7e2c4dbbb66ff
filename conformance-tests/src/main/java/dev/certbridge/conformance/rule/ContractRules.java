package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientFeature;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules about the requests and answers in the contract. */
public interface ContractRules {

    @Rule(
            number = "C1",
            title = "Every documented answer reaches the caller as its x-outcome in the contract says, after one"
                    + " request.")
    @TestFactory
    default Stream<DynamicTest> every_documented_answer_reaches_the_caller(RuleContext context) {
        OperationSweep sweep = OperationSweep.on(context);
        return OperationSweep.pairs(context.candidate())
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
                    List<DocumentedAnswer> answers = DocumentedAnswer.of(pair);
                    assertThat(answers)
                            .as("examples of %s in the contract", pair)
                            .isNotEmpty();
                    for (DocumentedAnswer answer : answers) {
                        sweep.requireAsDocumented(
                                pair, answer, CannedFailure.documented(pair.status(), answer.example()));
                    }
                }));
    }

    @Rule(number = "C2", title = "A refusal without a body is reported with its HTTP status.")
    @TestFactory
    default Stream<DynamicTest> a_refusal_without_a_body_is_mapped_by_its_status(RuleContext context) {
        OperationSweep sweep = OperationSweep.on(context);
        return OperationSweep.pairs(context.candidate())
                .filter(pair -> context.candidate().refusalsWithoutBody().contains(pair.status()))
                .map(pair -> DynamicTest.dynamicTest(
                        pair + " without a body",
                        () -> sweep.requireAsDocumented(
                                pair,
                                DocumentedAnswer.of(pair).get(0).withoutBody(),
                                CannedFailure.status(pair.status()))));
    }

    @Rule(number = "C3", title = "Every request is valid against the contract.")
    @Test
    default void every_request_is_valid(RuleContext context) {
        TestClient client = context.client(stub -> stub.readsUntilIssued(3));
        CertificateReseller reseller = client.reseller();
        OrderRequest request = client.request(client.nextKey("www.example.com"));
        if (client.has(ClientFeature.PRODUCTS)) {
            reseller.products();
        }
        if (reseller.supports(Capability.QUOTE)) {
            reseller.quote(request);
        }
        OrderId id = client.order("shop-4711/1", request).id();
        if (client.has(ClientFeature.AWAIT)) {
            client.await(id, new RecordingPublisher());
        } else {
            client.operator().issue(id);
        }
        if (client.has(ClientFeature.GET)) {
            Order order = reseller.orders().get(id);
            if (client.has(ClientFeature.CERTIFICATES)) {
                reseller.certificates().get(order.certificate().orElseThrow());
                reseller.certificates().list().forEach(certificate -> {});
            }
        }
        if (client.has(ClientFeature.LIST)) {
            reseller.orders().list().forEach(order -> {});
        }

        RuleAssertions.valid(client.stub().journal().exchanges().stream());
    }

    @Rule(number = "C4", title = "A successful call changes only the order or certificate that it names.")
    @TestFactory
    default Stream<DynamicTest> a_write_changes_only_its_resource(RuleContext context) {
        return WriteScenarios.of(context).entrySet().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.getKey(), scenario.getValue()));
    }

    @Rule(
            number = "C5",
            operator = "hostZone",
            title = "A published record is in the zone until it is withdrawn, and no other record is changed.",
            unless = "hosts no zones of its customers")
    @Test
    default void a_record_stays_until_it_is_removed(RuleContext context) throws Exception {
        String name = "_dnsauth.www.example.com";
        String beside = "_dnsauth.shop.example.com";
        TestClient client = context.client();
        DnsPublisher publisher = zones(context, client);
        Function<String, Optional<String>> zone = client.operator().hostZone("example.com");
        publisher.publish(record(beside, "beside.example.net"));

        publisher.publish(record(name, "one.example.net"));
        assertThat(zone.apply(name)).as("the first published record").hasValue("one.example.net.");
        AutoCloseable second = publisher.publish(record(name, "two.example.net"));
        assertThat(zone.apply(name))
                .as("the second published record, which replaces the first")
                .hasValue("two.example.net.");
        second.close();
        assertThat(zone.apply(name)).as("records at the name after the removal").isEmpty();
        assertThat(zone.apply(beside)).as("the record at another name").hasValue("beside.example.net.");
    }

    private static DnsRecord record(String name, String value) {
        return new DnsRecord(name, "CNAME", value, false);
    }

    private static DnsPublisher zones(RuleContext context, TestClient client) {
        DnsPublisher publisher = context.candidate()
                .zones(client.stub().apiKey(), client.options())
                .orElseThrow(() -> new AssertionError(
                        "the client has no publisher for zones of its reseller; opt out of C5 with a reason"));
        if (publisher instanceof AutoCloseable connected) {
            context.alsoClose(connected);
        }
        return publisher;
    }
}
