package shop;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Orders certificates at regfish, which Spring injects by its name. */
@Service
class CertificateOrders {

    private final CertificateReseller regfish;

    CertificateOrders(CertificateReseller regfish) {
        this.regfish = regfish;
    }

    Order order(String orderNumber, KeyAndCsr key) {
        return regfish.order(
                Intent.of(orderNumber),
                OrderRequest.builder("RapidSSL")
                        .csr(key.csr())
                        .validity(Validity.days(199))
                        .build(),
                Spending.unquoted());
    }

    IssuedCertificate await(Order order) {
        return regfish.orders().await(order.id(), Duration.ofHours(2), DnsPublisher.none());
    }
}
