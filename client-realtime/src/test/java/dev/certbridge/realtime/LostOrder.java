package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Map;

/** Somebody whose orders and questions are not answered, and who looks for what became of them. */
final class LostOrder implements AutoCloseable {

    static final Intent INTENT = Intent.of("shop-4711/1");
    static final String NAME = "www.example.com";

    final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    final CertificateReseller realtime = server.connect(book);
    final Csr csr = TestClient.key(NAME).csr();
    final OrderRequest request = OrderRequest.builder("p")
            .csr(csr)
            .validity(Validity.months(6))
            .allowingDuplicate()
            .build();

    /** An order of which nothing was heard. */
    Attempt lost() {
        return lost(request);
    }

    /** An order or reissue of which nothing was heard. */
    Attempt lost(OrderRequest asked) {
        Said before = server.said;
        server.said = new Said(502, "", Map.of());
        assertThatThrownBy(() -> send(asked, Spending.unquoted())).isInstanceOf(OutcomeUnknownException.class);
        server.said = before;
        return last(asked.kind() == OrderId.Kind.REISSUE ? SpendType.REISSUE : SpendType.ORDER);
    }

    /** A question for the price, asked before an order, whose answer is no price and names a process. */
    Attempt lostNaming(long process) {
        server.price = new Said(200, "<html>", Map.of("x-process-id", Long.toString(process)));
        assertThatThrownBy(() -> send(request, Spending.upTo("EUR", "25.00")))
                .isInstanceOf(OutcomeUnknownException.class);
        return last(SpendType.QUOTE);
    }

    /** A question for the price that serves no order, answered like this. */
    Attempt question(OrderRequest asked, Said answer) {
        server.price = answer;
        assertThatThrownBy(() -> realtime.quote(asked)).isInstanceOf(OutcomeUnknownException.class);
        return last(SpendType.STANDALONE_QUOTE);
    }

    /** The same without an answer. */
    Attempt question(OrderRequest asked) {
        return question(asked, new Said(502, "", Map.of()));
    }

    OrderId placed(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Placed.class);
        return ((Placed) found).id();
    }

    List<OrderId> candidates(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Candidates.class);
        return ((Candidates) found).ids();
    }

    List<String> candidateNumbers(Attempt attempt) {
        return candidates(attempt).stream().map(OrderId::providerId).toList();
    }

    void notListed(Attempt attempt) {
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
    }

    CertificateId certificate(String number) {
        return new CertificateId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtimeServer.CUSTOMER,
                number);
    }

    @Override
    public void close() {
        realtime.close();
        server.close();
    }

    private void send(OrderRequest asked, Spending spending) {
        if (asked.kind() == OrderId.Kind.REISSUE) {
            realtime.order(INTENT, asked, spending);
        } else {
            realtime.order(INTENT, asked, spending);
        }
    }

    private Attempt last(SpendType verb) {
        return book.unresolved().stream()
                .filter(attempt -> attempt.verb() == verb)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
