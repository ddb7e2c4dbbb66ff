package dev.certbridge.stub.regfish;

/** An order that {@link RegfishStub#prefill} added, with its certificate id and its only domain name. */
public record PrefilledOrder(String id, String name) {}
