package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings that change while they are read, and servers that ignore parameters. */
class RealtimePagingTest extends ScriptedRealtimeTest {

    @Test
    void pages_are_read_only_as_far_as_the_stream_is_consumed() {
        orders(1, 95);
        server.pageSize = 10;
        assertThat(reseller.orders().list().limit(15)).hasSize(15);
        assertThat(server.lines()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order", "id:gt", "type", "order id:gt type"})
    void every_order_is_listed_once_whatever_the_server_ignores(String ignored) {
        orders(1, 35);
        server.processes.add(server.process(99, "example.org", "RUNNING").put("type", "domain"));
        server.processes.remove(35);
        server.ignored.addAll(List.of(ignored.split(" ")));
        server.pageSize = 10;
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(numbers(1, 35));
    }

    @ParameterizedTest
    @CsvSource({"95, 120, 10", "8, 12, 2"})
    void a_server_that_compares_ids_as_texts_hides_no_order(long first, long last, int page) {
        orders(first, last);
        server.idsAsTexts = true;
        server.pageSize = page;
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(numbers(first, last));
    }

    @Test
    void an_ignored_offset_is_reported_and_does_not_loop() {
        orders(1, 35);
        server.ignored.addAll(List.of("id:gt", "offset"));
        server.pageSize = 10;
        requireThrown(
                BrokenContractException.class, () -> reseller.orders().list().toList(), "offset");
    }

    @Test
    void certificates_revoked_while_listing_hide_no_others() {

        for (int i = 1; i <= 30; i++) {
            server.certificate(i, 1000 + i, csr);
        }
        server.pageSize = 10;
        server.afterEachPage = () -> server.certificates.stream()
                .filter(certificate -> certificate.path("status").asText().equals("ACTIVE"))
                .limit(3)
                .forEach(certificate -> certificate.put("status", "REVOKED"));
        Instant end = Instant.now().plus(Duration.ofDays(100));
        List<String> found = reseller.certificates()
                .expiringBefore(end)
                .map(certificate -> certificate.id().providerId())
                .toList();
        assertThat(found).doesNotHaveDuplicates().contains("30", "20", "10");
        assertThat(found).containsAll(numbers(10, 30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "status", "expiryDate:lt", "certificateType:ne", "status expiryDate:lt certificateType:ne"})
    void only_certificates_in_use_that_expire_before_are_listed_whatever_the_server_ignores(String ignored) {

        server.certificate(1, 11, csr);
        server.certificate(2, 12, csr).put("status", "REVOKED");
        server.certificate(3, 13, csr).put("expiryDate", "2999-01-01T00:00:00Z");
        server.certificate(4, 14, csr).put("certificateType", "ACME_SUBSCRIPTION");
        server.ignored.addAll(List.of(ignored.split(" ")));
        Instant end = Instant.now().plus(Duration.ofDays(100));
        assertThat(reseller.certificates().expiringBefore(end))
                .extracting(certificate -> certificate.id().providerId())
                .containsExactly("1");
        assertThat(reseller.certificates().list())
                .extracting(certificate -> certificate.id().providerId())
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_listed_order_has_its_certificate_and_kind_and_no_key() {

        server.process(7, "COMPLETED", csr).put("action", "renew");
        server.process(8, "www.example.org", "SUSPENDED");
        server.process(9, "www.example.org", "COMPLETED").put("action", "revoke");
        server.certificate(8, 7, csr);

        List<Order> orders = reseller.orders().list().toList();

        assertThat(orders).extracting(order -> order.id().providerId()).containsExactly("7", "8");
        Order renewal = orders.get(0);
        assertThat(renewal.state()).isEqualTo(Order.State.ISSUED);
        assertThat(renewal.certificate().orElseThrow().providerId()).isEqualTo("8");
        assertThat(renewal.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(renewal.id().keySha256()).isEqualTo(OrderId.NONE);
        assertThat(orders.get(1).state()).isEqualTo(Order.State.PENDING);
        assertThat(reseller.orders().download(renewal.id()).names()).containsExactly(NAME);
    }

    private void orders(long first, long last) {
        LongStream.rangeClosed(first, last)
                .map(id -> first + last - id)
                .forEach(id -> server.process(id, "n" + id + ".example.com", "RUNNING"));
    }

    private List<String> ids() {
        return reseller.orders().list().map(order -> order.id().providerId()).toList();
    }

    private static List<String> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }
}
