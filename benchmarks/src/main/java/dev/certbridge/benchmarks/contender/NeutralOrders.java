package dev.certbridge.benchmarks.contender;

import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The orders through the API of all resellers. Each order reads the list and stores it as a snapshot, commits the
 * attempt, sends the order over a new connection, and commits the response. Every order has its own intent and key. The
 * CSRs are created and checked before. When all CSRs are used, a new order book is opened.
 */
final class NeutralOrders implements Contender {

    private static final int ORDERS_IN_A_BOOK = 500;

    private final URI server;
    private final Supplier<OrderBook> books;
    private final Runnable afterABook;
    private final List<Csr> csrs = Stream.generate(() -> KeyAndCsr.ecP256("www.example.com", "example.com"))
            .limit(ORDERS_IN_A_BOOK)
            .map(KeyAndCsr::csr)
            .toList();
    private OrderBook book;
    private CertificateReseller regfish;
    private int next;

    NeutralOrders(URI server, Supplier<OrderBook> books, Runnable afterABook) {
        this.server = server;
        this.books = books;
        this.afterABook = afterABook;
        this.book = books.get();
        this.regfish = connect();
    }

    @Override
    public Object order() {
        if (next == ORDERS_IN_A_BOOK) {
            close();
            book = books.get();
            regfish = connect();
            next = 0;
        }
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(csrs.get(next))
                .validity(Validity.days(199))
                .dcv(DcvMethod.DNS)
                .build();
        Order order = regfish.order(Intent.of("shop/" + next), request, Spending.unquoted());
        next++;
        return order;
    }

    @Override
    public Object poll() {
        throw new UnsupportedOperationException("NeutralReads does that");
    }

    private CertificateReseller connect() {
        return Regfish.connect(KEY, book, ConnectOptions.builder().uri(server).build());
    }

    @Override
    public void close() {
        regfish.close();
        book.close();
        afterABook.run();
    }
}
