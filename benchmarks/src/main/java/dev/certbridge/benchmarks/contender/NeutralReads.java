package dev.certbridge.benchmarks.contender;

import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;

/**
 * The reads through the API of all resellers ({@code orders().get}). Each makes one request and looks up the order in
 * the order book.
 */
final class NeutralReads implements Contender {

    private final CertificateReseller regfish;
    private final OrderId id;

    NeutralReads(URI server) {
        regfish = Regfish.connect(
                KEY, OrderBooks.inMemory(), ConnectOptions.builder().uri(server).build());
        id = new OrderId("regfish", server.getAuthority(), "-", OrderId.Kind.ORDER, Bodies.ID, "-", "-");
    }

    @Override
    public Object order() {
        throw new UnsupportedOperationException("NeutralOrders does that");
    }

    @Override
    public Object poll() {
        return regfish.orders().get(id);
    }

    @Override
    public void close() {
        regfish.close();
    }
}
