package dev.certbridge.stub.regfish;

/**
 * An order that {@link RegfishStub#prefill} made.
 *
 * @param id the certificate id
 * @param name the one name of the certificate
 */
public record PrefilledOrder(String id, String name) {}
