package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The place from which programs, such as web servers, read their certificates. */
public interface Deployment {

    /**
     * Returns the deployed certificate, or empty if no certificate is deployed.
     *
     * @throws IllegalStateException the deployed certificate cannot be read
     */
    Optional<IssuedCertificate> deployed(CertificateSpec spec);

    /**
     * Replaces the deployed certificate and its private key in one step. A program never sees the new certificate with
     * the old key, or the old certificate with the new key. Records that the command of the specification has to run.
     * Does nothing if this certificate is already deployed.
     *
     * @throws IllegalArgumentException the certificate does not match the key, does not cover a domain name or cannot
     *     be served
     * @throws IllegalStateException the certificate cannot be written. The old certificate and key are still deployed
     */
    void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key);

    /**
     * Runs the pending commands of these specifications. A command is pending after {@link #install} until it succeeds.
     * If several specifications have the same command, the command is run only once. If a command fails, the next call
     * of this method runs the command again.
     *
     * @return the failed commands: a map from the ids of specifications to failures in one line
     */
    Map<String, String> activate(Collection<CertificateSpec> specs);

    /** Returns true if the command of a specification has to run, because the command failed or did not run yet. */
    boolean isPending(CertificateSpec spec);
}
