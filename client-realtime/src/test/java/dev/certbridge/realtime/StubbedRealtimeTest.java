package dev.certbridge.realtime;

import dev.certbridge.client.fixture.StubTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;

/** Tests of a client that is connected to the stub of Realtime Register, with an order book in memory. */
abstract class StubbedRealtimeTest extends StubTest<RealtimeStub> {

    static final String ORDERING = "requestCertificate";
    static final Intent INTENT = Intent.of("shop-4711/1");

    final OrderBook book = OrderBooks.inMemory();

    @Override
    protected RealtimeStub start(StubOptions options) {
        return RealtimeStub.start(options);
    }

    @Override
    protected CertificateReseller connect(RealtimeStub stub, ConnectOptions options) {
        return Realtime.connect(stub.apiKey(), RealtimeStub.CUSTOMER, book, options);
    }

    /** Returns the usual request for these names, with a new key. */
    static OrderRequest request(String name, String... further) {
        return OrderRequest.builder(further.length > 0 ? "ssl_example_multi" : "ssl_example_dv")
                .csr(KeyAndCsr.ecP256(name, further).csr())
                .validity(Validity.months(6))
                .build();
    }

    /** Orders a certificate for one name, with the name as the intent. */
    Order order(String name) {
        return order(name, request(name));
    }

    /** Returns how many orders and price questions the stub received, whatever it answered. */
    long spends() {
        return stub.journal().received(ORDERING);
    }
}
