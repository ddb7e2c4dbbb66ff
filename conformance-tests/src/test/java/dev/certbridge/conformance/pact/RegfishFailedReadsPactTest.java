package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.at;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Spending;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What reads at regfish may fail with, as far as our adapter tells it apart. */
@RegfishConsumer
class RegfishFailedReadsPactTest {

    private static final String CERTIFICATE = RegfishCalls.CERTIFICATE;

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact missing(PactBuilder pact) {
        return call("getCertificate", "a look at an order that is not there")
                .given(RegfishStates.NOT_THERE)
                .sends("GET", CERTIFICATE, RegfishCalls.ID)
                .answers(404, failure("Certificate not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "missing")
    void an_order_that_is_not_there_is_not_found(MockServer server) {
        refused(server, NotFoundException.class, regfish -> regfish.orders().get(RegfishCalls.orderId(server)));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact failing(PactBuilder pact) {
        return call("getCertificate", "a look at an order while the CA fails")
                .given(RegfishStates.WAITING)
                .given(RegfishStates.CA_FAILS, at("getCertificate"))
                .sends("GET", CERTIFICATE, RegfishCalls.ID)
                .answers(502, failure("The CA did not answer as expected"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failing")
    void a_failure_while_reading_is_the_reseller_s(MockServer server) {
        refused(
                server,
                ProviderFaultException.class,
                regfish -> regfish.orders().get(RegfishCalls.orderId(server)));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact early(PactBuilder pact) {
        return call("downloadCertificate", "a download that comes too early")
                .given(RegfishStates.WAITING)
                .sends("GET", CERTIFICATE + "/download/pem", RegfishCalls.ID)
                .answers(409, failure("The certificate is not ready for download"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "early")
    void a_download_that_comes_too_early_is_a_conflict_to_wait_out(MockServer server) {
        try (CertificateReseller regfish = RegfishCalls.reseller(server)) {
            ConflictException early = catchThrowableOfType(
                    ConflictException.class, () -> regfish.orders().download(RegfishCalls.orderId(server)));
            assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY);
        }
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact nothingToDownload(PactBuilder pact) {
        return call("downloadCertificate", "the download of a certificate that is not there")
                .given(RegfishStates.NOT_THERE)
                .sends("GET", CERTIFICATE + "/download/pem", RegfishCalls.ID)
                .answers(404, failure("Certificate not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "nothingToDownload")
    void a_certificate_that_is_not_there_cannot_be_downloaded(MockServer server) {
        refused(server, NotFoundException.class, regfish -> regfish.orders().download(RegfishCalls.orderId(server)));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact noPem(PactBuilder pact) {
        return call("downloadCertificate", "the download of a certificate in a format that is not offered")
                .given(RegfishStates.ISSUED)
                .given(RegfishStates.NO_PEM)
                .sends("GET", CERTIFICATE + "/download/pem", RegfishCalls.ID)
                .answers(400, failure("Unknown download format"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "noPem")
    void a_format_that_is_not_offered_is_an_invalid_request_and_nothing_to_wait_for(MockServer server) {
        refused(
                server,
                InvalidRequestException.class,
                regfish -> regfish.orders().download(RegfishCalls.orderId(server)));
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact unknownKey(PactBuilder pact) {
        return call("listCertificates", "the list of certificates with a key that is not known")
                .key(RegfishStates.KEY_UNKNOWN)
                .sends("GET", "/tls/certificate")
                .answers(401, failure("Unauthorized"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownKey")
    void an_unknown_key_is_told_before_anything_is_ordered(MockServer server) {
        refused(server, UnauthorizedException.class, RegfishFailedReadsPactTest::order);
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact failingList(PactBuilder pact) {
        return call("listCertificates", "the list of certificates while regfish fails")
                .given(RegfishStates.FAILS, at("listCertificates"))
                .sends("GET", "/tls/certificate")
                .answers(500, failure("Internal failure"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failingList")
    void nothing_is_ordered_when_the_list_cannot_be_read(MockServer server) {
        refused(server, ProviderFaultException.class, RegfishFailedReadsPactTest::order);
    }

    private static void order(CertificateReseller regfish) {
        regfish.order(Intent.of("shop-4711/1"), RegfishCalls.request(), Spending.unquoted());
    }

    private static void refused(
            MockServer server, Class<? extends ResellerException> as, Consumer<CertificateReseller> call) {
        RegfishCalls.with(
                server,
                regfish -> assertThatThrownBy(() -> call.accept(regfish)).isInstanceOf(as));
    }
}
