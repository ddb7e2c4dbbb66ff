package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.realtime.ScriptedRealtimeServer.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs, candidates and ignored orders of {@code reconcile}. */
class RealtimeReconcileTest extends ScriptedRealtimeTest {

    @Test
    void an_equal_CSR_in_a_new_process_is_proof_and_settles_the_attempt() {
        Attempt attempt = lost();
        server.process(21, NAME, "RUNNING");
        server.process(20, "RUNNING", csr);

        OrderId id = placed(attempt);
        assertThat(id.providerId()).isEqualTo("20");
        assertThat(id.keySha256()).isEqualTo(csr.keySha256());
        book.settle(attempt, Reconciliation.placed(id));
        assertThat(order(request).id()).isEqualTo(id);
    }

    @Test
    void an_order_found_charged_above_its_limit_halts_the_book_and_get_reports_it() {
        Attempt attempt = lost(request, LIMIT);
        ObjectNode process = server.process(20, "RUNNING", csr);
        process.putObject("transaction").put("EUR", 2500);
        requirePlaced(attempt, "20");
        assertThat(book.halted()).isEmpty();

        process.putObject("transaction").put("EUR", 2501);
        OrderId id = placed(attempt);
        assertThat(book.halted()).hasValueSatisfying(why -> assertThat(why).contains("EUR:25.01", "EUR:25.00"));
        book.settle(attempt, Reconciliation.placed(id));
        requireThrown(OverspentException.class, () -> reseller.orders().get(id));
    }

