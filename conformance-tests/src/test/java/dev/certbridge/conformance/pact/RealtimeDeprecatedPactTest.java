package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.noneListed;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.Matchers;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The deprecated operations of Realtime Register: years, one validation method, properties of the provider. */
class RealtimeDeprecatedPactTest extends PactTable {

    private static final String PRODUCT = "ssl_comodo_positive";

    @Override
    Stream<PactCase> cases() {
        return Stream.of(
                accepted(
                        "a deprecated order is a process too",
                        quoted(
                                call("createCertificate", "a question for the price of a deprecated order"),
                                RealtimeDeprecatedPactTest::order,
                                "CREATE"),
                        acknowledged(
                                call("createCertificate", "a deprecated order whose price is acknowledged"),
                                RealtimeDeprecatedPactTest::order,
                                "CREATE"),
                        realtime -> order()),
                accepted(
                        "a deprecated renewal is a process too",
                        quoted(
                                renewal("a question for the price of a deprecated renewal"),
                                RealtimeDeprecatedPactTest::terms,
                                "RENEW"),
                        acknowledged(
                                renewal("a deprecated renewal whose price is acknowledged"),
                                RealtimeDeprecatedPactTest::terms,
                                "RENEW"),
                        RealtimeDeprecatedPactTest::renewal),
                RealtimeCalls.refused(
                                "createCertificate",
                                502,
                                "ProviderConnectionError",
                                "a deprecated order while the reseller's provider fails")
                        .body(RealtimeDeprecatedPactTest::order)
                        .fails(
                                OutcomeUnknownException.class,
                                adapter(realtime -> realtime.order(order())),
                                noneListed()),
                call("renewCertificateLegacy", "a deprecated renewal of a certificate that is not there")
                        .given(RealtimeStates.NOT_THERE)
                        .body(RealtimeDeprecatedPactTest::terms)
                        .responds(400, error("ObjectDoesNotExist"))
                        .fails(
                                NotFoundException.class,
                                adapter(realtime -> realtime.order(renewal(realtime))),
                                noneListed()));
    }

    private static PactCase accepted(
            String name, Expectation quote, Expectation order, Function<AdapterUnderTest, OrderRequest> request) {
        return new PactCase(
                name,
                List.of(noneListed(), quote, order, RealtimeCalls.charged()),
                adapter(realtime -> assertThat(realtime.order(request.apply(realtime), Spending.upTo("EUR", "25.00"))
                                .id()
                                .providerId())
                        .isEqualTo(RealtimeCalls.PROCESS)));
    }

    private static Expectation quoted(Expectation call, Consumer<LambdaDslObject> request, String action) {
        return call.query("quote", "true")
                .body(body -> request.accept(body))
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.quote(body, PRODUCT, action));
    }

    private static Expectation acknowledged(Expectation call, Consumer<LambdaDslObject> request, String action) {
        return call.body(body -> {
                    request.accept(body);
                    RealtimeBodies.billables(body, PRODUCT, action);
                })
                .responds(202)
                .header("x-process-id", Matchers.regexp("[0-9]{1,18}", RealtimeCalls.PROCESS));
    }

    private static Expectation renewal(String description) {
        return call("renewCertificateLegacy", description).given(RealtimeStates.ISSUED_THE_OLD_WAY);
    }

    private static void order(LambdaDslObject body) {
        body.stringType("provider", "example-provider").stringType("contact", "example-contact");
        terms(body);
    }

    private static void terms(LambdaDslObject body) {
        body.stringValue("product", PRODUCT).integerType("period", 1);
        PactFixtures.csr(body, PactFixtures.CSR);
        body.stringValue("validationMethod", "DNS")
                .object("properties", properties -> properties.stringType("department", "Web operations"));
    }

    private static OrderRequest order() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.years(1))
                .contact("example-contact")
                .build();
    }

    private static OrderRequest renewal(AdapterUnderTest realtime) {
        return OrderRequest.renewal(realtime.certificateId(), PRODUCT)
                .csr(PactFixtures.CSR)
                .validity(Validity.years(1))
                .build();
    }

    private static Consumer<MockServer> adapter(Consumer<AdapterUnderTest> use) {
        return RealtimeCalls.adapter(
                (server, book) -> Realtime.deprecated(
                        PactSide.KEY,
                        RealtimeCalls.CUSTOMER,
                        book,
                        "example-provider",
                        Map.of("department", "Web operations"),
                        AdapterUnderTest.options(server)),
                use);
    }
}
