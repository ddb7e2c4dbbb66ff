package shop;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.reseller.ConnectOptions;
import java.net.URI;
import shop.generated.api.CertificatesApi;
import shop.generated.model.Certificate;
import shop.generated.model.CertificateRequest;
import shop.generated.model.CertificateResponse;

/**
 * A client of the operations in {@code openapi.yaml}. The client has no order book, so the caller decides whether to
 * order again.
 */
final class CostCenterClient implements AutoCloseable {

    private final Transport transport;
    private final CertificatesApi certificates;

    CostCenterClient(URI address, String apiKey) {
        transport = new Transport(
                "regfish",
                address,
                Credential.header("x-api-key", apiKey),
                ConnectOptions.defaults(),
                new CostCenterErrors());
        certificates = transport.api(CertificatesApi.class);
    }

    /** Orders a certificate. The permit is for one request, and the transport never repeats the request. */
    Certificate order(CertificateRequest request) {
        return certificates
                .createCertificate(request, SpendPermit.once())
                .as(CertificateResponse.class)
                .getResponse();
    }

    /** Returns one certificate. The transport repeats the read if it fails. */
    Certificate get(String id) {
        return certificates.getCertificate(id).getResponse();
    }

    @Override
    public void close() {
        transport.close();
    }
}
