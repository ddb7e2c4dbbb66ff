package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented failure that the neutral API can meet. */
class RealtimeFailureTest {

    private static final TestClient SHOPPER = TestClient.at(
            "realtime",
            StubOptions.defaults().looksUntilIssued(60),
            options -> options.toBuilder().retries(ReadRetries.none()).build());
    private static final String KEY = SHOPPER.stub().apiKey();

    /** What the neutral API calls; every other operation is for callers of the generated client. */
    private static final Set<String> REACHABLE = Set.of(
            "requestCertificate",
            "listProcesses",
            "getProcess",
            "listCertificates",
            "getProcessInfo",
            "downloadCertificate",
            "listProducts");

    private static OrderId issued;
    private static OrderId open;

    @BeforeAll
    static void orderOne() {
        issued = SHOPPER.order("www.example.com").id();
        SHOPPER.await(issued, new RecordingPublisher());
        open = SHOPPER.order("open.example.com").id();
    }

    @AfterAll
    static void close() {
        SHOPPER.close();
    }

    static List<DocumentedFailure> documented() {
        return DocumentedFailure.of("realtime");
    }

    static Stream<DocumentedFailure> reachable() {
        return documented().stream().filter(failure -> REACHABLE.contains(failure.operation()));
    }

    static Stream<DocumentedFailure> ofOrders() {
        return documented().stream().filter(failure -> failure.operation().equals("requestCertificate"));
    }

    @ParameterizedTest
    @MethodSource("reachable")
    void the_neutral_api_sees_what_the_contract_says(DocumentedFailure failure) {
        failure.requireMatches(provoked(failure, () -> neutral(failure.operation())), KEY);
    }

    @ParameterizedTest
    @MethodSource("ofOrders")
    void a_question_for_the_price_fails_as_an_order_does(DocumentedFailure failure) {
        String name = UUID.randomUUID() + ".example.com";
        OrderRequest request = SHOPPER.request(TestClient.key(name));
        CertificateReseller reseller = SHOPPER.reseller();

        failure.requireMatches(provoked(failure, () -> reseller.quote(request)), KEY);
        failure.requireMatches(
                provoked(failure, () -> reseller.order(Intent.of(name), request, Spending.upTo("EUR", "25.00"))), KEY);
    }

    private static Throwable provoked(DocumentedFailure failure, Runnable call) {
        int booked = SHOPPER.stub().ledger().orders();
        long before = SHOPPER.stub().journal().received(failure.operation());
        SHOPPER.stub().answer(failure.operation(), CannedFailure.documented(failure.status(), failure.example()));
        Throwable thrown = catchThrowable(call::run);
        assertThat(SHOPPER.stub().journal().received(failure.operation()))
                .as("the operation was really called")
                .isEqualTo(before + 1);
        assertThat(SHOPPER.stub().journal().exchanges())
                .last()
                .satisfies(exchange -> assertThat(exchange.operationId()).isEqualTo(failure.operation()))
                .satisfies(exchange -> assertThat(exchange.status()).isEqualTo(failure.status()));
        assertThat(SHOPPER.stub().ledger().orders()).isEqualTo(booked);
        return thrown;
    }

    private static void neutral(String operation) {
        CertificateReseller reseller = SHOPPER.reseller();
        switch (operation) {
            case "requestCertificate", "listProcesses" -> SHOPPER.order(UUID.randomUUID() + ".example.com");
            case "getProcess", "listCertificates" -> reseller.orders().get(issued);
            case "getProcessInfo" -> reseller.orders().get(open);
            case "downloadCertificate" -> reseller.orders().download(issued);
            case "listProducts" -> reseller.products();
            default -> throw new AssertionError("nothing calls " + operation);
        }
    }
}
