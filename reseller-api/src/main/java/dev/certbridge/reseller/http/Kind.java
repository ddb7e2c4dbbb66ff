package dev.certbridge.reseller.http;

import feign.Request;
import java.util.Arrays;

/** What a lost answer to an operation leaves behind. */
enum Kind {
    /** Nothing: it can be read again. */
    READ,
    /** Perhaps a change that costs nothing. Sent once. */
    WRITE,
    /** Perhaps a charge. Sent once, with a {@link Spend}. */
    SPEND;

    static Kind of(Request request) {
        Class<?>[] parameters =
                request.requestTemplate().methodMetadata().method().getParameterTypes();
        if (Arrays.asList(parameters).contains(Spend.class)) {
            return SPEND;
        }
        return request.httpMethod() == Request.HttpMethod.GET ? READ : WRITE;
    }
}