    @Test
    void a_CSR_with_other_line_breaks_is_the_same() {
        Attempt attempt = lost();
        String folded = csr.pem().strip().replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])", "");
        server.process(20, NAME, "RUNNING").putObject("command").put("csr", folded.replace("\n", "\\n"));
        requirePlaced(attempt, "20");
    }

    @Test
    void an_order_listed_before_the_attempt_proves_nothing_even_with_the_same_CSR() {
        server.process(19, "COMPLETED", csr);
        server.certificate(30, 19, csr);
        Attempt attempt = lost();
        requireNotListed(attempt);
        server.process(20, "RUNNING", csr);
        requirePlaced(attempt, "20");
    }

    @Test
    void an_order_from_another_time_with_the_same_CSR_is_a_candidate() {
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr).put("createdDate", "2020-01-01T00:00:00Z");
        requireCandidates(attempt, "20");
    }

    @Test
    void an_order_without_a_CSR_is_a_candidate_until_its_certificate_proves_it() {
        Attempt attempt = lost();
        server.process(20, NAME, "RUNNING");
        server.process(21, NAME, "COMPLETED");
        server.process(22, "www.example.org", "RUNNING");
        server.process(23, NAME, "RUNNING").putObject("command").put("product", "another");
        server.process(24, NAME, "RUNNING").put("type", "domain");
        requireCandidates(attempt, "20", "21");

        server.certificate(20, 21, csr);
        requirePlaced(attempt, "21");
    }

    @Test
    void an_order_with_another_key_is_not_ours() {
        Attempt attempt = lost();
        Csr other = csr(NAME);
        server.process(20, "RUNNING", other);
        server.process(21, NAME, "COMPLETED");
        server.certificate(20, 21, other);
        requireNotListed(attempt);
    }

    @Test
    void two_orders_with_the_same_CSR_are_candidates() {
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        server.process(21, "RUNNING", csr);
        requireCandidates(attempt, "20", "21");
    }

    @Test
    void an_order_of_another_intent_is_no_candidate() {
        server.orderResponse = accepted(20);
        order(Intent.of("other"), request(csr(NAME)));
        Attempt attempt = lost();
        server.process(20, NAME, "RUNNING");
        requireNotListed(attempt);
        assertThat(reseller.orders().unclaimed()).isEmpty();
        server.process(21, NAME, "RUNNING");
        assertThat(reseller.orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly("21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "createdDate:gte", "order id:gt", "domainName"})
    void an_ignored_filter_changes_no_result(String ignored) {
        server.ignored.addAll(List.of(ignored.split(" ")));
        server.pageSize = 2;
        Attempt attempt = lost();
        for (int i = 1; i < 9; i++) {
            server.process(i, "n" + i + ".example.com", "RUNNING");
        }
        server.process(20, NAME, "RUNNING").put("type", "domain");
        server.certificate(40, 41, csr("www.example.net"));
        requireNotListed(attempt);
        server.process(21, "RUNNING", csr);
        requirePlaced(attempt, "21");
    }

    @Test
    void an_attempt_of_another_account_is_refused() {
        Attempt attempt = lost();
        try (CertificateReseller other = Realtime.connect(ScriptedRealtimeServer.KEY, "else", book, server.options())) {
            int asked = server.lines().size();
            requireThrown(IllegalArgumentException.class, () -> other.orders().reconcile(attempt));
            assertThat(server.lines()).hasSize(asked);
        }
    }

    @Test
    void a_certificate_proves_a_process_that_is_not_listed() {
        Attempt attempt = lost();
        server.certificate(30, 21, csr);
        requirePlaced(attempt, "21");
        server.process(20, "www.example.org", "RUNNING");
        requirePlaced(attempt, "21");
    }

    @Test
    void a_certificate_with_our_key_and_another_start_or_none_is_a_candidate() {
        Attempt attempt = lost();
        ObjectNode certificate = server.certificate(30, 21, csr).put("startDate", "2020-01-01T00:00:00Z");
        requireCandidates(attempt, "21");
        certificate.remove("startDate");
        requireCandidates(attempt, "21");
    }

    @Test
    void the_certificate_of_a_process_that_was_listed_before_proves_nothing() {
        server.process(19, "COMPLETED", csr);
        Attempt attempt = lost();
        server.processes.clear();
        server.certificate(30, 19, csr);
        requireNotListed(attempt);
    }

    @Test
    void a_certificate_listed_without_its_PEM_is_known_by_its_CSR() {
        Attempt attempt = lost();
        ObjectNode certificate = bare(21).put("csr", csr.pem());
        requirePlaced(attempt, "21");
        certificate.put("csr", csr(NAME).pem());
        requireNotListed(attempt);
    }

    @Test
    void a_certificate_without_key_is_a_candidate_for_equal_product_names_and_time_only() {
        Attempt attempt = lost();
        ObjectNode certificate = bare(21);
        requireCandidates(attempt, "21");
        certificate.putArray("san").add(NAME).add("example.com");
        requireCandidates(attempt, "21");

        certificate.putArray("san").add("example.com");
        requireNotListed(attempt);
        certificate.remove("san");
        certificate.put("product", "another");
        requireNotListed(attempt);
        certificate.put("product", "p").put("startDate", "2020-01-01T00:00:00Z");
        requireNotListed(attempt);
    }

    @Test
    void a_certificate_for_another_name_is_no_candidate_even_if_the_filter_is_ignored() {
        Attempt attempt = lost();
        server.ignored.add("domainName");
        bare(21).put("domainName", "www.example.org");
        requireNotListed(attempt);
    }

    @Test
    void an_order_among_those_made_since_is_found_without_reading_all() {
        Attempt attempt = lost();
        server.process(20, NAME, "RUNNING");
        int before = server.lines().size();
        requireCandidates(attempt, "20");
        assertThat(server.lines().subList(before, server.lines().size()))
                .singleElement()
                .satisfies(only -> assertThat(only).contains("createdDate%3Agte"));
    }

    @Test
    void a_lost_reissue_is_found_with_the_serial_number_it_replaced_not_the_new_one() {
        for (int i = 100; i < 200; i++) {
            server.process(i, NAME, "COMPLETED");
        }
        server.certificate(8, 7, csr(NAME));
        String old = serial();
        Attempt attempt = lost(reissue(csr).toBuilder().allowingDuplicate().build(), Spending.unquoted());
        server.certificates.clear();
        server.certificate(8, 20, csr);
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt).oldSerial()).isEqualTo(old).isNotEqualTo(serial());
    }

    private String serial() {
        return reseller.certificates().get(certificateId("8")).serial().orElseThrow();
    }

    /** Lists a certificate of this process without its PEM. */
    private ObjectNode bare(long process) {
        ObjectNode certificate = server.certificate(30, process, csr);
        certificate.remove("certificate");
        return certificate;
    }
}
