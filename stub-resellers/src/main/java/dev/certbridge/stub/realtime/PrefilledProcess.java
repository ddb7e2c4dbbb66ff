package dev.certbridge.stub.realtime;

/**
 * A process that {@link RealtimeStub#prefill} added.
 *
 * @param process the id of the process
 * @param name the only domain name of the order
 * @param csr the PEM text of the CSR; all processes of one {@code prefill} call share it, and it contains none of their
 *     names
 * @param keySha256 the SHA-256 of the public key of the CSR, in base64url
 */
public record PrefilledProcess(long process, String name, String csr, String keySha256) {}
