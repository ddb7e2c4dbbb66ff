package dev.certbridge.reseller;

import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The operations on the certificates of an account. Methods throw a {@link
 * dev.certbridge.reseller.failure.ResellerException} if a call fails. Methods throw {@link IllegalArgumentException} if
 * an id belongs to another reseller, environment or account.
 */
public interface Certificates {

    /**
     * Reads a certificate. Calls {@code getCertificate}. The result contains the serial number as soon as the
     * certificate is issued.
     *
     * @throws dev.certbridge.reseller.failure.NotFoundException the account has no certificate with this id
     */
    Certificate get(CertificateId id);

    /**
     * Returns all certificates of the account. Pages are read while the stream is consumed. The stream contains no
     * certificate twice, even if certificates are issued or revoked while the stream is read. A certificate that is
     * issued while the stream is read may be missing.
     *
     * <p>If a page cannot be read, the stream throws a {@link dev.certbridge.reseller.failure.ResellerException} while
     * it is consumed.
     */
    Stream<Certificate> list();

    /**
     * Returns the active certificates that expire before an instant. The stream also contains the active certificates
     * for which the reseller lists no end of validity. The stream has the same properties as the stream of {@link
     * #list}.
     */
    default Stream<Certificate> expiringBefore(Instant instant) {
        return list().filter(certificate -> certificate.state() == Certificate.State.ACTIVE)
                .filter(certificate ->
                        certificate.notAfter().map(end -> end.isBefore(instant)).orElse(true));
    }

    /**
     * Revokes a certificate. Only Realtime Register offers revocation ({@code revokeCertificate}). Before the
     * revocation, the method reads the certificate and compares its serial number with {@code serial}. The revocation
     * is sent once and never repeated.
     *
     * @param serial the serial number in upper-case or lower-case hexadecimal digits; colons and leading zeros are
     *     allowed
     * @throws IllegalArgumentException the certificate has another serial number; no revocation was sent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the response was lost; read the certificate to
     *     see its state
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller does not offer revocation
     */
    void revoke(CertificateId id, String serial, RevocationReason reason);
}
