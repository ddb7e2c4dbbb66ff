package dev.certbridge.stub.realtime;

/**
 * A process that {@link RealtimeStub#prefill} added. All processes of one call share a CSR. The CSR contains none of
 * the names of these processes.
 */
public record PrefilledProcess(long process, String name, String csr, String keySha256) {}
