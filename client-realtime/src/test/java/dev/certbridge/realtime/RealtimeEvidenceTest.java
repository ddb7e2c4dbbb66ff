package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What certificates tell of processes that are not listed, how far is looked, and under which id a reissue is found. */
class RealtimeEvidenceTest {

    private final LostOrder shop = new LostOrder();
    private final ScriptedRealtimeServer server = shop.server;
    private final Csr csr = shop.csr;

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_certificate_proves_a_process_that_is_not_listed_beside_others_that_are() {
        Attempt attempt = shop.lost();
        server.process(20, "www.example.org", "RUNNING");
        server.certificate(30, 21, csr);
        assertThat(shop.placed(attempt).providerId()).isEqualTo("21");
    }

    @Test
    void a_certificate_with_the_key_from_another_time_or_of_none_is_a_persons_to_judge() {
        Attempt attempt = shop.lost();
        ObjectNode certificate = server.certificate(30, 21, csr).put("startDate", "2020-01-01T00:00:00Z");
        assertThat(shop.candidateNumbers(attempt)).containsExactly("21");
        certificate.remove("startDate");
        assertThat(shop.candidateNumbers(attempt)).containsExactly("21");
    }

    @Test
    void the_certificate_of_a_process_that_was_listed_before_proves_nothing() {
        server.process(19, "COMPLETED", csr);
        Attempt attempt = shop.lost();
        server.processes.clear();
        server.certificate(30, 19, csr);
        shop.notListed(attempt);
    }

    @Test
    void a_certificate_that_is_listed_without_itself_is_known_by_its_CSR() {
        Attempt attempt = shop.lost();
        ObjectNode certificate = bare(21).put("csr", csr.pem());
        assertThat(shop.placed(attempt).providerId()).isEqualTo("21");
        certificate.put("csr", TestClient.key(LostOrder.NAME).csr().pem());
        shop.notListed(attempt);
    }

    @Test
    void one_that_tells_no_key_is_a_candidate_for_the_same_product_names_and_time_only() {
        Attempt attempt = shop.lost();
        ObjectNode certificate = bare(21);
        assertThat(shop.candidateNumbers(attempt)).containsExactly("21");
        certificate.putArray("san").add(LostOrder.NAME).add("example.com");
        assertThat(shop.candidateNumbers(attempt)).containsExactly("21");

        certificate.putArray("san").add("example.com");
        shop.notListed(attempt);
        certificate.remove("san");
        certificate.put("product", "another");
        shop.notListed(attempt);
        certificate.put("product", "p").put("startDate", "2020-01-01T00:00:00Z");
        shop.notListed(attempt);
    }

    @Test
    void a_certificate_for_another_name_is_no_candidate_though_the_filter_was_ignored() {
        Attempt attempt = shop.lost();
        server.ignored.add("domainName");
        bare(21).put("domainName", "www.example.org");
        shop.notListed(attempt);
    }

    @Test
    void an_order_among_those_made_since_is_found_without_reading_all() {
        Attempt attempt = shop.lost();
        server.process(20, LostOrder.NAME, "RUNNING");
        int before = server.requests.size();
        assertThat(shop.candidateNumbers(attempt)).containsExactly("20");
        assertThat(server.requests.subList(before, server.requests.size()))
                .singleElement()
                .satisfies(only -> assertThat(only).contains("createdDate%3Agte"));
    }

    @Test
    void a_lost_reissue_is_found_with_the_serial_number_that_it_replaced_not_the_one_it_brought() {
        for (int i = 100; i < 200; i++) {
            server.process(i, LostOrder.NAME, "COMPLETED");
        }
        server.certificate(8, 7, TestClient.key(LostOrder.NAME).csr());
        String old = serial();
        Attempt attempt = shop.lost(reissue());
        server.certificates.clear();
        server.certificate(8, 20, csr);
        server.process(20, "RUNNING", csr);
        assertThat(shop.placed(attempt).oldSerial()).isEqualTo(old).isNotEqualTo(serial());
    }

    @Test
    void a_question_for_a_reissue_that_became_one_keeps_the_id_it_was_settled_with() {
        server.certificate(8, 7, TestClient.key(LostOrder.NAME).csr());
        String old = serial();
        Attempt question = shop.question(reissue());
        server.process(20, "RUNNING", csr);
        OrderId id = shop.candidates(question).get(0);
        assertThat(id.oldSerial()).isEqualTo(old);
        shop.book.settle(question, new Placed(id));

        server.processes.clear();
        server.certificates.clear();
        server.certificate(8, 7, TestClient.key(LostOrder.NAME).csr());
        Attempt attempt = shop.lost(reissue());
        server.process(20, "RUNNING", csr);
        assertThat(shop.candidates(attempt)).isEqualTo(List.of(id));
    }

    private OrderRequest reissue() {
        return OrderRequest.reissue(shop.certificate("8"))
                .csr(csr)
                .oldMayBeRevoked()
                .allowingDuplicate()
                .build();
    }

    private String serial() {
        return shop.realtime.certificates().get(shop.certificate("8")).serial().orElseThrow();
    }

    /** A certificate of this process, as a listing may show it: without itself. */
    private ObjectNode bare(long process) {
        ObjectNode certificate = server.certificate(30, process, csr);
        certificate.remove("certificate");
        return certificate;
    }
}
