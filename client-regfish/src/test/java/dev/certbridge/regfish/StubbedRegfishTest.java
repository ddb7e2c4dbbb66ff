package dev.certbridge.regfish;

import dev.certbridge.client.fixture.StubTest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;

/** Tests of a client that is connected to the stub of regfish, with an order book in memory. */
abstract class StubbedRegfishTest extends StubTest<RegfishStub> {

    final OrderBook book = OrderBooks.inMemory();

    @Override
    protected RegfishStub start(StubOptions options) {
        return RegfishStub.start(options);
    }

    @Override
    protected CertificateReseller connect(RegfishStub stub, ConnectOptions options) {
        return Regfish.connect(stub.apiKey(), book, options);
    }

    static OrderRequest request(String product, String name, String... further) {
        return OrderRequest.builder(product)
                .csr(KeyAndCsr.ecP256(name, further).csr())
                .validity(Validity.days(199))
                .build();
    }

    /** Orders the usual product for one name, with the name as the intent. */
    Order order(String name) {
        return order(name, request("RapidSSL", name));
    }
}
