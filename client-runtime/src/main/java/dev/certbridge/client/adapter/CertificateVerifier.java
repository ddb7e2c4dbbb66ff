package dev.certbridge.client.adapter;

import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderId.Kind;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.time.Clock;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Verifies that a downloaded certificate is the one that was ordered. */
public final class CertificateVerifier {

    private CertificateVerifier() {}

    /**
     * Returns the certificate with its {@link IssuedCertificate#warnings()}, if it is for the ordered key and names.
     *
     * <p>A value that the id of a listed order does not hold, {@link OrderId#NONE}, is not compared.
     *
     * @param ordered the request in the book; without it the hashes in the id are compared
     * @param clock the time that the validity is compared with
     * @throws BrokenContractException the certificate is not readable, an authority's, for another key, or lacks a name
     */
    public static IssuedCertificate verify(
            OperationRef origin,
            OrderId id,
            Optional<OrderRequest> ordered,
            Clock clock,
            Supplier<IssuedCertificate> reading) {
        try {
            IssuedCertificate issued = reading.get().ofKey(id.keySha256());
            if (!id.keySha256().equals(OrderId.NONE)) {
                issued.requireFor(id.keySha256());
            }
            if (ordered.isPresent()) {
                issued.requireFor(ordered.get().csr(), ordered.get().names());
            } else if (!id.namesSha256().equals(OrderId.NONE) && !namesAgree(issued.names(), id.namesSha256())) {
                throw new IllegalStateException("the certificate is for " + issued.names() + ", not what was ordered");
            }
            return issued.withWarnings(
                    clock.instant(),
                    // A reissue ends when its order does.
                    term(ordered, Kind.ORDER, Kind.RENEWAL),
                    // A renewal may keep the days that were left.
                    term(ordered, Kind.ORDER));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BrokenContractException(origin, 200, e.getMessage(), e);
        }
    }

    private static Optional<Period> term(Optional<OrderRequest> ordered, Kind... kinds) {
        return ordered.filter(request -> List.of(kinds).contains(request.kind()))
                .flatMap(OrderRequest::validity)
                .map(CertificateVerifier::period);
    }

    private static Period period(Validity validity) {
        return switch (validity.unit()) {
            case DAYS -> Period.ofDays(validity.amount());
            case MONTHS -> Period.ofMonths(validity.amount());
            case YEARS -> Period.ofYears(validity.amount());
        };
    }

    /** An authority may add one name, www or the bare domain, so the hash may be that of all names but one. */
    private static boolean namesAgree(List<String> names, String sha256) {
        return DomainName.namesSha256(names).equals(sha256)
                || names.stream()
                        .map(added -> names.stream()
                                .filter(name -> !name.equals(added))
                                .toList())
                        .anyMatch(rest -> DomainName.namesSha256(rest).equals(sha256));
    }
}
