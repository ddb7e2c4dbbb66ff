package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every documented failure of the operations that the API calls; the others are for callers of the generated clients.
 */
class DocumentedFailureTest {

    private static final Map<String, Caller> CALLERS = new HashMap<>();

    /** The calls of the API that send an operation, by reseller. */
    private static final Map<String, Map<String, Consumer<Caller>>> CALLS = Map.of(
            "regfish",
            Map.of(
                    "createCertificate", Caller::order,
                    "listCertificates", Caller::order,
                    "getCertificate", caller -> caller.orders().get(caller.issued),
                    "downloadCertificate", caller -> caller.orders().download(caller.issued),
                    "listProducts", caller -> caller.client.reseller().products()),
            "realtime",
            Map.of(
                    "requestCertificate", Caller::order,
                    "listProcesses", Caller::order,
                    "getProcess", caller -> caller.orders().get(caller.issued),
                    "listCertificates", caller -> caller.orders().get(caller.issued),
                    "getProcessInfo", caller -> caller.orders().get(caller.open),
                    "downloadCertificate", caller -> caller.orders().download(caller.issued),
                    "listProducts", caller -> caller.client.reseller().products()));

    /** A client with an issued and an open order. */
    private record Caller(TestClient client, OrderId issued, OrderId open) {

        static Caller at(String reseller) {
            TestClient client = TestClient.at(
                    reseller,
                    StubOptions.defaults().readsUntilIssued(60),
                    options -> options.toBuilder()
                            .retries(ReadRetryPolicy.none())
                            .listingMaxAge(Duration.ZERO)
                            .build());
            OrderId issued = client.order("www.example.com").id();
            client.await(issued, new RecordingPublisher());
            return new Caller(client, issued, client.order("open.example.com").id());
        }

        Orders orders() {
            return client.reseller().orders();
        }

        void order() {
            client.order(UUID.randomUUID() + ".example.com");
        }

        /** Makes the next call of an operation fail like this, and requires what the contract says about it. */
        void require(DocumentedFailure failure, Runnable call) {
            int booked = client.stub().ledger().orders();
            long before = client.stub().journal().received(failure.operation());
            client.stub().answer(failure.operation(), CannedFailure.documented(failure.status(), failure.example()));
            Throwable thrown = catchThrowable(call::run);
            assertThat(client.stub().journal().received(failure.operation()))
                    .as("the operation was called once")
                    .isEqualTo(before + 1);
            assertThat(client.stub().journal().exchanges())
                    .last()
                    .satisfies(exchange -> assertThat(exchange.operationId()).isEqualTo(failure.operation()))
                    .satisfies(exchange -> assertThat(exchange.status()).isEqualTo(failure.status()));
            assertThat(client.stub().ledger().orders()).isEqualTo(booked);
            failure.requireMatches(thrown, client.stub().apiKey());
        }
    }

    @BeforeAll
    static void start() {
        CALLS.keySet().forEach(reseller -> CALLERS.put(reseller, Caller.at(reseller)));
    }

    @AfterAll
    static void close() {
        CALLERS.values().forEach(caller -> caller.client.close());
    }

    static Stream<Arguments> failures() {
        return CALLS.keySet().stream()
                .flatMap(reseller -> DocumentedFailure.of(reseller).stream()
                        .filter(failure -> CALLS.get(reseller).containsKey(failure.operation()))
                        .map(failure -> Arguments.of(reseller, failure)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void the_api_fails_as_the_contract_says(String reseller, DocumentedFailure failure) {
        Caller caller = CALLERS.get(reseller);
        caller.require(
                failure, () -> CALLS.get(reseller).get(failure.operation()).accept(caller));
    }

    static Stream<DocumentedFailure> failuresOfOrders() {
        return DocumentedFailure.of("realtime").stream()
                .filter(failure -> failure.operation().equals("requestCertificate"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOrders")
    void a_quote_fails_as_an_order_does(DocumentedFailure failure) {
        Caller caller = CALLERS.get("realtime");
        String name = UUID.randomUUID() + ".example.com";
        OrderRequest request = caller.client.request(TestClient.key(name));
        CertificateReseller reseller = caller.client.reseller();

        caller.require(failure, () -> reseller.quote(request));
        caller.require(failure, () -> reseller.order(Intent.of(name), request, Spending.upTo("EUR", "25.00")));
    }
}
