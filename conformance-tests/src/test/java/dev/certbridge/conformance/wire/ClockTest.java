package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.LocalTls;
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

    /** Answers reads and orders with clocks that are off by this much. */
    private static RawServer server(Optional<LocalTls> tls, WireSession shop, Duration reads, Duration orders) {
        return RawServer.scripted(
                tls, request -> request.method().equals("GET") ? listing(reads) : accepted(shop, orders));
    }

    private static ServerStep listing(Duration off) {
        return ServerStep.json(200, "{\"success\":true,\"response\":[],\"entities\":[]}", date(off));
    }

    private static ServerStep accepted(WireSession shop, Duration off) {
        return switch (shop) {
            case REGFISH ->
                ServerStep.json(
                        200, "{\"success\":true,\"response\":{\"id\":\"ABC\",\"status\":\"pending\"}}", date(off));
            case REALTIME ->
                ServerStep.json(202, "{\"commonName\":\"www.example.com\"}", "x-process-id: 4711", date(off));
        };
    }

    private static String date(Duration off) {
        return "Date: " + DATE.format(Instant.now().plus(off));
    }

    private OrderBook book() throws Exception {
        Path recovery = Files.createDirectories(folder.resolve("recovery"));
        return OrderBooks.sqlite(folder.resolve("orders.db"), recovery);
    }

    private static ConnectOptions checking(RawServer server) {
        return server.options().toBuilder().serverTimeCheck(true).build();
    }

    private static void order(WireSession shop, OrderBook book, ConnectOptions options) {
        OrderRequest request = shop.order("www.example.com");
        try (CertificateReseller reseller = shop.connect(book, options)) {
            reseller.order(INTENT, request, Spending.unquoted());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_refused_when_the_resellers_clock_is_another(WireSession shop) throws Exception {
        for (Duration off : List.of(Duration.ofDays(-300), Duration.ofMinutes(6))) {
            try (RawServer server = server(Optional.empty(), shop, off, off);
                    OrderBook book = book()) {
                assertThatThrownBy(() -> order(shop, book, checking(server)))
                        .isInstanceOf(NotSentException.class)
                        .hasMessageContaining("the order book's clock shows ")
                        .hasMessageContaining("Set the clock of this host")
                        .message()
                        .hasLineCount(1);
                assertThat(server.requests("POST")).isEmpty();
                assertThat(book.unresolved()).isEmpty();
                order(
                        shop,
                        book,
                        server.options().toBuilder().serverTimeCheck(false).build());
                assertThat(server.requests("POST")).hasSize(1);
            }
            Files.delete(folder.resolve("orders.db"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_sent_when_the_clocks_differ_little(WireSession shop) throws Exception {
        try (RawServer server = server(Optional.empty(), shop, Duration.ofMinutes(-4), Duration.ofMinutes(-4));
                OrderBook book = book()) {
            order(shop, book, checking(server));
            assertThat(server.requests("POST")).hasSize(1);
        }
    }

    @Test
    void clocks_are_compared_over_https_and_not_over_plain_http_unless_it_is_asked_for() throws Exception {
        Duration off = Duration.ofDays(300);
        try (RawServer tls = server(Optional.of(LocalTls.create()), WireSession.REGFISH, off, off);
                RawServer plain = server(Optional.empty(), WireSession.REGFISH, off, off);
                OrderBook book = book()) {
            assertThatThrownBy(() -> order(WireSession.REGFISH, book, tls.options()))
                    .isInstanceOf(NotSentException.class);
            assertThat(tls.requests("POST")).isEmpty();
            order(WireSession.REGFISH, book, plain.options());
            assertThat(plain.requests("POST")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_clock_that_only_the_answer_to_the_order_shows_is_a_warning(WireSession shop) throws Exception {
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
        try (RawServer server = server(Optional.empty(), shop, Duration.ZERO, Duration.ofDays(-300));
                OrderBook book = book()) {
            order(shop, book, checking(server));
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
