package dev.certbridge.conformance.wire;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxiedResponse;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.function.UnaryOperator;

/** A provider, with an order that it accepts and the responses of its reseller. */
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
    private final ProxiedResponse accepts;

    TestProvider(String product, Validity validity, String id, ProxiedResponse accepts) {
        this.product = product;
        this.validity = validity;
        this.id = id;
        this.accepts = accepts;
    }

    /** Returns the id of {@link #accepts}. */
    String id() {
        return id;
    }

    ProxiedResponse accepts() {
        return accepts;
    }

    ProxyStep refuses() {
        return ProxyStep.json(400, "{\"success\":false,\"type\":\"ValidationError\",\"message\":\"no\"}");
    }

    /** Returns a header with the id of {@link #accepts}. */
    String idHeader() {
        return this == REGFISH ? "Location: /tls/certificate/" + id : "x-process-id: " + id;
    }

    /** Places an order for one name. */
    Order place(CertificateReseller reseller) {
        return reseller.order(WireTest.INTENT, order("www.example.com"), Spending.unquoted());
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

    /** Returns an order for one name, with the next key. */
    OrderRequest order(String name) {
        return OrderRequest.builder(product)
                .csr(TestClient.key(name).csr())
                .validity(validity)
                .allowingDuplicate()
                .build();
    }
}
