package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.realtime.RealtimeProvider;
import dev.certbridge.regfish.RegfishProvider;
import org.junit.jupiter.api.Test;

class CalledOperationsTest {

    @Test
    void the_code_of_regfish_calls_orders_and_validation_records_but_no_organizations() {
        assertThat(CalledOperations.from(RegfishProvider.class))
                .containsExactlyInAnyOrder(
                        "completeCertificate",
                        "createCertificate",
                        "createRecord",
                        "deleteRecord",
                        "downloadCertificate",
                        "getCertificate",
                        "getRecord",
                        "listCertificates",
                        "listProducts",
                        "listRecords",
                        "patchRecordById",
                        "reissueCertificate");
    }

    @Test
    void the_code_of_realtime_calls_current_and_deprecated_orders_but_no_subscriptions_or_notifications() {
        assertThat(CalledOperations.from(RealtimeProvider.class))
                .containsExactlyInAnyOrder(
                        "cancelProcess",
                        "createCertificate",
                        "downloadCertificate",
                        "getCertificate",
                        "getProcess",
                        "getProcessInfo",
                        "listCertificates",
                        "listProcesses",
                        "listProducts",
                        "reissueCertificate",
                        "renewCertificate",
                        "renewCertificateLegacy",
                        "requestCertificate",
                        "revokeCertificate");
    }

    @Test
    void a_class_without_generated_code_calls_nothing() {
        assertThat(CalledOperations.from(OperationStatus.class)).isEmpty();
    }
}
