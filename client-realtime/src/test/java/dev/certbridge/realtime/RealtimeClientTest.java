package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.generated.api.AcmeApi;
import dev.certbridge.realtime.generated.model.AcmeQuoteOrDone;
import dev.certbridge.realtime.generated.model.AcmeSubscriptionRenewRequest;
import dev.certbridge.realtime.generated.model.AcmeSubscriptionUpdateRequest;
import dev.certbridge.realtime.generated.model.CertificateCreateRequest;
import dev.certbridge.realtime.generated.model.CertificateImportRequest;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.CsrDecodeRequest;
import dev.certbridge.realtime.generated.model.Quote;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated client: rate limits, statuses of reads and spends, and calls that {@link Realtime} does not make. */
class RealtimeClientTest extends StubbedRealtimeTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private RealtimeClient client;

    @BeforeEach
    void connect() {
        restart(StubOptions.defaults().clock(clock));
        client = RealtimeClient.connect(
                stub.apiKey(),
                options().toBuilder().retries(ReadRetryPolicy.none()).build());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"120|120", "0|0", "Sun, 22 Nov 2026 00:02:00 GMT|120", "Sat, 21 Nov 2026 00:00:00 GMT|0"})
    void a_rate_limit_carries_the_retry_after_header(String retryAfter, long seconds) {
        for (String operation : List.of(ORDERING, "createCertificate", "listProducts")) {
            stub.answer(operation, CannedFailure.status(429, "", Map.of("Retry-After", retryAfter)));
            assertThat(requireThrown(RateLimitedException.class, () -> call(operation))
                            .retryAfter())
                    .contains(Duration.ofSeconds(seconds));
        }
        assertThat(stub.ledger().orders()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999999999999"})
    void an_unreadable_retry_after_header_is_ignored(String retryAfter) {
        stub.answer(ORDERING, CannedFailure.status(429, "", Map.of("Retry-After", retryAfter)));
        assertThat(requireThrown(RateLimitedException.class, () -> call(ORDERING))
                        .retryAfter())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 402, 404, 405, 408, 409, 412, 418, 422, 425, 500, 502, 503, 504, 599})
    void any_other_status_of_a_spend_is_unknown(int status) {
        for (String operation : List.of(ORDERING, "createCertificate")) {
            long before = stub.journal().received();
            stub.answer(
                    operation,
                    CannedFailure.status(status, "", Map.of("Retry-After", "0", "Location", "/v2/ssl/certificates")));
            assertThat(catchThrowable(() -> call(operation)))
                    .isExactlyInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining(String.valueOf(status));
            assertThat(stub.journal().received()).as("sent once").isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 402, 408, 409, 418})
    void an_undocumented_status_of_a_read_is_a_broken_contract(int status) {
        stub.answer("listProducts", CannedFailure.status(status));
        assertThatThrownBy(() -> call("listProducts"))
                .isExactlyInstanceOf(BrokenContractException.class)
                .hasMessageContaining(status + " is not documented");
    }

    @Test
    void a_spend_permit_is_valid_for_one_call() {
        SpendPermit spend = SpendPermit.once();
        request(spend);
        assertThatThrownBy(() -> request(spend)).hasMessageContaining("used before");
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void decoding_a_CSR_is_a_read_although_it_is_a_POST() {
        stub.answer("decodeCsr", CannedFailure.status(502));
        requireThrown(
                ProviderFaultException.class, () -> client.validation().decodeCsr(new CsrDecodeRequest().csr("x")));
    }

    @Test
    void a_cancellation_without_a_response_is_unknown() {
        stub.answer("cancelProcess", CannedFailure.status(502));
        requireThrown(OutcomeUnknownException.class, () -> client.processes().cancelProcess(1L));
    }

    @Test
    void ObjectExists_is_a_conflict_for_an_import_and_an_invalid_request_elsewhere() {
        String exists = "{\"type\":\"ObjectExists\",\"message\":\"it exists\"}";
        stub.answer("importCertificate", CannedFailure.status(400, exists, JSON));
        stub.answer("cancelProcess", CannedFailure.status(400, exists, JSON));
        requireConflict(
                Reason.UNKNOWN,
                () -> client.certificates()
                        .importCertificate(new CertificateImportRequest()
                                .customer(RealtimeStub.CUSTOMER)
                                .certificate("x")
                                .csr("x")));
        requireThrown(InvalidRequestException.class, () -> client.processes().cancelProcess(1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidParameter", "ObjectStatusProhibitsOperation"})
    void a_process_that_has_ended_is_in_the_wrong_state_to_be_cancelled(String type) {
        String ended = "{\"type\":\"%s\",\"message\":\"it has ended\"}".formatted(type);
        stub.answer("cancelProcess", CannedFailure.status(400, ended, JSON));
        requireConflict(Reason.WRONG_STATE, () -> client.processes().cancelProcess(1L));
    }

    @Test
    void InvalidParameter_of_another_call_is_an_invalid_request() {
        stub.answer(
                "getProcess",
                CannedFailure.status(400, "{\"type\":\"InvalidParameter\",\"message\":\"it is no id\"}", JSON));
        requireThrown(InvalidRequestException.class, () -> client.processes().getProcess(1L, null));
    }

    @Test
    void a_failed_read_of_notifications_names_its_operation() {
        stub.answer("pollNotification", CannedFailure.status(503));
        requireThrown(
                ProviderFaultException.class,
                () -> client.notifications().pollNotification(RealtimeStub.CUSTOMER),
                "pollNotification");
    }

    /** The two calls whose status 200 means a quote or the change itself. */
    enum AcmeChange {
        CHANGE(
                "updateAcmeSubscription",
                "Changed",
                (acme, quote) -> acme.updateAcmeSubscription(
                        55012L,
                        new AcmeSubscriptionUpdateRequest().domainNames(List.of("www.example.com")),
                        quote,
                        SpendPermit.once())),
        RENEWAL(
                "renewAcmeSubscription",
                "Renewed",
                (acme, quote) -> acme.renewAcmeSubscription(
                        55012L, new AcmeSubscriptionRenewRequest().period(12), quote, SpendPermit.once()));

        private final String operation;
        private final String example;
        private final BiFunction<AcmeApi, Boolean, ApiResponse> call;

        AcmeChange(String operation, String example, BiFunction<AcmeApi, Boolean, ApiResponse> call) {
            this.operation = operation;
            this.example = example;
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_200_to_an_acme_call_is_a_quote_only_if_a_price_was_asked_for(AcmeChange change) {
        ApiResponse quoted = change.call.apply(client.acme(), true);
        assertThat(quoted.status()).isEqualTo(200);
        assertThat(quote(quoted)).isPresent();

        ApiResponse accepted = change.call.apply(client.acme(), null);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("x-process-id")).isPresent();

        stub.answer(change.operation, CannedFailure.documented(200, change.example));
        ApiResponse done = change.call.apply(client.acme(), null);
        assertThat(done.status()).isEqualTo(200);
        assertThat(quote(done)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CHANGE, ''", "RENEWAL, ''", "CHANGE, '{\"processId\":9182781}'", "RENEWAL, '{\"quote\":null}'"})
    void another_body_with_200_is_no_quote_even_if_one_was_requested(AcmeChange change, String body) {
        for (Boolean asked : new Boolean[] {null, true}) {
            stub.answer(change.operation, CannedFailure.status(200, body, JSON));

            ApiResponse answer = change.call.apply(client.acme(), asked);

            assertThat(answer.success()).isTrue();
            assertThat(quote(answer)).isEmpty();
        }
    }

    private static Optional<Quote> quote(ApiResponse answer) {
        return Json.tryDecode(answer, AcmeQuoteOrDone.class).map(AcmeQuoteOrDone::getQuote);
    }

    private void call(String operation) {
        switch (operation) {
            case ORDERING -> request(SpendPermit.once());
            case "createCertificate" -> create(SpendPermit.once());
            case "listProducts" -> client.products().listProducts(null, null, null, null, null, null, null, Map.of());
            default -> throw new AssertionError("nothing calls " + operation);
        }
    }

    private void request(SpendPermit spend) {
        CertificateRequest order = new CertificateRequest()
                .customer(RealtimeStub.CUSTOMER)
                .product("ssl_example_dv")
                .period(6)
                .csr(KeyAndCsr.ecP256("www.example.com").csr().pem());
        client.certificates().requestCertificate(order, null, spend);
    }

    @SuppressWarnings("deprecation")
    private void create(SpendPermit spend) {
        CertificateCreateRequest order = new CertificateCreateRequest()
                .product("ssl_comodo_positive")
                .period(1)
                .validationMethod("DNS")
                .provider("example-provider")
                .properties(Map.of())
                .csr(KeyAndCsr.ecP256("www.example.com").csr().pem());
        client.certificates().createCertificate(RealtimeStub.CUSTOMER, order, null, spend);
    }
}
