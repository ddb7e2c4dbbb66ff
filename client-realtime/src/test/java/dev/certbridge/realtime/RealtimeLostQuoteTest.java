package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.realtime.ScriptedRealtimeServer.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose a found order is if a price question may have become it, or if a response named it. */
class RealtimeLostQuoteTest extends ScriptedRealtimeTest {

    private static final Response NOTHING = Response.of(502, "");

    private final OrderRequest sameNames = request(csr(NAME));

    @Test
    void it_is_a_candidate_while_a_price_question_with_the_same_CSR_is_open() {
        lostQuote(request, NOTHING);
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        requireCandidates(attempt, "20");
    }

    @Test
    void it_is_a_candidate_if_a_price_question_was_settled_as_that_order() {
        Attempt question = lostQuote(request, NOTHING);
        server.process(20, "RUNNING", csr);
        book.settle(question, Reconciliation.placed(candidates(question).get(0)));
        server.processes.clear();
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        requireCandidates(attempt, "20");
    }

    @Test
    void open_price_questions_with_another_CSR_or_none_or_elsewhere_do_not_matter() {
        lostQuote(sameNames, NOTHING);
        OrderRequest withoutCsr =
                OrderRequest.builder("p").validity(Validity.months(6)).build();
        begin(SpendType.STANDALONE_QUOTE, SpendRequest.standaloneQuote("realtime/elsewhere/acme", request));
        begin(
                SpendType.STANDALONE_QUOTE,
                SpendRequest.standaloneQuote(certificateId("1").target(), withoutCsr));
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        requirePlaced(attempt, "20");
    }

    @Test
    void reconciling_again_after_it_was_settled_finds_the_same() {
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        OrderId id = placed(attempt);
        book.settle(attempt, Reconciliation.placed(id));
        assertThat(placed(attempt)).isEqualTo(id);
    }

    @Test
    void a_response_to_the_attempt_that_names_it_outweighs_an_open_price_question() {
        lostQuote(request, NOTHING);
        Attempt attempt = lostNaming(20);
        server.afterEachPage = () -> {
            if (server.processes.isEmpty()) {
                server.process(20, "RUNNING", csr);
            }
        };
        assertThat(placed(attempt)).isEqualTo(attempt.orderId().orElseThrow());
    }

    @Test
    void a_response_to_the_attempt_that_names_another_order_does_not() {
        lostQuote(request, NOTHING);
        Attempt attempt = lostNaming(99);
        server.process(20, "RUNNING", csr);
        requireCandidates(attempt, "20");
    }

    @Test
    void a_response_that_names_an_order_listed_before_or_for_other_names_proves_nothing() {
        server.process(19, "RUNNING", csr);
        requireNotListed(lostNaming(19));
        Attempt stillOpen = book.unresolved().get(0);
        book.abandon(stillOpen, "looked");
        Attempt attempt = lostNaming(20);
        server.process(20, "www.example.org", "RUNNING");
        requireNotListed(attempt);
    }

    @Test
    void a_price_question_whose_response_names_the_order_of_an_intent_did_not_become_it() {
        server.orderResponse = accepted(20);
        order(Intent.of("other"), request);
        Attempt question = lostQuote(request, naming(20));
        assertThat(question.orderId()).isPresent();
        server.process(20, "RUNNING", csr);
        requireNotListed(question);
    }

    @Test
    void an_id_in_the_response_to_an_order_is_proof_even_if_the_process_has_no_CSR() {
        Attempt sent = begin(
                SpendType.ORDER, SpendRequest.of(INTENT, certificateId("1").target(), request));
        OrderId id = orderId("20", csr.keySha256(), OrderId.NONE);
        book.settle(sent, Attempt.State.UNKNOWN, Optional.of(id));
        server.process(20, NAME, "RUNNING");
        server.process(21, NAME, "RUNNING");
        assertThat(placed(book.unresolved().get(0))).isEqualTo(id);
    }

    @Test
    void an_id_in_the_response_to_a_price_question_is_proof_only_if_the_process_has_its_CSR() {
        Attempt question = lostQuote(request, naming(20));
        server.process(20, NAME, "RUNNING");
        server.process(21, NAME, "RUNNING");
        requireCandidates(question, "20", "21");
    }

