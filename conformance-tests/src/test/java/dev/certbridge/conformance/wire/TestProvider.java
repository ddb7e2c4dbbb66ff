package dev.certbridge.conformance.wire;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.util.function.UnaryOperator;

/** A reseller to buy at, with an order it takes and the words in which it takes it. */
enum TestProvider {
    REGFISH(
            "RapidSSL",
            Validity.days(199),
            "ABCDEFGHIJKLM",
            ProxyStep.json(200, "{\"success\":true,\"response\":{\"id\":\"ABCDEFGHIJKLM\",\"status\":\"pending\"}}")),
    REALTIME(
            "ssl_example",
            Validity.months(12),
            "4711",
            ProxyStep.json(202, "{\"commonName\":\"www.example.com\"}", "x-process-id: 4711"));

    private final String product;
    private final Validity validity;
    private final String id;
    private final ProxyStep accepts;

    TestProvider(String product, Validity validity, String id, ProxyStep accepts) {
        this.product = product;
        this.validity = validity;
        this.id = id;
        this.accepts = accepts;
    }

    /** The id that {@link #accepts} gives. */
    String id() {
        return id;
    }

    ProxyStep accepts() {
        return accepts;
    }

    ProxyStep refuses() {
        return ProxyStep.json(400, "{\"success\":false,\"type\":\"ValidationError\",\"message\":\"no\"}");
    }

    CertificateReseller connect(OrderBook book, ConnectOptions options) {
        return this == REGFISH
                ? Regfish.connect(GeneratedClient.KEY, book, options)
                : Realtime.connect(GeneratedClient.KEY, "acme", book, options);
    }

    CertificateReseller connect(OrderBook book, FaultProxy server) {
        return connect(book, server.options());
    }

    CertificateReseller connect(OrderBook book, FaultProxy server, UnaryOperator<ConnectOptions.Builder> changes) {
        return connect(book, server.options(changes));
    }

    /** An order for one name, with keys that come in turns. */
    OrderRequest order(String name) {
        return OrderRequest.builder(product)
                .csr(TestClient.key(name).csr())
                .validity(validity)
                .allowingDuplicate()
                .build();
    }
}
