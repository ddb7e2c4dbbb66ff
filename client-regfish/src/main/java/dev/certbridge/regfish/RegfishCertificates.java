package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.spi.StackGuard;
import java.util.stream.Stream;

/** The certificates of a regfish account. The client reads a certificate by its id or from the list of the account. */
final class RegfishCertificates implements Certificates {

    private final RegfishListings listings;
    private final ResellerAccount account;

    RegfishCertificates(RegfishListings listings, ResellerAccount account) {
        this.listings = listings;
        this.account = account;
    }

    @Override
    public Certificate get(CertificateId id) {
        requireStack("getCertificate");
        account.require(id);
        return RegfishMapper.certificate(account, id.providerId(), listings.certificate(id.providerId()));
    }

    @Override
    public Stream<Certificate> list() {
        requireStack("certificates");
        return listings.stream()
                .filter(certificate -> certificate.getId() != null && RegfishMapper.isCertificate(certificate))
                .map(certificate -> RegfishMapper.certificate(account, certificate.getId(), certificate));
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        requireStack("revoke");
        account.require(id);
        throw new UnsupportedException(
                OperationRef.of(Regfish.NAME, "revoke"),
                "nothing was sent: the regfish API has no known operation to revoke a certificate. Use the regfish"
                        + " Console");
    }

    private static void requireStack(String call) {
        StackGuard.require(OperationRef.of(Regfish.NAME, call));
    }
}
