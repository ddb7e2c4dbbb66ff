package dev.certbridge.stub.realtime;

/**
 * A process that {@link RealtimeStub#prefill} added. All processes of one call share a CSR, which contains none of
 * their names.
 */
public record PrefilledProcess(long process, String name, String csr, String keySha256) {}
