import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.CertificatesApi;
import org.openapitools.client.api.ProcessesApi;
import org.openapitools.client.model.CertificateList;
import org.openapitools.client.model.CertificateRequest;

/** Orders at Realtime Register with the client that OpenAPI Generator generates with its library {@code native}. */
public final class RealtimeJava {

    private RealtimeJava() {}

    public static void order(String url, String key, String customer, String csr) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", "ApiKey " + key));
        CertificatesApi certificates = new CertificatesApi(client);
        ProcessesApi processes = new ProcessesApi(client);
        CertificateRequest order = new CertificateRequest()
                .customer(customer)
                .product("ssl_example_dv")
                .period(6)
                .csr(csr);
        Map<String, List<String>> headers =
                certificates.requestCertificateWithHttpInfo(order, null).getHeaders();
        long id = Long.parseLong(headers.get("x-process-id").get(0));
        String status = "NEW";
        for (int i = 0; i < 8 && !List.of("COMPLETED", "FAILED").contains(status); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            status = processes.getProcess(id, null).getStatus();
        }
        if (status.equals("COMPLETED")) {
            List<String> process = List.of(Long.toString(id));
            CertificateList list = certificates.listCertificates(
                    1, null, null, null, null, null, null, process, null, null, null, null, null);
            certificates.downloadCertificate(list.getEntities().get(0).getId(), null);
        }
    }
}
