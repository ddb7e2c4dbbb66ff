package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.wire.InterceptedBook.RealCall;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A quote without an intent is recorded in the book until its outcome is known: the reseller may take it for an order.
 */
class StandaloneQuoteTest extends RealtimeFixture {

    private final List<List<SpendType>> openOnArrival = new ArrayList<>();
    private int failingBegins;
    private int failingSettles;

    @Override
    Object intercept(String method, Object[] arguments, RealCall real) throws Throwable {
        if (method.equals("begin") && failingBegins-- > 0 || method.equals("settle") && failingSettles-- > 0) {
            throw new IllegalStateException("the disk is full");
        }
        return real.call();
    }

    @Override
    ProxyStep response(ReceivedRequest received) {
        if (received.isWrite()) {
            openOnArrival.add(book.unresolved().stream().map(Attempt::type).toList());
        }
        return super.response(received);
    }

    @Test
    void a_quote_is_in_the_book_before_it_is_sent_and_settled_afterwards() {
        assertThat(realtime.quote(request).total().orElseThrow()).hasToString("EUR:25.00");

        assertThat(openOnArrival).containsExactly(List.of(SpendType.STANDALONE_QUOTE));
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_halted_book_sends_no_quote() {
        book.halt("a person stopped it");
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(BookHaltedException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_book_that_fails_before_sends_no_quote_and_the_quote_may_be_repeated() {
        failingBegins = 1;
        assertThatThrownBy(() -> realtime.quote(request))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("the disk is full");
        assertThat(server.requests()).isEmpty();

        assertThat(realtime.quote(request).total()).isPresent();
    }

    @Test
    void a_book_that_fails_once_afterwards_still_records_the_order() {
        quote = json(202, "{}", "x-process-id: 4711");
        failingSettles = 1;
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(book.orders(OrderId.target("realtime", server.uri().getAuthority(), "acme"), "4711"))
                .singleElement()
                .returns(Optional.empty(), KnownOrder::intent);
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_refused_quote_leaves_nothing_open_and_a_lost_quote_stays_unresolved() {
        quote = json(400, "{\"type\":\"ValidationError\",\"message\":\"no\"}");
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(InvalidRequestException.class);
        assertThat(book.unresolved()).isEmpty();

        quote = hangUp();
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(book.unresolved()).singleElement().returns(SpendType.STANDALONE_QUOTE, Attempt::type);
    }

    @Test
    void a_lost_quote_hinders_no_intent_with_the_same_key() {
        quote = hangUp();
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);

        OrderId id = realtime.order(INTENT, request, Spending.unquoted()).id();
        assertThat(id.providerId()).isEqualTo("4711");
        quote = json(200, quote("2500", LINE));
        assertThat(realtime.quote(request).total()).isPresent();
    }

    @Test
    void a_lost_quote_and_a_lost_order_with_the_same_CSR_are_left_to_a_person() {
        quote = hangUp();
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        Attempt question = book.unresolved().get(0);
        Attempt lost = lostOrder();
        listing = listed();

        assertThat(realtime.orders().reconcile(lost)).isInstanceOfSatisfying(Candidates.class, this::is4711);
        book.settle(question, Attempt.State.QUOTED, Optional.empty());
        assertThat(realtime.orders().reconcile(lost))
                .as("the question ordered nothing")
                .isInstanceOf(Placed.class);
    }

    @Test
    void an_order_from_a_quote_settles_no_lost_order_with_the_same_CSR_without_a_person() {
        quote = json(202, "{}", "x-process-id: 4711");
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(book.unresolved()).isEmpty();
        Attempt lost = lostOrder();
        listing = listed();

        assertThat(realtime.orders().reconcile(lost)).isInstanceOfSatisfying(Candidates.class, found -> {
            is4711(found);
            book.settle(lost, Reconciliation.placed(found.ids().get(0)));
        });
        assertThat(book.unresolved()).isEmpty();
    }

    private Attempt lostOrder() {
        order = hangUp();
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        return book.unresolved().stream()
                .filter(open -> open.intent().equals(INTENT))
                .findFirst()
                .orElseThrow();
    }

    private void is4711(Candidates found) {
        assertThat(found.ids()).extracting(OrderId::providerId).containsExactly("4711");
    }

    /** One process, made now with the CSR of the request. */
    private ProxyStep listed() {
        return json(200, """
                {"entities":[{"id":4711,"type":"certificate","action":"request","status":"RUNNING","createdDate":"%s",
                  "identifier":"www.example.com","command":{"csr":"%s"}}],"pagination":{"total":1}}""".formatted(Instant.now(), request.csr().pem().replace("\n", "\\n")));
    }
}
