package dev.certbridge.conformance.pact;

import au.com.dius.pact.consumer.MockServer;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.net.URI;

/** An adapter that is connected to Pact's mock server. */
record AdapterUnderTest(CertificateReseller reseller, OrderBook book, OrderId orderId, CertificateId certificateId) {

    static final Intent INTENT = Intent.of("shop-4711/1");

    Order order(OrderRequest request) {
        return order(request, Spending.unquoted());
    }

    Order order(OrderRequest request, Spending spending) {
        return reseller.order(INTENT, request, spending);
    }

    Order get() {
        return reseller.orders().get(orderId);
    }

    /** Returns the options of a client that does not retry. */
    static ConnectOptions options(MockServer server) {
        return ConnectOptions.builder()
                .uri(URI.create(server.getUrl()))
                .retries(ReadRetryPolicy.none())
                .build();
    }

    static ResellerAccount account(String reseller, MockServer server, String customer) {
        return new ResellerAccount(reseller, URI.create(server.getUrl()).getAuthority(), customer);
    }
}