    @Test
    void a_candidate_has_the_key_of_the_attempt_not_of_a_price_question_that_named_it() {
        lostQuote(sameNames, naming(20));
        Attempt attempt = lost();
        server.process(20, "RUNNING", csr);
        assertThat(candidates(attempt)).extracting(id -> id.keySha256()).containsExactly(csr.keySha256());
    }

    @Test
    void a_lost_price_question_of_an_order_is_reconciled_like_an_order() {
        server.quoteResponse = Response.of(200, "<html>");
        Attempt attempt = lost(request, LIMIT);
        requireNotListed(attempt);
        server.process(20, "RUNNING", csr);
        requirePlaced(attempt, "20");
    }

    @Test
    void an_order_with_the_CSR_of_a_standalone_price_question_is_a_candidate_unless_the_response_named_it() {
        Attempt lost = lostQuote(request, NOTHING);
        server.process(20, "RUNNING", csr);
        requireCandidates(lost, "20");
        book.settle(lost, Reconciliation.placed(candidates(lost).get(0)));
        assertThat(reseller.orders().unclaimed())
                .extracting(order -> order.id().providerId())
                .containsExactly("20");

        Attempt named = lostQuote(request, naming(21));
        server.process(21, "RUNNING", csr);
        requirePlaced(named, "21");
    }

    @Test
    void an_id_in_the_response_to_a_price_question_of_an_order_needs_proof() {
        Attempt attempt = lostNaming(20);
        assertThat(attempt.orderId()).isPresent();
        requireNotListed(attempt);
        server.process(20, NAME, "RUNNING");
        requireCandidates(attempt, "20");
        server.processes.clear();
        server.process(20, "RUNNING", csr);
        assertThat(placed(attempt)).isEqualTo(attempt.orderId().orElseThrow());
    }

    @Test
    void a_price_question_for_a_reissue_that_became_one_keeps_the_id_it_was_settled_with() {
        OrderRequest reissue = reissue(csr).toBuilder().allowingDuplicate().build();
        server.certificate(8, 7, csr(NAME));
        String old = reseller.certificates().get(certificateId("8")).serial().orElseThrow();
        Attempt question = lostQuote(reissue, NOTHING);
        server.process(20, "RUNNING", csr);
        OrderId id = candidates(question).get(0);
        assertThat(id.oldSerial()).isEqualTo(old);
        book.settle(question, Reconciliation.placed(id));

        server.processes.clear();
        server.certificates.clear();
        server.certificate(8, 7, csr(NAME));
        Attempt attempt = lost(reissue, Spending.unquoted());
        server.process(20, "RUNNING", csr);
        assertThat(candidates(attempt)).isEqualTo(List.of(id));
    }

    @Test
    void an_order_made_by_a_price_question_is_a_possible_duplicate() {
        server.quoteResponse = accepted(4711);
        requireThrown(OutcomeUnknownException.class, () -> reseller.quote(request));
        server.process(4711, "RUNNING", csr);
        requireDuplicate(INTENT, request(csr), "4711");
        assertThat(server.lines()).doesNotContain(ORDER);
    }

    /** Asks for the price of an order, receives a response that is no price and names a process. */
    private Attempt lostNaming(long process) {
        server.quoteResponse = naming(process);
        return lost(request, LIMIT);
    }

    private static Response naming(long process) {
        return new Response(200, "<html>", Map.of("x-process-id", Long.toString(process)));
    }

    @Test
    void a_response_to_a_price_question_that_is_no_quote_and_names_a_process_keeps_its_id() {
        server.quoteResponse = naming(77);
        OutcomeUnknownException ordering =
                requireThrown(OutcomeUnknownException.class, () -> reseller.order(INTENT, request, LIMIT));
        assertThat(ordering.seenId()).map(OrderId::providerId).contains("77");
        assertThat(book.unresolved()).extracting(attempt -> attempt.orderId()).containsExactly(ordering.seenId());

        OutcomeUnknownException alone = requireThrown(OutcomeUnknownException.class, () -> reseller.quote(request));
        assertThat(book.knows(alone.seenId().orElseThrow().target(), "77")).isTrue();
    }
}
