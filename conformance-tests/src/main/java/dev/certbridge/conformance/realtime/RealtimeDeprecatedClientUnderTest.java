package dev.certbridge.conformance.realtime;

import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Map;
import java.util.Set;

/**
 * The client of the deprecated operations of Realtime Register, as the kit tests it. The client uses the same stub as
 * {@link RealtimeClientUnderTest}.
 */
public final class RealtimeDeprecatedClientUnderTest extends RealtimeClientUnderTest {

    /** The operationIds of the operations that only this client calls. */
    static final Set<String> OPERATIONS = Set.of("createCertificate", "renewCertificateLegacy");

    @Override
    public String name() {
        return Realtime.NAME + "-deprecated";
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return Realtime.deprecated(apiKey, RealtimeStub.CUSTOMER, book, "example-provider", Map.of(), options);
    }

    @Override
    public OrderRequest request(KeyAndCsr key) {
        boolean wildcard = key.csr().names().stream().anyMatch(name -> name.startsWith("*."));
        return OrderRequest.builder(wildcard ? "ssl_comodo_positive_wc" : "ssl_comodo_positive")
                .csr(key.csr())
                .validity(Validity.years(1))
                .build();
    }

    @Override
    public Operations operations() {
        return new Operations("createCertificate", "getProcess", "listProcesses", "downloadCertificate");
    }

    @Override
    public boolean calls(String operationId) {
        return OPERATIONS.contains(operationId);
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.of(
                "C5",
                "the DNS of Realtime Register is not part of the contract, and its client publishes no records",
                "E8",
                "products of the deprecated calls have no charges besides their price",
                "M21",
                "the deprecated calls support no reissues",
                "A13",
                "the deprecated calls support no reissues",
                "A12",
                "Realtime Register documents no answer to a download of a certificate that is not ready",
                "A14",
                "the deprecated calls accept no organization, so no order waits for a person");
    }
}
