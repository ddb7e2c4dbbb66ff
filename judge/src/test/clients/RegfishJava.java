import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.TlsCertificatesApi;
import org.openapitools.client.model.CertificateRequest;

/** Orders at regfish with the client that OpenAPI Generator generates with its library {@code native}. */
public final class RegfishJava {

    private RegfishJava() {}

    public static void order(String url, String key, String customer, String csr) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("x-api-key", key));
        TlsCertificatesApi api = new TlsCertificatesApi(client);
        CertificateRequest order = new CertificateRequest()
                .sku("RapidSSL")
                .commonName("www.example.com")
                .csr(csr)
                .dcvMethod("dns-cname-token")
                .validityDays(199);
        String id = api.createCertificate(order).getResponse().getId();
        String status = "pending";
        for (int i = 0; i < 8 && !List.of("issued", "rejected").contains(status); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            status = api.getCertificate(id).getResponse().getStatus();
        }
        if (status.equals("issued")) {
            api.downloadCertificate(id, "pem");
        }
    }
}
