package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import java.util.stream.Stream;

/** Certificates at regfish: read one by one and from the one list of the account. */
final class RegfishCertificates implements Certificates {

    private final RegfishReads reads;
    private final RegfishListings listings;
    private final ResellerAccount account;

    RegfishCertificates(RegfishReads reads, RegfishListings listings, ResellerAccount account) {
        this.reads = reads;
        this.listings = listings;
        this.account = account;
    }

    @Override
    public Certificate get(CertificateId id) {
        RegfishReseller.requireStack("getCertificate");
        account.require(id);
        return RegfishCertificateMapper.certificate(account, id.providerId(), reads.certificate(id.providerId()));
    }

    @Override
    public Stream<Certificate> list() {
        RegfishReseller.requireStack("certificates");
        return listings.stream()
                .filter(certificate -> certificate.getId() != null && RegfishCertificateMapper.exists(certificate))
                .map(certificate -> RegfishCertificateMapper.certificate(account, certificate.getId(), certificate));
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        RegfishReseller.requireStack("revoke");
        account.require(id);
        throw new UnsupportedException(
                OperationRef.of(Regfish.NAME, "revoke"),
                "nothing was sent: how regfish's API revokes a certificate is not known; use the regfish Console");
    }
}
