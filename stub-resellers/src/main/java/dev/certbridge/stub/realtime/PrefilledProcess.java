package dev.certbridge.stub.realtime;

/**
 * A process that {@link RealtimeStub#prefill} added. All processes that one call adds share a CSR. The shared CSR does
 * not contain the names of the processes.
 */
public record PrefilledProcess(long process, String name, String csr, String keySha256) {}
