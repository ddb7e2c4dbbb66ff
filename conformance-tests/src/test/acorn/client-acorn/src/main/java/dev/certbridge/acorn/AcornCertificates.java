package dev.certbridge.acorn;

import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.RevocationReason;
import java.util.stream.Stream;

/** The operations on the certificates at acorn. Every issued order is a certificate. */
record AcornCertificates(AcornReads reads) implements Certificates {

    @Override
    public Certificate get(CertificateId id) {
        reads.account().require(id);
        return AcornMapper.certificate(reads.account(), id.providerId(), reads.order(id.providerId()));
    }

    @Override
    public Stream<Certificate> list() {
        return Stream.of(reads)
                .flatMap(list -> list.orders().stream())
                .filter(order -> AcornMapper.state(order) == Order.State.ISSUED)
                .map(order -> AcornMapper.certificate(reads.account(), AcornMapper.text(order.getId()), order));
    }

    @Override
    public void revoke(CertificateId id, String serial, RevocationReason reason) {
        reads.account().require(id);
        throw AcornRequests.unsupported("revoke", "revokes nothing");
    }
}
