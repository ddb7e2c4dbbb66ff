package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.fixture.LogRecords;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** A call listener receives calls, and can neither change nor hide their outcome. */
class CallListenerTest extends WireTest {

    private static final CallListener FAILED = call -> {
        throw new IllegalStateException("this listener quotes " + GeneratedClient.KEY);
    };

    @Test
    void a_call_is_reported_with_its_duration() {
        List<CallListener.Call> calls = new ArrayList<>();
        long start = System.nanoTime();
        client("regfish", always(FaultProxy.EMPTY_LISTING), options -> options.listener(calls::add))
                .read();
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.took()).isPositive().isLessThan(all));
    }

    @Test
    void an_exception_of_a_listener_is_logged_without_its_message_and_changes_no_call() {
        try (LogRecords log = LogRecords.of("dev.certbridge.client.transport.HttpExchange")) {
            SpendCall order = SpendCall.of("regfish", "createCertificate");
            FaultProxy server = always(ProxyStep.json(200, "{\"success\":true,\"response\":[]}"));
            GeneratedClient session = client("regfish", server, options -> options.listener(FAILED));
            session.read();
            assertThat(session.spend(order).status()).isEqualTo(200);
            assertThat(server.began()).isEqualTo(2);
            GeneratedClient failing =
                    client("regfish", always(ProxyStep.json(503, "{}")), options -> options.listener(FAILED));
            assertThatThrownBy(failing::read).isInstanceOf(ProviderFaultException.class);
            assertThat(log.records())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARNING))
                    .extracting(LogRecord::getMessage)
                    .containsOnly("a call listener failed with java.lang.IllegalStateException");
        }
    }
}
