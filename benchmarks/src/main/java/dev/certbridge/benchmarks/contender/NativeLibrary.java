package dev.certbridge.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.generated.ApiClient;
import dev.certbridge.benchmarks.generated.ApiException;
import dev.certbridge.benchmarks.generated.api.TlsCertificatesApi;
import dev.certbridge.benchmarks.generated.model.CertificateRequest;
import dev.certbridge.benchmarks.generated.model.CertificateResponse;
import dev.certbridge.benchmarks.server.Bodies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;

/**
 * The client that openapi-generator generates from the same contract for {@code java.net.http}, with its own models.
 */
public final class NativeLibrary implements Contender {

    private final TlsCertificatesApi api;
    private final ObjectMapper json;
    private final CertificateRequest order;

    NativeLibrary(URI server) {
        this(server, KEY);
    }

    /** Creates a client that calls this server with an API key. */
    public NativeLibrary(URI server, String key) {
        ApiClient client = new ApiClient();
        client.setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
        client.updateBaseUri(server.toString());
        client.setRequestInterceptor(request -> request.header("x-api-key", key));
        this.api = new TlsCertificatesApi(client);
        this.json = client.getObjectMapper();
        try {
            this.order = json.readValue(Bodies.ofContract().order(), CertificateRequest.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object order() throws ApiException {
        return seen(api.createCertificate(order));
    }

    /**
     * Places an order and returns its id.
     *
     * @param request the request as JSON
     */
    public String order(byte[] request) throws ApiException, IOException {
        return api.createCertificate(json.readValue(request, CertificateRequest.class))
                .getResponse()
                .getId();
    }

    @Override
    public Object poll() throws ApiException {
        return seen(api.getCertificate(Bodies.ID));
    }

    private static int seen(CertificateResponse answer) {
        var certificate = answer.getResponse();
        return certificate.getId().length()
                + certificate.getStatus().length()
                + certificate.getValidation().getDnsRecords().get(0).getValue().length();
    }
}
