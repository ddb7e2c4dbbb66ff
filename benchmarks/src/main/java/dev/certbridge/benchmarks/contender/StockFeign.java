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
 * Feign as its documentation has it: feign-jackson, an interceptor for the key, everything else untouched. That
 * includes {@code Retryer.Default}, which sends an order again when its answer is lost: never use it to buy.
 */
final class StockFeign implements Contender {

    private final CertificateRequest order = Sample.order();
    private final Api api;

    StockFeign(URI server, Client client) {
        ObjectMapper mapper = Sample.mapper();
        this.api = Feign.builder()
                .client(client)
                .encoder(new JacksonEncoder(mapper))
                .decoder(new JacksonDecoder(mapper))
                .requestInterceptor(template -> template.header("x-api-key", KEY))
                .target(Api.class, server.toString());
    }

    /** With the annotations that the generator writes for its {@code feign} library. */
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
        return Sample.seen(api.createCertificate(order));
    }

    @Override
    public Object poll() {
        return Sample.seen(api.getCertificate(Bodies.ID));
    }
}
