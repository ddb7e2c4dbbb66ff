package dev.certbridge.benchmarks.scale;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.stream.IntStream;

/** The orders that are placed in the measurements, each with its own key and names. */
final class SampleOrders {

    private SampleOrders() {}

    static List<Csr> csrs(int number) {
        return IntStream.range(0, number)
                .parallel()
                .mapToObj(n -> KeyAndCsr.ecP256("www.shop-" + n + ".example", "shop-" + n + ".example")
                        .csr())
                .toList();
    }

    static OrderRequest regfish(Csr csr) {
        return OrderRequest.builder("RapidSSL")
                .csr(csr)
                .validity(Validity.days(199))
                .dcv(DcvMethod.DNS)
                .build();
    }

    static OrderRequest realtime(Csr csr) {
        return OrderRequest.builder("ssl_example_dv")
                .csr(csr)
                .validity(Validity.months(6))
                .dcv(DcvMethod.DNS)
                .build();
    }
}
