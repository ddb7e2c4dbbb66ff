package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.SigningRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a process carries out.
 *
 * @param operationId the operation that asked for it
 * @param action {@code request}, {@code create} for the deprecated call, {@code renew}, {@code reissue} or {@code revoke}
 * @param body what was sent
 * @param product the product of the certificate
 * @param months the term; 0 for what takes over the term of its source
 * @param csr whose key is certified
 * @param names the names
 * @param control how control is to be shown, at first
 * @param price what is charged
 * @param source the certificate that it is about; none for a new one
 */
record ProcessOrder(
        String operationId,
        String action,
        JsonNode body,
        CatalogueProduct product,
        int months,
        SigningRequest csr,
        CertificateNames names,
        DomainControl control,
        StubPrice price,
        @Nullable RealtimeCertificate source) {

    static final String REQUEST = "request";
    static final String CREATE = "create";
    static final String RENEW = "renew";
    static final String REISSUE = "reissue";
    static final String REVOKE = "revoke";

    ProcessOrder charged(StubPrice other) {
        return new ProcessOrder(operationId, action, body, product, months, csr, names, control, other, source);
    }
}
