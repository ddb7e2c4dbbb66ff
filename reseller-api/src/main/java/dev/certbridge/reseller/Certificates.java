package dev.certbridge.reseller;

import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import java.time.Instant;
import java.util.stream.Stream;

/** The certificates of an account. Every method throws a {@link dev.certbridge.reseller.failure.ResellerException}. */
public interface Certificates {

    /**
     * Reads a certificate ({@code getCertificate}), with its serial number once it is issued.
     *
     * @throws dev.certbridge.reseller.failure.NotFoundException there is none with this id
     */
    Certificate get(CertificateId id);

    /**
     * Lists all certificates, reading pages while the stream is consumed: each once, also when others are issued or
     * revoked meanwhile; those issued meanwhile may be missing. A failing page ends the stream with a {@link
     * dev.certbridge.reseller.failure.ResellerException}.
     */
    Stream<Certificate> list();

    /**
     * Lists the active certificates that expire before an instant, and the active ones whose end the reseller does not
     * list: what has to be renewed or looked at.
     */
    default Stream<Certificate> expiringBefore(Instant instant) {
        return list().filter(certificate -> certificate.state() == Certificate.State.ACTIVE)
                .filter(certificate ->
                        certificate.notAfter().map(end -> end.isBefore(instant)).orElse(true));
    }

    /**
     * Revokes a certificate ({@code revokeCertificate} at Realtime Register only). Reads it first, and refuses when its
     * serial number is another. Sent once.
     *
     * @param serial the serial number in hex, in any case, colons and leading zeros allowed
     * @throws IllegalArgumentException the certificate has another serial number; nothing was sent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost: read the certificate
     */
    void revoke(CertificateId id, String serial, RevocationReason reason);
}
