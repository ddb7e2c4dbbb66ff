package shop;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.net.URI;
import java.time.Duration;

/** Orders a certificate. The arguments are the address of the reseller and the API key. */
public class Main {

    public static void main(String[] arguments) {
        // Short pauses, because the address is a stub's.
        ConnectOptions options = ConnectOptions.builder()
                .uri(URI.create(arguments[0]))
                .polling(new Polling(Duration.ofMillis(20), Duration.ofMillis(20)))
                .build();
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller regfish = Regfish.connect(arguments[1], book, options)) {
            KeyAndCsr key = KeyAndCsr.ecP256("www.example.com");
            OrderRequest request = OrderRequest.builder("RapidSSL")
                    .csr(key.csr())
                    .validity(Validity.days(199))
                    .build();
            Order order = regfish.order(Intent.of("shop-1"), request, Spending.unquoted());
            System.out.println("module " + Main.class.getModule().getName() + " ordered " + order.id());
            ResellerProvider.all().forEach(provider -> System.out.println("found provider " + provider.name()));
            regfish.orders().await(order.id(), Duration.ofMinutes(5), DnsPublisher.none());
        }
    }
}
