package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sells at both stubs; the ledger of a stub says what would have been paid. */
class CertificateShopTest {

    @RegisterExtension
    static final StubExtension<RegfishStub> regfish = StubExtension.of(RegfishStub.class);

    @RegisterExtension
    static final StubExtension<RealtimeStub> realtime = StubExtension.of(RealtimeStub.class);

    @TempDir
    Path folder;

    @Test
    void sells_a_certificate_of_regfish_once() throws Exception {
        try (OrderBook book = OrderBooks.sqlite(folder.resolve("book.db"), Files.createDirectory(folder.resolve("rec")));
                CertificateReseller reseller = regfish.connect(book)) {
            CertificateShop shop = new CertificateShop(reseller, KeyVault.in(folder.resolve("keys")), DnsPublisher.none());
            shop.sell("4711", "www.example.com", "RapidSSL", Validity.days(199), Spending.unquoted(), folder.resolve("out"));
            shop.sell("4711", "www.example.com", "RapidSSL", Validity.days(199), Spending.unquoted(), folder.resolve("out"));
        }
        System.out.println("HttpClient " + HttpClient.class.getPackage().getImplementationVersion());
        assertEquals(1, regfish.get().ledger().orders());
        assertTrue(Files.exists(folder.resolve("out/fullchain.pem")));
    }

    @Test
    void sells_a_certificate_of_realtime_register_below_the_limit() {
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = realtime.connect(book)) {
            CertificateShop shop = new CertificateShop(reseller, KeyVault.in(folder.resolve("keys")), DnsPublisher.none());
            shop.sell("4712", "www.example.org", "ssl_example_dv", Validity.months(12), Spending.upTo("EUR", "25.00"),
                    folder.resolve("out"));
        }
        assertEquals(1, realtime.get().ledger().orders());
    }
}
