package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.client.fixture.ScriptedTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;

/** Tests of a client that is connected to a scripted Realtime Register, with an order book in memory. */
abstract class ScriptedRealtimeTest extends ScriptedTest<ScriptedRealtimeServer> {

    static final String NAME = "www.example.com";
    static final Spending LIMIT = Spending.upTo("EUR", "25.00");
    static final String ORDER = "POST /v2/ssl/certificates";

    final Csr csr = csr(NAME);
    final OrderRequest request = request(csr).toBuilder().allowingDuplicate().build();

    ScriptedRealtimeTest() {
        this(new ScriptedRealtimeServer(), SpendLog.of(OrderBooks.inMemory()));
    }

    private ScriptedRealtimeTest(ScriptedRealtimeServer server, SpendLog book) {
        super(server, book, server.connect(book));
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

    /** Sends an order without receiving its response, and returns the attempt. */
    Attempt lost() {
        return lost(request, Spending.unquoted());
    }

    /** Sends a request without receiving its response, and returns the attempt. */
    Attempt lost(OrderRequest asked, Spending spending) {
        Response before = server.orderResponse;
        server.orderResponse = Response.of(502, "");
        requireThrown(OutcomeUnknownException.class, () -> reseller.order(INTENT, asked, spending));
        server.orderResponse = before;
        return lastUnresolved();
    }

    /** Asks for a price, receives this response, which is not one, and returns the attempt. */
    Attempt lostQuote(OrderRequest asked, Response response) {
        server.quoteResponse = response;
        requireThrown(OutcomeUnknownException.class, () -> reseller.quote(asked));
        return lastUnresolved();
    }
}
