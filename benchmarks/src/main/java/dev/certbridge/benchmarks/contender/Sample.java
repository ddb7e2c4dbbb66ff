package dev.certbridge.benchmarks.contender;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The sample request that every client sends, and the JSON mapper of the clients that have none of their own. */
public final class Sample {

    private Sample() {}

    /** Returns a new JSON mapper. Each client uses one. */
    public static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
    }

    /** Returns the order from the example in the contract. */
    public static CertificateRequest order() {
        try {
            return mapper().readValue(Bodies.ofContract().order(), CertificateRequest.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the total length of three values in a response. They are nested, so that the whole response must have
     * been decoded.
     */
    public static int seen(CertificateResponse answer) {
        var certificate = answer.getResponse();
        return certificate.getId().length()
                + certificate.getStatus().length()
                + certificate.getValidation().getDnsRecords().get(0).getValue().length();
    }
}
