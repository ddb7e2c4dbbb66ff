package dev.certbridge.stub.regfish;

/**
 * An order that {@link RegfishStub#prefill} added.
 *
 * @param id the certificate id
 * @param name the only domain name of the certificate
 */
public record PrefilledOrder(String id, String name) {}
