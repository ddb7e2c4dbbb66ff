package dev.certbridge.conformance.library;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Connects to a stub, places an order and reads it. Runs in a class loader with other libraries, so it shares only
 * types of the JDK with the test: it receives name, address, API key and account, and returns what happened.
 */
public final class ConnectingProgram implements Function<List<String>, String> {

    @Override
    public String apply(List<String> stub) {
        ResellerProvider provider = ResellerProvider.named(stub.get(0));
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = beforeOrder(() -> connect(provider, stub, book))) {
            OrderRequest request = beforeOrder(() -> request(provider));
            Spending spending = provider.quotesPrices() ? Spending.upTo("EUR", "25.00") : Spending.unquoted();
            Order order = reseller.order(Intent.of("shop-1"), request, spending);
            return "ordered " + reseller.orders().get(order.id()).id();
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private static <T> T beforeOrder(Supplier<T> step) {
        try {
            return step.get();
        } catch (IllegalStateException e) {
            throw new RefusedException(e);
        }
    }

    private static CertificateReseller connect(ResellerProvider provider, List<String> stub, OrderBook book) {
        ConnectOptions options =
                ConnectOptions.builder().uri(URI.create(stub.get(1))).build();
        return provider.connect(stub.get(2), stub.get(3), book, options);
    }

    private static OrderRequest request(ResellerProvider provider) {
        return OrderRequest.builder(provider.defaultProduct(List.of("www.example.com")))
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .validity(provider.defaultValidity())
                .build();
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(IllegalStateException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
