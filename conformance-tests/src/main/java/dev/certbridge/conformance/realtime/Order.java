package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.stub.SigningRequest;

/** An order that was accepted. The action is {@code request}, or {@code create} for the deprecated call. */
record Order(
        String operationId,
        String action,
        JsonNode body,
        Product product,
        int months,
        SigningRequest csr,
        Names names,
        DomainControl control,
        Price price) {}
