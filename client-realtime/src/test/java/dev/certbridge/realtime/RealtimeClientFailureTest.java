package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateImportRequest;
import dev.certbridge.realtime.generated.model.CsrDecodeRequest;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failures of calls mean that the neutral API does not make, or makes without spending. */
class RealtimeClientFailureTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final RealtimeStub stub = RealtimeStub.start();
    private final RealtimeClient client = RealtimeClient.connect(
            stub.apiKey(),
            ConnectOptions.builder().uri(stub.uri()).retries(ReadRetries.none()).build());

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    @Test
    void decoding_a_CSR_changes_nothing_though_it_is_a_POST() {
        stub.answer("decodeCsr", CannedFailure.status(502));
        assertThatThrownBy(() -> client.validation().decodeCsr(new CsrDecodeRequest().csr("x")))
                .isInstanceOf(ProviderFaultException.class);
    }

    @Test
    void a_cancellation_that_is_not_answered_may_have_happened() {
        stub.answer("cancelProcess", CannedFailure.status(502));
        assertThatThrownBy(() -> client.processes().cancelProcess(1L)).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void what_exists_already_is_a_conflict_for_an_import_and_a_wrong_request_elsewhere() {
        String exists = "{\"type\":\"ObjectExists\",\"message\":\"it exists\"}";
        stub.answer("importCertificate", CannedFailure.status(400, exists, JSON));
        stub.answer("cancelProcess", CannedFailure.status(400, exists, JSON));
        assertThatThrownBy(() -> client.certificates()
                        .importCertificate(new CertificateImportRequest()
                                .customer(RealtimeStub.CUSTOMER)
                                .certificate("x")
                                .csr("x")))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.UNKNOWN));
        assertThatThrownBy(() -> client.processes().cancelProcess(1L)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidParameter", "ObjectStatusProhibitsOperation"})
    void a_process_that_has_ended_is_in_the_wrong_state_to_be_cancelled(String type) {
        String ended = "{\"type\":\"%s\",\"message\":\"it has ended\"}".formatted(type);
        stub.answer("cancelProcess", CannedFailure.status(400, ended, JSON));
        assertThatThrownBy(() -> client.processes().cancelProcess(1L))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.WRONG_STATE));
    }

    @Test
    void an_invalid_parameter_of_another_call_is_a_wrong_request() {
        stub.answer(
                "getProcess",
                CannedFailure.status(400, "{\"type\":\"InvalidParameter\",\"message\":\"it is no id\"}", JSON));
        assertThatThrownBy(() -> client.processes().getProcess(1L, null)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void notifications_have_their_own_calls() {
        stub.answer("pollNotification", CannedFailure.status(503));
        assertThatThrownBy(() -> client.notifications().pollNotification(RealtimeStub.CUSTOMER))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("pollNotification");
    }
}
