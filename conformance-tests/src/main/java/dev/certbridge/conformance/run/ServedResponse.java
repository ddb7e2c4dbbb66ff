package dev.certbridge.conformance.run;

/**
 * A response that a stub sent.
 *
 * @param operationId the operation in the contract of the reseller
 * @param status the HTTP status, or 0 if the stub closed the connection without an answer
 * @param behaved true if the stub computed the response by its own behaviour; false if the stub sent an example of the
 *     contract or a failure that a test provoked
 */
public record ServedResponse(String operationId, int status, boolean behaved) {}
