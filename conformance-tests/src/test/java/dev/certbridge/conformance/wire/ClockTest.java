package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock of a SQLite book, which is this machine's, against the {@code Date} of the reseller's answers. */
class ClockTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** Returns a server whose clock is off by this much for reads and for orders. */
    private static FaultProxy server(Optional<LocalTls> tls, TestProvider provider, Duration reads, Duration orders) {
        return FaultProxy.scripted(
                tls, request -> request.method().equals("GET") ? listing(reads) : accepted(provider, orders));
    }

    private static ProxyStep listing(Duration off) {
        return ProxyStep.json(200, "{\"success\":true,\"response\":[],\"entities\":[]}", date(off));
    }

    private static ProxyStep accepted(TestProvider provider, Duration off) {
        return switch (provider) {
            case REGFISH ->
                ProxyStep.json(
                        200, "{\"success\":true,\"response\":{\"id\":\"ABC\",\"status\":\"pending\"}}", date(off));
            case REALTIME ->
                ProxyStep.json(202, "{\"commonName\":\"www.example.com\"}", "x-process-id: 4711", date(off));
        };
    }

    private static String date(Duration off) {
        return "Date: " + DATE.format(Instant.now().plus(off));
    }

    private OrderBook book() throws Exception {
        Path recovery = Files.createDirectories(folder.resolve("recovery"));
        return OrderBooks.sqlite(folder.resolve("orders.db"), recovery);
    }

    private static ConnectOptions checking(FaultProxy server) {
        return server.options().toBuilder().serverTimeCheck(true).build();
    }

    private static void order(TestProvider provider, OrderBook book, ConnectOptions options) {
        OrderRequest request = provider.order("www.example.com");
        try (CertificateReseller reseller = provider.connect(book, options)) {
            reseller.order(INTENT, request, Spending.unquoted());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_refused_when_the_resellers_clock_is_another(TestProvider provider) throws Exception {
        for (Duration off : List.of(Duration.ofDays(-300), Duration.ofMinutes(6))) {
            try (FaultProxy server = server(Optional.empty(), provider, off, off);
                    OrderBook book = book()) {
                assertThatThrownBy(() -> order(provider, book, checking(server)))
                        .isInstanceOf(NotSentException.class)
                        .hasMessageContaining("the order book's clock shows ")
                        .hasMessageContaining("Set the clock of this host")
                        .message()
                        .hasLineCount(1);
                assertThat(server.requests("POST")).isEmpty();
                assertThat(book.unresolved()).isEmpty();
                order(
                        provider,
                        book,
                        server.options().toBuilder().serverTimeCheck(false).build());
                assertThat(server.requests("POST")).hasSize(1);
            }
            Files.delete(folder.resolve("orders.db"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_sent_when_the_clocks_differ_little(TestProvider provider) throws Exception {
        try (FaultProxy server = server(Optional.empty(), provider, Duration.ofMinutes(-4), Duration.ofMinutes(-4));
                OrderBook book = book()) {
            order(provider, book, checking(server));
            assertThat(server.requests("POST")).hasSize(1);
        }
    }

    @Test
    void clocks_are_compared_over_https_and_not_over_plain_http_unless_it_is_asked_for() throws Exception {
        Duration off = Duration.ofDays(300);
        try (FaultProxy tls = server(Optional.of(LocalTls.create()), REGFISH, off, off);
                FaultProxy plain = server(Optional.empty(), REGFISH, off, off);
                OrderBook book = book()) {
            assertThatThrownBy(() -> order(REGFISH, book, tls.options())).isInstanceOf(NotSentException.class);
            assertThat(tls.requests("POST")).isEmpty();
            order(REGFISH, book, plain.options());
            assertThat(plain.requests("POST")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_clock_that_only_the_response_to_the_order_shows_is_a_warning(TestProvider provider) throws Exception {
        Logger logger = Logger.getLogger("dev.certbridge.client.adapter.SpendAttempt");
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try (FaultProxy server = server(Optional.empty(), provider, Duration.ZERO, Duration.ofDays(-300));
                OrderBook book = book()) {
            order(provider, book, checking(server));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("wrong clock: attempt 1 of intent \"shop-4711/1\" was begun at ")
                .contains("Set the clock of this host")
                .hasLineCount(1);
    }
}
