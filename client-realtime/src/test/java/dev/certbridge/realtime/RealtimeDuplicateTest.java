package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which listed order is the same wish, by what it tells of its names. */
class RealtimeDuplicateTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller realtime = server.connect(book);

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com, www.example.com, true",
        "www.example.com, www.example.com example.com, true",
        "example.com, example.com www.example.com, true",
        "*.example.com, *.example.com example.com, true",
        "www.example.com shop.example.com, www.example.com shop.example.com, true",
        "www.example.com, www.example.com shop.example.com, false",
        "www.example.com shop.example.com, www.example.com, false",
        "example.com, example.com ftp.example.com, false",
        "example.com, example.com www.example.org, false"
    })
    void an_open_order_is_the_same_for_the_same_names_but_those_that_come_free(
            String wanted, String told, boolean same) {
        List<String> names = List.of(told.split(" "));
        ObjectNode byCsr = server.process(9, "RUNNING", key(told).csr());
        assertDuplicate(wanted, same);

        byCsr.withObjectProperty("command").putArray("san");
        assertDuplicate(wanted, same);

        byCsr.withObjectProperty("command").remove("csr");
        names.forEach(byCsr.withObjectProperty("command").withArrayProperty("san")::add);
        assertDuplicate(wanted, same);

        byCsr.remove("identifier");
        server.ignored.add("identifier");
        assertDuplicate(wanted, same);
    }

    @Test
    void an_order_that_is_done_is_no_duplicate() {
        server.process(9, "COMPLETED", key("www.example.com").csr());
        server.process(10, "CANCELLED", key("www.example.com").csr());
        realtime.order(INTENT, request("www.example.com"), Spending.unquoted());
    }

    @Test
    void of_many_each_is_held_against_its_own_main_name_and_the_snapshot_holds_their_names_only() {
        server.process(9, "shop.example.com", "RUNNING");
        server.process(10, "www.example.org", "RUNNING");
        var report =
                realtime.orderAll(Map.of(INTENT, request("www.example.com shop.example.com")), Spending.unquoted());
        assertThat(report.done()).containsOnlyKeys(INTENT);
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("9");
    }

    @Test
    void of_many_none_is_sent_when_one_renews_a_certificate_of_elsewhere() {
        CertificateId elsewhere = new CertificateId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, "8");
        Map<Intent, OrderRequest> many = new LinkedHashMap<>();
        many.put(INTENT, request("www.example.com"));
        many.put(
                Intent.of("2"),
                OrderRequest.renewal(elsewhere, "p")
                        .csr(key("shop.example.com").csr())
                        .validity(Validity.months(6))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> realtime.orderAll(many, Spending.unquoted()))
                .withMessageContaining("nothing was sent");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_listed_order_has_the_sum_of_the_names_it_tells() {
        ObjectNode process = server.process(9, "www.example.com", "RUNNING");
        process.withObjectProperty("command").putArray("san").add("shop.example.com");
        assertThat(realtime.orders().list().toList())
                .singleElement()
                .satisfies(order -> assertThat(order.id().namesSha256())
                        .isEqualTo(DomainName.namesSha256(List.of("www.example.com", "shop.example.com"))));
    }

    private void assertDuplicate(String wanted, boolean same) {
        Intent fresh = Intent.of("shop-" + server.requests.size());
        OrderRequest request = request(wanted);
        if (same) {
            assertThatThrownBy(() -> realtime.order(fresh, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(
                            PossibleDuplicateException.class,
                            e -> assertThat(e.providerIds()).containsExactly("9"));
        } else {
            server.said = ScriptedRealtimeServer.Said.process(5000 + server.requests.size());
            realtime.order(fresh, request, Spending.unquoted());
        }
    }

    private static OrderRequest request(String names) {
        return OrderRequest.builder("p")
                .csr(key(names).csr())
                .validity(Validity.months(6))
                .build();
    }

    private static KeyAndCsr key(String names) {
        List<String> all = List.of(names.split(" "));
        return TestClient.key(all.get(0), all.subList(1, all.size()).toArray(String[]::new));
    }
}
