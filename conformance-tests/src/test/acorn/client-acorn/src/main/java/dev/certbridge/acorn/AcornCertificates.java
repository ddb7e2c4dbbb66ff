package dev.certbridge.acorn;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.RevocationReason;
import java.util.stream.Stream;

/** The operations on the certificates at acorn. Every issued order is a certificate. */
final class AcornCertificates implements Certificates {

    private final AcornReads reads;
    private final ResellerAccount account;

    AcornCertificates(AcornReads reads, ResellerAccount account) {
        this.reads = reads;
        this.account = account;
    }

    @Override
    public Certificate get(CertificateId id) {
        account.require(id);
        return AcornMapper.certificate(account, id.providerId(), reads.order(id.providerId()));
    }

    @Override
    public Stream<Certificate> list() {
        return Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> AcornMapper.state(order) == Order.State.ISSUED)
                .map(order -> AcornMapper.certificate(account, AcornMapper.text(order.getId()), order));
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        account.require(id);
        throw AcornRequests.unsupported("revoke", "revokes nothing");
    }
}
