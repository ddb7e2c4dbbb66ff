package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests of a client that is connected to a scripted Realtime Register, with an order book in memory. */
abstract class ScriptedRealtimeTest {

    static final Intent INTENT = Intent.of("shop-4711/1");
    static final String NAME = "www.example.com";
    static final Spending LIMIT = Spending.upTo("EUR", "25.00");
    static final String ORDER = "POST /v2/ssl/certificates";

    final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    final CertificateReseller realtime = server.connect(book);
    final Csr csr = csr(NAME);
    final OrderRequest request = request(csr).toBuilder().allowingDuplicate().build();

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    /** Returns the CSR of a new key. */
    static Csr csr(String name, String... further) {
        return KeyAndCsr.ecP256(name, further).csr();
    }

    static OrderRequest request(Csr csr) {
        return OrderRequest.builder("p").csr(csr).validity(Validity.months(6)).build();
    }

    OrderRequest renewal(Csr csr) {
        return OrderRequest.renewal(certificateId("8"), "p")
                .csr(csr)
                .validity(Validity.months(6))
                .build();
    }

    OrderRequest reissue(Csr csr) {
        return OrderRequest.reissue(certificateId("8"))
                .csr(csr)
                .oldMayBeRevoked()
                .build();
    }

    CertificateId certificateId(String number) {
        return new CertificateId("realtime", server.host(), ScriptedRealtimeServer.CUSTOMER, number);
    }

    /** Returns an id as {@code list()} returns it: without the sums of key and names. */
    OrderId orderId(String number) {
        return orderId(number, OrderId.NONE, OrderId.NONE);
    }

    OrderId orderId(String number, String keySha256, String namesSha256) {
        return new OrderId(
                "realtime",
                server.host(),
                ScriptedRealtimeServer.CUSTOMER,
                OrderId.Kind.ORDER,
                number,
                keySha256,
                namesSha256);
    }

    Order order(OrderRequest asked) {
        return realtime.order(INTENT, asked, Spending.unquoted());
    }

    /** Sends an order without receiving its response, and returns the attempt. */
    Attempt lost() {
        return lost(request, Spending.unquoted());
    }

    /** Sends a request without receiving its response, and returns the attempt. */
    Attempt lost(OrderRequest asked, Spending spending) {
        Response before = server.orderResponse;
        server.orderResponse = Response.of(502, "");
        requireThrown(OutcomeUnknownException.class, () -> realtime.order(INTENT, asked, spending));
        server.orderResponse = before;
        return lastUnresolved();
    }

    /** Asks for a price, receives this response, which is not one, and returns the attempt. */
    Attempt lostQuote(OrderRequest asked, Response response) {
        server.quoteResponse = response;
        requireThrown(OutcomeUnknownException.class, () -> realtime.quote(asked));
        return lastUnresolved();
    }

    private Attempt lastUnresolved() {
        return book.unresolved().get(book.unresolved().size() - 1);
    }

    /** Requires that {@code reconcile} proves an order, and returns its id. */
    OrderId placed(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Placed.class);
        return ((Placed) found).id();
    }

    /** Requires that {@code reconcile} leaves the choice to a person, and returns what it offers. */
    List<OrderId> candidates(Attempt attempt) {
        Reconciliation found = realtime.orders().reconcile(attempt);
        assertThat(found).isInstanceOf(Candidates.class);
        return ((Candidates) found).ids();
    }

    void requirePlaced(Attempt attempt, String number) {
        assertThat(placed(attempt).providerId()).isEqualTo(number);
    }

    void requireCandidates(Attempt attempt, String... numbers) {
        assertThat(candidates(attempt)).extracting(OrderId::providerId).containsExactly(numbers);
    }

    void requireNotListed(Attempt attempt) {
        assertThat(realtime.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
    }

    /** Requires that an order is refused as a possible duplicate of this process alone. */
    void requireDuplicate(Intent intent, OrderRequest asked, String number) {
        assertThat(requireThrown(
                                PossibleDuplicateException.class,
                                () -> realtime.order(intent, asked, Spending.unquoted()))
                        .providerIds())
                .containsExactly(number);
    }
}
