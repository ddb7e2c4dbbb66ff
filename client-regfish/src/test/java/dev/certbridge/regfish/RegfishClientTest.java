package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.stub.CannedFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated client: statuses of reads and spends that the contract does not document, or documents twice. */
class RegfishClientTest extends RegfishStubTest {

    private RegfishClient client;

    @BeforeEach
    void connect() {
        client = RegfishClient.connect(
                stub.apiKey(), options().toBuilder().retries(ReadRetries.none()).build());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_conflict_of_a_renewal_is_unknown_as_the_contract_says() throws IOException {
        stub.answer("createCertificate", CannedFailure.documented(409, "renewalNotValid"));
        assertThat(new YAMLMapper()
                        .readTree(getClass().getResourceAsStream("/dev/certbridge/specs/regfish/openapi.yaml"))
                        .at("/paths/~1tls~1certificate/post/responses/409/x-outcome/with renewal_of_certificate_id")
                        .asText())
                .isEqualTo("OutcomeUnknown");

        assertThat(catchThrowable(() -> create("ABCDEFGHIJKLM")))
                .isExactlyInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("409");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 408, 418, 422, 302})
    void an_undocumented_status_is_unknown_on_a_spend_and_a_broken_contract_on_a_read(int status) {
        stub.answer("createCertificate", CannedFailure.status(status))
                .answer("listProducts", CannedFailure.status(status));
        assertThat(catchThrowable(() -> create(null)))
                .isExactlyInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining(String.valueOf(status));
        assertThat(catchThrowable(() -> client.products().listProducts()))
                .isExactlyInstanceOf(BrokenContractException.class)
                .hasMessageContaining(String.valueOf(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409})
    void a_refusal_without_its_json_is_unknown(int status) {
        stub.answer("createCertificate", CannedFailure.status(status));
        assertThat(catchThrowable(() -> create(null))).isExactlyInstanceOf(OutcomeUnknownException.class);
    }

    private void create(@Nullable String source) {
        CertificateRequest order = new CertificateRequest()
                .sku("RapidSSL")
                .commonName("www.example.com")
                .dcvMethod("dns-cname-token")
                .renewalOfCertificateId(source)
                .csr(KeyAndCsr.ecP256("www.example.com").csr().pem());
        client.certificates().createCertificate(order, SpendPermit.once());
    }
}
