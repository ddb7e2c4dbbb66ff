package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The place from which programs, such as web servers, read their certificates. */
public interface Deployment {

    /**
     * Returns the deployed certificate; empty if no certificate is deployed.
     *
     * @throws IllegalStateException the deployed certificate cannot be read
     */
    Optional<IssuedCertificate> deployed(CertificateSpec spec);

    /**
     * Replaces the deployed certificate and its key in one step: a program sees the old pair or the new pair. Stores
     * that the command of the specification has to run. Does nothing if this certificate is deployed already.
     *
     * @throws IllegalArgumentException the certificate has another key, lacks a name or cannot be served
     * @throws IllegalStateException the certificate cannot be written; the old pair is still deployed
     */
    void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key);

    /**
     * Runs the commands that have to run for these specifications after {@link #install}. If several specifications
     * have equal commands, the command is run once. If a command fails, the next call runs it again.
     *
     * @return the failures by id of the specification, one line each
     */
    Map<String, String> activate(Collection<CertificateSpec> specs);

    /** Returns true if the command of a specification has to run, because it failed or did not run yet. */
    boolean isPending(CertificateSpec spec);
}
