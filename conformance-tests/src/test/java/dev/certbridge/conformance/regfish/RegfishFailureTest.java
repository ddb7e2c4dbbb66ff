package dev.certbridge.conformance.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented failure that the neutral API can meet, and what no contract documents. */
class RegfishFailureTest {

    private static final TestClient SHOPPER = TestClient.at(
            "regfish",
            StubOptions.defaults().looksUntilIssued(1),
            options -> options.toBuilder().retries(ReadRetries.none()).build());
    private static final String KEY = SHOPPER.stub().apiKey();
    private static final RegfishClient CLIENT = RegfishClient.connect(
            KEY, ConnectOptions.builder().uri(SHOPPER.stub().uri()).build());

    /** What the neutral API calls; every other operation is for callers of the generated client. */
    private static final Set<String> REACHABLE =
            Set.of("createCertificate", "listCertificates", "getCertificate", "downloadCertificate", "listProducts");

    private static OrderId issued;

    @BeforeAll
    static void orderOne() {
        issued = SHOPPER.order("www.example.com").id();
        SHOPPER.await(issued, new RecordingPublisher());
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        SHOPPER.close();
    }

    static Stream<DocumentedFailure> reachable() {
        return DocumentedFailure.of("regfish").stream().filter(failure -> REACHABLE.contains(failure.operation()));
    }

    @ParameterizedTest
    @MethodSource("reachable")
    void the_neutral_api_sees_what_the_contract_says(DocumentedFailure failure) {
        failure.requireMatches(provoked(failure, () -> neutral(failure.operation())), KEY);
    }

    @Test
    void a_conflict_with_a_renewal_may_be_about_our_own_order() {
        SHOPPER.stub().answer("createCertificate", CannedFailure.documented(409, "renewalNotValid"));
        CertificateRequest renewal = order().renewalOfCertificateId(issued.providerId());
        assertThat(ContractDocument.onClassPath("regfish")
                        .tree()
                        .at("/paths/~1tls~1certificate/post/responses/409/x-outcome/with renewal_of_certificate_id")
                        .asText())
                .isEqualTo("OutcomeUnknown");

        assertThat(catchThrowable(() -> CLIENT.certificates().createCertificate(renewal, SpendPermit.once())))
                .isExactlyInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("409");
    }

    @Test
    void what_is_not_documented_is_unknown_on_a_spend_and_a_broken_contract_on_a_read() {
        for (int status : List.of(402, 408, 418, 422, 302)) {
            SHOPPER.stub()
                    .answer("createCertificate", CannedFailure.status(status))
                    .answer("listProducts", CannedFailure.status(status));
            assertThat(catchThrowable(() -> generated("createCertificate")))
                    .isExactlyInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining(String.valueOf(status));
            assertThat(catchThrowable(() -> generated("listProducts")))
                    .isExactlyInstanceOf(BrokenContractException.class)
                    .hasMessageContaining(String.valueOf(status));
        }
    }

    @Test
    void a_refusal_without_its_json_is_no_refusal_of_an_order() {
        for (int status : List.of(400, 404, 409)) {
            SHOPPER.stub().answer("createCertificate", CannedFailure.status(status));
            assertThat(catchThrowable(() -> generated("createCertificate")))
                    .isExactlyInstanceOf(OutcomeUnknownException.class);
        }
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

    private static void generated(String operation) {
        switch (operation) {
            case "createCertificate" -> CLIENT.certificates().createCertificate(order(), SpendPermit.once());
            case "listProducts" -> CLIENT.products().listProducts();
            default -> throw new AssertionError("nothing calls " + operation);
        }
    }

    private static void neutral(String operation) {
        switch (operation) {
            case "createCertificate", "listCertificates" -> SHOPPER.order(UUID.randomUUID() + ".example.com");
            case "getCertificate" -> SHOPPER.reseller().orders().get(issued);
            case "downloadCertificate" -> SHOPPER.reseller().orders().download(issued);
            case "listProducts" -> SHOPPER.reseller().products();
            default -> throw new AssertionError("nothing calls " + operation);
        }
    }

    private static CertificateRequest order() {
        return new CertificateRequest()
                .sku("RapidSSL")
                .commonName("www.example.com")
                .dcvMethod("dns-cname-token")
                .csr(TestClient.key("www.example.com").csr().pem());
    }
}
