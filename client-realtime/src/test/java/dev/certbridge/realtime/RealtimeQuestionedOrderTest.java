package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose a found order is when a question for the price, too, may have become it, or when an answer named it. */
class RealtimeQuestionedOrderTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LostOrder shop = new LostOrder();
    private final ScriptedRealtimeServer server = shop.server;
    private final Csr other = TestClient.key(LostOrder.NAME).csr();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void it_is_a_persons_to_judge_while_a_question_with_the_same_CSR_is_open() {
        shop.question(shop.request);
        Attempt attempt = shop.lost();
        server.process(20, "RUNNING", shop.csr);
        assertThat(shop.candidateNumbers(attempt)).containsExactly("20");
    }

    @Test
    void it_is_a_persons_to_judge_when_a_question_is_known_to_have_become_it() {
        Attempt question = shop.question(shop.request);
        server.process(20, "RUNNING", shop.csr);
        shop.book.settle(question, new Placed(shop.candidates(question).get(0)));
        server.processes.clear();
        Attempt attempt = shop.lost();
        server.process(20, "RUNNING", shop.csr);
        assertThat(shop.candidateNumbers(attempt)).containsExactly("20");
    }

    @Test
    void open_questions_with_another_CSR_or_elsewhere_or_without_one_are_not_in_the_way() {
        shop.question(shop.request.toBuilder().csr(other).build());
        OperationRef origin = OperationRef.of("realtime", "test");
        SpendTerms sending = SpendTerms.of(SpendType.STANDALONE_QUOTE, MINUTE, MINUTE);
        String here = shop.certificate("1").target();
        shop.book.begin(origin, SpendRequest.question("realtime/elsewhere/acme", shop.request), sending);
        shop.book.begin(
                origin,
                SpendRequest.question(
                        here,
                        OrderRequest.builder("p").validity(Validity.months(6)).build()),
                sending);
        Attempt attempt = shop.lost();
        server.process(20, "RUNNING", shop.csr);
        assertThat(shop.placed(attempt).providerId()).isEqualTo("20");
    }

    @Test
    void looking_once_more_after_it_was_settled_finds_the_same() {
        Attempt attempt = shop.lost();
        server.process(20, "RUNNING", shop.csr);
        OrderId id = shop.placed(attempt);
        shop.book.settle(attempt, new Placed(id));
        assertThat(shop.placed(attempt)).isEqualTo(id);
    }

    @Test
    void the_answer_to_the_attempt_itself_is_stronger_than_a_question() {
        shop.question(shop.request);
        Attempt attempt = shop.lostNaming(20);
        server.meanwhile = () -> {
            if (server.processes.isEmpty()) {
                server.process(20, "RUNNING", shop.csr);
            }
        };
        assertThat(shop.placed(attempt)).isEqualTo(attempt.orderId().orElseThrow());
    }

    @Test
    void an_answer_that_names_another_order_is_not() {
        shop.question(shop.request);
        Attempt attempt = shop.lostNaming(99);
        server.process(20, "RUNNING", shop.csr);
        assertThat(shop.candidateNumbers(attempt)).containsExactly("20");
    }

    @Test
    void an_answer_that_names_an_order_listed_before_or_for_other_names_proves_nothing() {
        server.process(19, "RUNNING", shop.csr);
        shop.notListed(shop.lostNaming(19));
        Attempt stillOpen = shop.book.unresolved().get(0);
        shop.book.abandon(stillOpen, "looked");
        Attempt attempt = shop.lostNaming(20);
        server.process(20, "www.example.org", "RUNNING");
        shop.notListed(attempt);
    }

    @Test
    void the_order_of_an_intent_is_no_questions_though_its_answer_names_it() {
        server.said = Said.process(20);
        shop.realtime.order(Intent.of("other"), shop.request, Spending.unquoted());
        Attempt question = shop.question(shop.request, new Said(200, "<html>", Map.of("x-process-id", "20")));
        assertThat(question.orderId()).isPresent();
        server.process(20, "RUNNING", shop.csr);
        shop.notListed(question);
    }

    @Test
    void an_id_in_the_answer_to_an_order_is_its_own_though_the_process_tells_no_CSR() {
        SpendRequest wish =
                SpendRequest.of(LostOrder.INTENT, shop.certificate("1").target(), shop.request);
        Attempt sent = shop.book.begin(
                OperationRef.of("realtime", "test"), wish, SpendTerms.of(SpendType.ORDER, MINUTE, MINUTE));
        OrderId id = new OrderId(
                "realtime",
                shop.certificate("1").environment(),
                ScriptedRealtimeServer.CUSTOMER,
                OrderId.Kind.ORDER,
                "20",
                shop.csr.keySha256(),
                OrderId.NONE);
        shop.book.answered(sent, new Attempt.Head(202, ""), Optional.of(id));
        server.process(20, LostOrder.NAME, "RUNNING");
        server.process(21, LostOrder.NAME, "RUNNING");
        assertThat(shop.placed(shop.book.unresolved().get(0))).isEqualTo(id);
    }

    @Test
    void an_id_in_the_answer_to_a_question_is_its_own_only_when_the_process_tells_its_CSR() {
        Attempt question = shop.question(shop.request, new Said(200, "<html>", Map.of("x-process-id", "20")));
        server.process(20, LostOrder.NAME, "RUNNING");
        server.process(21, LostOrder.NAME, "RUNNING");
        assertThat(shop.candidateNumbers(question)).containsExactly("20", "21");
    }

    @Test
    void a_candidate_has_the_key_of_the_attempt_and_not_of_a_question_that_was_answered_with_its_number() {
        shop.question(
                shop.request.toBuilder().csr(other).build(), new Said(200, "<html>", Map.of("x-process-id", "20")));
        Attempt attempt = shop.lost();
        server.process(20, "RUNNING", shop.csr);
        assertThat(shop.candidates(attempt))
                .singleElement()
                .satisfies(id -> assertThat(id.keySha256()).isEqualTo(shop.csr.keySha256()));
    }
}
