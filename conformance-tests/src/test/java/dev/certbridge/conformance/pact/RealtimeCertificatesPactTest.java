package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.fromProviderState;
import static dev.certbridge.conformance.pact.RealtimeBodies.page;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static dev.certbridge.conformance.pact.RealtimeCalls.listing;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What reading, listing and downloading certificates at Realtime Register rely on. */
@RealtimeConsumer
class RealtimeCertificatesPactTest {

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact certificate(PactBuilder pact) {
        return RealtimeCalls.certificate().in(pact).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "certificate")
    void a_certificate_shows_itself_so_that_its_serial_can_be_compared(MockServer server) {
        RealtimeCalls.with(server, realtime -> {
            Certificate certificate = realtime.certificates().get(RealtimeCalls.certificateId(server));
            assertThat(certificate.serial()).contains(PactFixtures.serial());
            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
            assertThat(certificate.names()).containsExactly(PactFixtures.NAME);
            assertThat(certificate.notBefore()).isPresent();
            assertThat(certificate.notAfter()).isPresent();
        });
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact listed(PactBuilder pact) {
        return ordered("the certificates")
                .answers(200, page(RealtimeBodies::certificate))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "listed")
    void certificates_are_listed_with_serial_number_and_end(MockServer server) {
        RealtimeCalls.with(
                server,
                realtime -> assertThat(realtime.certificates().list())
                        .singleElement()
                        .satisfies(certificate -> {
                            assertThat(certificate.serial()).contains(PactFixtures.serial());
                            assertThat(certificate.orderId()).contains(RealtimeCalls.PROCESS);
                        }));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact expiring(PactBuilder pact) {
        return ordered("the certificates that expire soon")
                .query("status", "ACTIVE")
                .query("expiryDate:lt", fromProviderState("${until}", "2127-06-01T00:00:01Z"))
                .answers(200, page(RealtimeBodies::certificate))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "expiring")
    void only_certificates_in_use_that_expire_before_are_asked_for(MockServer server) {
        RealtimeCalls.with(
                server,
                realtime -> assertThat(realtime.certificates().expiringBefore(Instant.parse("2127-06-01T00:00:00Z")))
                        .hasSize(1));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact download(PactBuilder pact) {
        certificateOf("the certificate to download")
                .answers(
                        200,
                        page(certificate -> certificate
                                .integerType("id", Integer.valueOf(RealtimeCalls.CERTIFICATE))
                                .integerType("process", Integer.valueOf(RealtimeCalls.PROCESS))))
                .in(pact);
        file("the download of a certificate", "CRT", PactFixtures.LEAF).in(pact);
        return file("the download of its issuers", "CA_BUNDLE", PactFixtures.ISSUERS)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "download")
    void leaf_and_issuers_are_downloaded_apart(MockServer server) {
        try (CertificateReseller realtime = RealtimeCalls.reseller(server)) {
            assertThat(realtime.orders().download(RealtimeCalls.orderId(server)).chain())
                    .hasSize(1);
        }
    }

    private static Expectation file(String description, String format, String example) {
        return call("downloadCertificate", description)
                .given(RealtimeStates.ISSUED)
                .sends("GET", RealtimeCalls.CERTIFICATES + "/{certificateId}/download", RealtimeCalls.CERTIFICATE)
                .query("format", format)
                .header("Content-Type", "application/octet-stream")
                .answers(200)
                .holds(PactFixtures.certificates(example));
    }

    /** The certificate that came of a process. */
    static Expectation certificateOf(String description) {
        return listing("listCertificates", RealtimeCalls.CERTIFICATES, description)
                .given(RealtimeStates.ISSUED)
                .query("process:eq", fromProviderState("${processId}", RealtimeCalls.PROCESS));
    }

    private static Expectation ordered(String description) {
        return listing("listCertificates", RealtimeCalls.CERTIFICATES, description)
                .given(RealtimeStates.ISSUED)
                .query("certificateType:ne", "ACME_SUBSCRIPTION");
    }
}
