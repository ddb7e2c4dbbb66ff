package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.fixture.LogRecords;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.NotSentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock of a SQLite book, which is this machine's, compared with the {@code Date} of the reseller's responses. */
class ClockTest extends WireTest {

    private static final Duration MINUTES = Duration.ofMinutes(-4);
    private static final Duration DAYS = Duration.ofDays(-300);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** Returns a server whose clock is off by this much for reads and for orders. */
    private FaultProxy server(Optional<LocalTls> tls, TestProvider provider, Duration reads, Duration orders) {
        return open(FaultProxy.scripted(
                tls,
                request -> request.isWrite()
                        ? provider.accepts().with(date(orders))
                        : json(200, "{\"success\":true,\"response\":[],\"entities\":[]}", date(reads))));
    }

    private static String date(Duration off) {
        return "Date: " + DATE.format(Instant.now().plus(off));
    }

    private OrderBook book() throws Exception {
        Path recovery = Files.createDirectories(folder.resolve("recovery"));
        return open(OrderBooks.sqlite(folder.resolve("orders.db"), recovery));
    }

    private static ConnectOptions checking(FaultProxy server) {
        return server.options(options -> options.serverTimeCheck(true));
    }

    private static void order(TestProvider provider, OrderBook book, ConnectOptions options) {
        try (CertificateReseller reseller = provider.connect(book, options)) {
            provider.place(reseller);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_refused_when_the_clocks_differ(TestProvider provider) throws Exception {
        for (Duration off : List.of(DAYS, Duration.ofMinutes(6))) {
            FaultProxy server = server(Optional.empty(), provider, off, off);
            OrderBook book = book();
            assertThatThrownBy(() -> order(provider, book, checking(server)))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("the order book's clock shows ")
                    .hasMessageContaining("Set the clock of this host")
                    .message()
                    .hasLineCount(1);
            assertThat(server.requests("POST")).isEmpty();
            assertThat(book.unresolved()).isEmpty();
            order(provider, book, server.options(options -> options.serverTimeCheck(false)));
            assertThat(server.requests("POST")).hasSize(1);
            book.close();
            Files.delete(folder.resolve("orders.db"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_order_is_sent_when_the_clocks_differ_little(TestProvider provider) throws Exception {
        FaultProxy server = server(Optional.empty(), provider, MINUTES, MINUTES);
        order(provider, book(), checking(server));
        assertThat(server.requests("POST")).hasSize(1);
    }

    @Test
    void clocks_are_compared_over_https_and_not_over_plain_http_by_default() throws Exception {
        FaultProxy tls = server(Optional.of(LocalTls.create()), REGFISH, DAYS, DAYS);
        FaultProxy plain = server(Optional.empty(), REGFISH, DAYS, DAYS);
        OrderBook book = book();
        assertThatThrownBy(() -> order(REGFISH, book, tls.options())).isInstanceOf(NotSentException.class);
        assertThat(tls.requests("POST")).isEmpty();
        order(REGFISH, book, plain.options());
        assertThat(plain.requests("POST")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_clock_that_only_the_response_to_the_order_shows_is_a_warning(TestProvider provider) throws Exception {
        FaultProxy server = server(Optional.empty(), provider, Duration.ZERO, DAYS);
        try (LogRecords log = LogRecords.of("dev.certbridge.client.adapter.SpendAttempt")) {
            order(provider, book(), checking(server));
            assertThat(log.records())
                    .singleElement()
                    .extracting(LogRecord::getMessage)
                    .asString()
                    .startsWith("wrong clock: attempt 1 of intent \"shop-4711/1\" was begun at ")
                    .contains("Set the clock of this host")
                    .hasLineCount(1);
        }
    }
}
