package dev.certbridge.reseller.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import feign.RequestTemplate;
import feign.codec.EncodeException;
import feign.codec.Encoder;
import java.lang.reflect.Type;

/** Writes a generated model as JSON bytes. */
final class JsonEncoder implements Encoder {

    @Override
    public void encode(Object object, Type bodyType, RequestTemplate template) {
        try {
            template.body(Json.MAPPER.writeValueAsBytes(object), UTF_8);
        } catch (JsonProcessingException e) {
            // The original message quotes values, which may be secrets.
            throw new EncodeException("the request could not be written as JSON: " + bodyType.getTypeName());
        }
    }
}
