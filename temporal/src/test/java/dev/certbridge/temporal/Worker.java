package dev.certbridge.temporal;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker of a fleet. All workers share the book and the keys. */
final class Worker implements Buying, AutoCloseable {

    private final KeyVault keys;
    private final OrderBook book;
    private final CertificateReseller reseller;
    private final List<String> tries = new ArrayList<>();
    private Runnable afterOrder = () -> {};

    Worker(Path folder, ConnectOptions options, String apiKey) {
        keys = KeyVault.in(folder);
        book = OrderBooks.sqlite(folder.resolve("orders.db"), folder);
        reseller = Realtime.connect(apiKey, RealtimeStub.CUSTOMER, book, options);
    }

    /** Done in every try between the order and its return. */
    void afterOrder(Runnable work) {
        afterOrder = work;
    }

    /** The intents that were tried to be ordered, in order. */
    synchronized List<String> tries() {
        return List.copyOf(tries);
    }

    @Override
    public String order(String intent, String name) {
        synchronized (this) {
            tries.add(intent);
        }
        KeyAndCsr key = keys.getOrCreate(intent, () -> KeyAndCsr.ecP256(name));
        OrderRequest request = OrderRequest.builder("ssl_example_dv")
                .csr(key.csr())
                .validity(Validity.months(12))
                .build();
        String id = reseller.order(Intent.of(intent), request, Spending.upTo("EUR", "250.00"))
                .id()
                .toString();
        afterOrder.run();
        return id;
    }

    @Override
    public boolean reconcile(String intent) {
        for (Attempt attempt : book.unresolved()) {
            if (attempt.intent().name().equals(intent)
                    && reseller.orders().reconcile(attempt) instanceof Reconciliation.Placed placed) {
                book.settle(attempt, placed);
            }
        }
        return book.unresolved().stream()
                .noneMatch(attempt -> attempt.intent().name().equals(intent));
    }

    @Override
    public void close() {
        reseller.close();
        book.close();
    }
}
