package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** A listener hears of calls, and can neither change what they did nor hide it. */
class CallListenerTest {

    /** Kept here: the JDK holds loggers weakly. */
    private static final Logger LOGGER = Logger.getLogger("dev.certbridge.client.transport.HttpExchange");

    private static final CallListener FAILED = call -> {
        throw new IllegalStateException("this listener quotes " + GeneratedClient.KEY);
    };

    @Test
    void a_call_is_reported_with_its_duration() {
        List<CallListener.Call> calls = new ArrayList<>();
        long start = System.nanoTime();
        try (FaultProxy server = FaultProxy.always(FaultProxy.EMPTY_LISTING);
                GeneratedClient session =
                        GeneratedClient.open("regfish", server, options -> options.listener(calls::add))) {
            session.read();
        }
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.took()).isPositive().isLessThan(all));
    }

    @Test
    void an_exception_of_a_listener_is_logged_without_its_message_and_changes_no_call() {
        Kept log = new Kept();
        LOGGER.addHandler(log);
        LOGGER.setUseParentHandlers(false);
        try {
            SpendCall order = SpendCall.of("regfish", "createCertificate");
            try (FaultProxy server = FaultProxy.always(ProxyStep.json(200, "{\"success\":true,\"response\":[]}"));
                    GeneratedClient session = GeneratedClient.open(
                            "regfish",
                            server.options().toBuilder().listener(FAILED).build())) {
                session.read();
                assertThat(session.spend(order).status()).isEqualTo(200);
                assertThat(server.began()).isEqualTo(2);
            }
            try (FaultProxy server = FaultProxy.always(ProxyStep.json(503, "{}"));
                    GeneratedClient session = GeneratedClient.open(
                            "regfish",
                            server.options().toBuilder().listener(FAILED).build())) {
                assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
            }
        } finally {
            LOGGER.setUseParentHandlers(true);
            LOGGER.removeHandler(log);
        }
        assertThat(log.records)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARNING))
                .extracting(LogRecord::getMessage)
                .containsOnly("a call listener failed with java.lang.IllegalStateException");
    }

    private static final class Kept extends Handler {
        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
