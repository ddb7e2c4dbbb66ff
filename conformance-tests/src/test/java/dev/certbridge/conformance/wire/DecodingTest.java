package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that is made to keep a parser busy is given up soon, and the id before it is kept. */
class DecodingTest extends WireTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"REGFISH, 60", "REGFISH, 999", "REGFISH, 100000", "REALTIME, 60", "REALTIME, 999", "REALTIME, 100000"})
    void an_order_returns_soon_however_deep_its_response_nests(TestProvider provider, int depth) {
        OrderBook book = OrderBooks.inMemory();
        String id = provider == REGFISH ? "\"response\":{\"id\":\"ABCDEFGHIJKLM\",\"status\":\"pending\"}," : "";
        ProxyStep act = json(
                202,
                "{" + id + "\"x\":" + nested(depth) + "}",
                provider == TestProvider.REALTIME ? "x-process-id: 4711" : "X-None: 1");
        CertificateReseller reseller = connect(provider, book, toWrites(act));
        long start = System.nanoTime();
        if (depth > 64) {
            assertThatThrownBy(() -> provider.place(reseller))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.seenId().map(OrderId::providerId)).contains(provider.id()));
        } else {
            assertThat(provider.place(reseller).id().providerId()).isEqualTo(provider.id());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        assertThat(book.unresolved()).isEmpty();
    }

    /** Without an id, every token is read. */
    @ParameterizedTest
    @ValueSource(ints = {60, 999, 100_000})
    void an_order_without_an_id_is_unknown_soon(int depth) {
        OrderBook book = OrderBooks.inMemory();
        CertificateReseller reseller = open(REGFISH.connect(
                book,
                toWrites(json(200, "{\"success\":true,\"x\":" + nested(depth) + "}"))
                        .options()));
        long start = System.nanoTime();
        assertThatThrownBy(() -> REGFISH.place(reseller)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(TestProvider.class)
    void a_read_that_nests_too_deep_is_a_broken_contract(TestProvider provider) {
        String deep =
                "{\"success\":true,\"response\":[],\"entities\":[],\"x\":" + "[".repeat(64) + "]".repeat(64) + "}";
        CertificateReseller reseller = connect(provider, OrderBooks.inMemory(), always(json(200, deep)));
        assertThatThrownBy(() -> reseller.orders().list().toList()).isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(reseller::products).isInstanceOf(BrokenContractException.class);
        ProxyStep allowed = json(200, deep.replace("[[", "[").replace("]]", "]"));
        CertificateReseller other = connect(provider, OrderBooks.inMemory(), always(allowed));
        assertThat(other.orders().list()).isEmpty();
        assertThat(other.products()).isEmpty();
    }

    /** Returns five mebibytes of numbers, nested so deep. */
    private static String nested(int depth) {
        return "[".repeat(depth) + "1" + ",1".repeat(5 * MIB / 2) + "]".repeat(depth);
    }
}
