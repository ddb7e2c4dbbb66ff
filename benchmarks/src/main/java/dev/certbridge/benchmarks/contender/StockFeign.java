package dev.certbridge.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import feign.Client;
import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.jackson.JacksonDecoder;
import feign.jackson.JacksonEncoder;
import java.net.URI;

/**
 * A client with Feign as its documentation recommends: feign-jackson, an interceptor for the API key, and otherwise the
 * defaults. The default {@code Retryer.Default} sends an order again if its response is lost, so do not use it for real
 * orders.
 */
public final class StockFeign implements Contender {

    private final CertificateRequest order = Sample.order();
    private final Api api;

    StockFeign(URI server, Client client) {
        this(server, client, KEY);
    }

    /** Creates a client that calls this server with an API key. */
    public StockFeign(URI server, Client client, String key) {
        ObjectMapper mapper = Sample.mapper();
        this.api = Feign.builder()
                .client(client)
                .encoder(new JacksonEncoder(mapper))
                .decoder(new JacksonDecoder(mapper))
                .requestInterceptor(template -> template.header("x-api-key", key))
                .target(Api.class, server.toString());
    }

    /** The two operations, with the annotations that openapi-generator writes for its {@code feign} library. */
    interface Api {

        @RequestLine("POST /tls/certificate")
        @Headers({"Content-Type: application/json", "Accept: application/json"})
        CertificateResponse createCertificate(CertificateRequest order);

        @RequestLine("GET /tls/certificate/{certificateId}")
        @Headers("Accept: application/json")
        CertificateResponse getCertificate(@Param("certificateId") String certificateId);
    }

    @Override
    public Object order() {
        return Sample.seen(order(order));
    }

    /** Places an order and returns the response. */
    public CertificateResponse order(CertificateRequest request) {
        return api.createCertificate(request);
    }

    @Override
    public Object poll() {
        return Sample.seen(api.getCertificate(Bodies.ID));
    }
}
