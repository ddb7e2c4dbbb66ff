package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.realtime.ScriptedRealtimeServer.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which listed order is a possible duplicate, by the names it shows. */
class RealtimeDuplicateTest extends ScriptedRealtimeTest {

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
    void an_open_order_for_the_same_names_is_a_duplicate_apart_from_names_included_for_free(
            String wanted, String listed, boolean same) {
        List<String> names = List.of(listed.split(" "));
        ObjectNode byCsr = server.process(9, "RUNNING", named(listed));
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
        server.process(9, "COMPLETED", named(NAME));
        server.process(10, "CANCELLED", named(NAME));
        order(request(named(NAME)));
    }

    @Test
    void each_order_of_a_run_is_compared_by_its_main_name_and_the_snapshot_holds_those_names_only() {
        server.process(9, "shop.example.com", "RUNNING");
        server.process(10, "www.example.org", "RUNNING");
        var report = reseller.orderAll(
                Map.of(INTENT, request(named("www.example.com shop.example.com"))), Spending.unquoted());
        assertThat(report.done()).containsOnlyKeys(INTENT);
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("9");
    }

    @Test
    void no_order_of_a_run_is_sent_if_one_renews_a_certificate_of_another_environment() {
        CertificateId elsewhere = new CertificateId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest renewal = OrderRequest.renewal(elsewhere, "p")
                .csr(csr("shop.example.com"))
                .build();
        Map<Intent, OrderRequest> many = new LinkedHashMap<>(Map.of(INTENT, request(csr)));
        many.put(Intent.of("2"), renewal);
        requireThrown(
                IllegalArgumentException.class, () -> reseller.orderAll(many, Spending.unquoted()), "nothing was sent");
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void a_listed_order_has_the_sum_of_the_names_it_shows() {
        ObjectNode process = server.process(9, "www.example.com", "RUNNING");
        process.withObjectProperty("command").putArray("san").add("shop.example.com");
        assertThat(reseller.orders().list().toList())
                .extracting(order -> order.id().namesSha256())
                .containsExactly(DomainName.namesSha256(List.of("www.example.com", "shop.example.com")));
    }

    private void assertDuplicate(String wanted, boolean same) {
        Intent fresh = Intent.of("shop-" + server.lines().size());
        OrderRequest request = request(named(wanted));
        if (same) {
            requireDuplicate(fresh, request, "9");
        } else {
            server.orderResponse = accepted(5000 + server.lines().size());
            order(fresh, request);
        }
    }

    @Test
    void an_open_process_without_an_identifier_is_found_by_its_names() {
        server.process(9, "RUNNING", csr).remove("identifier");
        server.process(10, "RUNNING", csr("www.example.net")).remove("identifier");
        server.ignored.add("identifier");

        requireDuplicate(INTENT, request(csr), "9");
        assertThat(reseller.orderAll(Map.of(INTENT, request(csr)), Spending.unquoted())
                        .refused())
                .hasEntrySatisfying(INTENT, why -> assertThat(why).isInstanceOf(PossibleDuplicateException.class));

        order(request);
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("9");
    }

    private static Csr named(String names) {
        String[] all = names.split(" ");
        return csr(all[0], Arrays.copyOfRange(all, 1, all.length));
    }
}
