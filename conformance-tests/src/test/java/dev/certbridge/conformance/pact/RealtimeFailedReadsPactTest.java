package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RealtimeBodies.error;
import static dev.certbridge.conformance.pact.RealtimeCalls.call;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What reads at Realtime Register may fail with, as far as our adapter tells it apart. */
@RealtimeConsumer
class RealtimeFailedReadsPactTest {

    private static final String PROCESS = RealtimeCalls.PROCESSES + "/{processId}";

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact missing(PactBuilder pact) {
        return call("getProcess", "a look at a process that is not there")
                .given(RealtimeStates.NOT_THERE)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(400, error("ObjectDoesNotExist"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "missing")
    void a_process_that_is_not_there_is_not_found(MockServer server) {
        refused(server, NotFoundException.class, realtime -> realtime.orders().get(RealtimeCalls.orderId(server)));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact noRoute(PactBuilder pact) {
        return call("getProcess", "a look at a process that leads nowhere")
                .given(RealtimeStates.REFUSES, RealtimeCalls.refusing("getProcess", 404, "WithoutType"))
                .given(RealtimeStates.NOT_THERE)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(404)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "noRoute")
    void a_404_needs_no_body_to_be_not_found(MockServer server) {
        refused(server, NotFoundException.class, realtime -> realtime.orders().get(RealtimeCalls.orderId(server)));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact noCertificate(PactBuilder pact) {
        return call("getCertificate", "a look at a certificate that is not there")
                .given(RealtimeStates.NOT_THERE)
                .sends("GET", RealtimeCalls.CERTIFICATES + "/{certificateId}", RealtimeCalls.CERTIFICATE)
                .answers(400, error("ObjectDoesNotExist"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "noCertificate")
    void a_certificate_that_is_not_there_is_not_found(MockServer server) {
        refused(
                server,
                NotFoundException.class,
                realtime -> realtime.certificates().get(RealtimeCalls.certificateId(server)));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact tooMany(PactBuilder pact) {
        return call("getProcess", "a look at a process after too many requests")
                .given(RealtimeStates.REFUSES, RealtimeCalls.refusing("getProcess", 429, "TooManyRequests"))
                .given(RealtimeStates.NOT_THERE)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(429)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "tooMany")
    void too_many_requests_are_rate_limited(MockServer server) {
        refused(
                server,
                RateLimitedException.class,
                realtime -> realtime.orders().get(RealtimeCalls.orderId(server)));
    }

    @Pact(provider = "realtime", consumer = PactSide.CONSUMER)
    V4Pact failingRead(PactBuilder pact) {
        return call("getProcess", "a look at a process while the reseller's provider fails")
                .given(RealtimeStates.REFUSES, RealtimeCalls.refusing("getProcess", 502, "ProviderConnectionError"))
                .given(RealtimeStates.NOT_THERE)
                .sends("GET", PROCESS, RealtimeCalls.PROCESS)
                .answers(502)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failingRead")
    void a_failure_while_reading_is_the_reseller_s(MockServer server) {
        refused(
                server,
                ProviderFaultException.class,
                realtime -> realtime.orders().get(RealtimeCalls.orderId(server)));
    }

    private static void refused(
            MockServer server, Class<? extends ResellerException> as, Consumer<CertificateReseller> call) {
        RealtimeCalls.with(
                server,
                realtime -> assertThatThrownBy(() -> call.accept(realtime)).isInstanceOf(as));
    }
}
