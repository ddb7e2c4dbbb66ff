package dev.certbridge.stub.realtime;

/**
 * A process that {@link RealtimeStub#prefill} added.
 *
 * @param process its id
 * @param name the one name that it is for
 * @param csr the CSR, PEM; the same for all of them, and it names none of them
 * @param keySha256 base64url of the SHA-256 of the public key in it
 */
public record PrefilledProcess(long process, String name, String csr, String keySha256) {}
