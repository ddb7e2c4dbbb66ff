package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look at the reseller proves, and what it does not. */
class RealtimeReconcileTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String NAME = "www.example.com";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller realtime = server.connect(book);
    private final Csr csr = TestClient.key(NAME).csr();
    private final OrderRequest request = OrderRequest.builder("p")
            .csr(csr)
            .validity(Validity.months(6))
            .allowingDuplicate()
            .build();

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void an_equal_CSR_in_a_new_process_is_proof_and_settles_the_attempt() {
        Attempt attempt = lost(Spending.unquoted());
        server.process(21, NAME, "RUNNING");
        server.process(20, "RUNNING", csr);

        OrderId id = placed(attempt);
        assertThat(id.providerId()).isEqualTo("20");
        assertThat(id.keySha256()).isEqualTo(csr.keySha256());
        book.settle(attempt, new Placed(id));
        assertThat(realtime.order(INTENT, request, Spending.unquoted()).id()).isEqualTo(id);
    }

    @Test
    void what_is_found_charged_above_its_allowance_halts_the_book_and_is_told_by_find() {
        Attempt attempt = lost(Spending.upTo("EUR", "25.00"));
        ObjectNode process = server.process(20, "RUNNING", csr);
        process.putObject("transaction").put("EUR", 2500);
        assertThat(placed(attempt).providerId()).isEqualTo("20");
        assertThat(book.halted()).isEmpty();

        process.putObject("transaction").put("EUR", 2501);
        OrderId id = placed(attempt);
        assertThat(book.halted()).hasValueSatisfying(why -> assertThat(why).contains("EUR:25.01", "EUR:25.00"));
        book.settle(attempt, new Placed(id));
        assertThatThrownBy(() -> realtime.orders().get(id)).isInstanceOf(OverspentException.class);
    }

    @Test
    void a_CSR_folded_in_another_way_is_the_same() {
        Attempt attempt = lost(Spending.unquoted());
        String folded = csr.pem().strip().replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])", "");
        server.process(20, NAME, "RUNNING").putObject("command").put("csr", folded.replace("\n", "\\n"));
        assertThat(placed(attempt).providerId()).isEqualTo("20");
    }

    @Test
    void a_question_for_the_price_that_was_lost_is_looked_up_too() {
        server.price = new Said(200, "<html>", Map.of());
        Attempt attempt = lost(Spending.upTo("EUR", "25.00"));
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt).providerId()).isEqualTo("20");
    }

    @Test
    void an_order_with_the_CSR_of_a_question_without_an_intent_is_a_persons_to_judge_unless_its_answer_named_it() {
        server.price = new Said(502, "", Map.of());
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        Attempt lost = book.unresolved().get(0);
        server.process(20, "RUNNING", csr);
        assertThat(candidates(lost)).containsExactly("20");
        book.settle(
                lost,
                new Placed(
                        ((Candidates) realtime.orders().reconcile(lost)).ids().get(0)));
        assertThat(realtime.orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly("20");

        server.price = new Said(200, "<html>", Map.of("x-process-id", "21"));
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        server.process(21, "RUNNING", csr);
        assertThat(placed(book.unresolved().get(0)).providerId()).isEqualTo("21");
    }

    @Test
    void an_order_listed_before_the_attempt_proves_nothing_even_with_the_same_CSR() {
        server.process(19, "COMPLETED", csr);
        server.certificate(30, 19, csr);
        Attempt attempt = lost(Spending.unquoted());
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt).providerId()).isEqualTo("20");
    }

    @Test
    void an_order_from_another_time_with_the_same_CSR_is_a_persons_to_judge() {
        Attempt attempt = lost(Spending.unquoted());
        server.process(20, "RUNNING", csr).put("createdDate", "2020-01-01T00:00:00Z");
        assertThat(candidates(attempt)).containsExactly("20");
    }

    @Test
    void an_order_that_does_not_tell_its_CSR_is_a_candidate_until_its_certificate_does() {
        Attempt attempt = lost(Spending.unquoted());
        server.process(20, NAME, "RUNNING");
        server.process(21, NAME, "COMPLETED");
        server.process(22, "www.example.org", "RUNNING");
        server.process(23, NAME, "RUNNING").putObject("command").put("product", "another");
        server.process(24, NAME, "RUNNING").put("type", "domain");
        assertThat(candidates(attempt)).containsExactly("20", "21");

        server.certificate(20, 21, csr);
        assertThat(placed(attempt).providerId()).isEqualTo("21");
    }

    @Test
    void an_order_with_another_key_is_somebody_elses() {
        Attempt attempt = lost(Spending.unquoted());
        Csr other = TestClient.key(NAME).csr();
        server.process(20, "RUNNING", other);
        server.process(21, NAME, "COMPLETED");
        server.certificate(20, 21, other);
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
    }

    @Test
    void a_certificate_proves_a_process_that_is_not_listed() {
        Attempt attempt = lost(Spending.unquoted());
        server.certificate(20, 21, csr);
        assertThat(placed(attempt).providerId()).isEqualTo("21");
    }

    @Test
    void the_same_request_arrived_twice_is_a_persons_to_judge() {
        Attempt attempt = lost(Spending.unquoted());
        server.process(20, "RUNNING", csr);
        server.process(21, "RUNNING", csr);
        assertThat(candidates(attempt)).containsExactly("20", "21");
    }

    @Test
    void an_order_of_another_intent_is_no_candidate() {
        server.said = Said.process(20);
        realtime.order(
                Intent.of("other"),
                request.toBuilder().csr(TestClient.key(NAME).csr()).build(),
                Spending.unquoted());
        Attempt attempt = lost(Spending.unquoted());
        server.process(20, NAME, "RUNNING");
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        assertThat(realtime.orders().unclaimed()).isEmpty();
        server.process(21, NAME, "RUNNING");
        assertThat(realtime.orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly("21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "createdDate:gte", "order id:gt", "domainName"})
    void an_ignored_filter_is_not_believed(String ignored) {
        server.ignored.addAll(java.util.List.of(ignored.split(" ")));
        server.page = 2;
        Attempt attempt = lost(Spending.unquoted());
        for (int i = 1; i < 9; i++) {
            server.process(i, "n" + i + ".example.com", "RUNNING");
        }
        server.process(20, NAME, "RUNNING").put("type", "domain");
        server.certificate(40, 41, TestClient.key("www.example.net").csr());
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        server.process(21, "RUNNING", csr);
        assertThat(placed(attempt).providerId()).isEqualTo("21");
    }

    @Test
    void an_id_in_the_answer_to_a_question_is_believed_only_with_proof() {
        server.price = new Said(200, "<html>", Map.of("x-process-id", "20"));
        Attempt attempt = lost(Spending.upTo("EUR", "25.00"));
        assertThat(attempt.orderId()).isPresent();
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        server.process(20, NAME, "RUNNING");
        assertThat(candidates(attempt)).containsExactly("20");
        server.processes.clear();
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt)).isEqualTo(attempt.orderId().orElseThrow());
    }

    @Test
    void an_attempt_of_another_account_is_refused() {
        Attempt attempt = lost(Spending.unquoted());
        try (CertificateReseller other = Realtime.connect("not-a-real-key", "else", book, server.options())) {
            int asked = server.requests.size();
            assertThatIllegalArgumentException().isThrownBy(() -> other.orders().reconcile(attempt));
            assertThat(server.requests).hasSize(asked);
        }
    }

    private Attempt lost(Spending spending) {
        Said before = server.said;
        server.said = new Said(502, "", Map.of());
        assertThatThrownBy(() -> realtime.order(INTENT, request, spending)).isInstanceOf(OutcomeUnknownException.class);
        server.said = before;
        return book.unresolved().get(0);
    }

    private OrderId placed(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Placed.class);
        return ((Placed) found).id();
    }

    private java.util.List<String> candidates(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Candidates.class);
        return ((Candidates) found).ids().stream().map(OrderId::providerId).toList();
    }
}
