package dev.certbridge.realtime;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateCreateRequest;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Map;

/**
 * Every operation of the generated client, called rightly.
 *
 * @param client the client
 * @param process a process that exists
 * @param certificate a certificate that exists
 */
record GeneratedCalls(RealtimeClient client, long process, long certificate) {

    void call(String operation) {
        var certificates = client.certificates();
        var processes = client.processes();
        switch (operation) {
            case "requestCertificate" -> request(SpendPermit.once());
            case "createCertificate" -> create(SpendPermit.once());
            case "listCertificates" ->
                certificates.listCertificates(null, null, null, null, null, null, null, Map.of());
            case "getCertificate" -> certificates.getCertificate(certificate, null);
            case "downloadCertificate" -> certificates.downloadCertificate(certificate, "CRT");
            case "listProcesses" -> processes.listProcesses(null, null, null, null, null, null, null, Map.of());
            case "getProcess" -> processes.getProcess(process, null);
            case "getProcessInfo" -> processes.getProcessInfo(process);
            case "listProducts" -> client.products().listProducts(null, null, null, null, null, null, null, Map.of());
            default -> throw new AssertionError("nothing calls " + operation);
        }
    }

    ApiResponse request(SpendPermit spend) {
        CertificateRequest order = new CertificateRequest()
                .customer(RealtimeStub.CUSTOMER)
                .product("ssl_example_dv")
                .period(6)
                .csr(TestClient.key("www.example.com").csr().pem());
        return client.certificates().requestCertificate(order, null, spend);
    }

    @SuppressWarnings("deprecation")
    ApiResponse create(SpendPermit spend) {
        CertificateCreateRequest order = new CertificateCreateRequest()
                .product("ssl_comodo_positive")
                .period(1)
                .validationMethod("DNS")
                .provider("example-provider")
                .properties(Map.of())
                .csr(TestClient.key("www.example.com").csr().pem());
        return client.certificates().createCertificate(RealtimeStub.CUSTOMER, order, null, spend);
    }
}
