package shop;

import static java.time.Duration.ofHours;

import dev.certbridge.reseller.AwaitReporter;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.nio.file.Path;

/** Sells certificates of any reseller. */
class CertificateShop {

    private final CertificateReseller reseller;
    private final KeyVault keys;
    private final DnsPublisher dns;

    CertificateShop(CertificateReseller reseller, KeyVault keys, DnsPublisher dns) {
        this.reseller = reseller;
        this.keys = keys;
        this.dns = dns;
    }

    /** Orders a certificate, waits for it and writes it, its chain and its key into a folder. */
    void sell(String orderNumber, String domain, String product, Validity validity, Spending spending, Path folder) {
        KeyAndCsr key = keys.getOrCreate(orderNumber, () -> KeyAndCsr.ecP256(domain));
        Order order = reseller.order(
                Intent.of(orderNumber),
                OrderRequest.builder(product)
                        .csr(key.csr())
                        .validity(validity)
                        .dcv(DcvMethod.DNS)
                        .build(),
                spending);
        System.out.println("ordered " + domain + " at " + reseller.name() + ": " + order.id());
        AwaitReporter reporter = AwaitReporter.to(System.out::println);
        reseller.orders().await(order.id(), ofHours(2), dns, reporter).writeTo(folder, key);
        System.out.println("wrote " + folder.resolve("fullchain.pem"));
    }
}
